import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from './errors.js';

/**
 * Who works for minutes says before whether what is found can be written.
 * @param what such as `--out table.csv`
 * @throws InputError if the path is a folder, or its folder is none that can be written
 */
export function demandWritable(path: string, what = path): void {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory()) throw new Error('EISDIR: a file is expected, not a folder');
    accessSync(found ? path : dirname(path), constants.W_OK);
  } catch (error) {
    throw new InputError(`${what}: ${(error as Error).message}; give a file in a folder that can be written`);
  }
}

/**
 * A folder with all that it lies in. (`mkdirSync` with `recursive` never returns where nothing can be made, as in
 * /proc.)
 * @throws InputError if it cannot be made, or if there is a file of its name
 */
export function makeFolder(path: string, what = path): void {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory()) return;
    if (found) throw new Error('EEXIST: there is a file of this name');
    if (dirname(path) !== path) makeFolder(dirname(path), what);
    mkdirSync(path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${what}: ${(error as Error).message}; give a folder that can be written`);
  }
}

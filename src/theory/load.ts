import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { BUILTIN } from './builtin.js';
import type { TheoryInput } from './definition.js';
import { InputError } from './errors.js';
import { Theory } from './theory.js';

const loaded = new Map<string, Theory>();

/**
 * A theory by the name of a built-in one or by the path of a YAML or JSON file.
 * @throws InputError naming the known theories, or the field of the file that is wrong
 */
export function loadTheory(nameOrPath: string): Theory {
  const known = loaded.get(nameOrPath);
  if (known) return known;
  const theory = new Theory(Object.hasOwn(BUILTIN, nameOrPath) ? BUILTIN[nameOrPath] : readDefinition(nameOrPath));
  loaded.set(nameOrPath, theory);
  return theory;
}

function readDefinition(path: string): TheoryInput {
  if (!/\.(ya?ml|json)$/i.test(path) || !existsSync(path))
    throw new InputError(
      `unknown theory "${path}"; built in are ${Object.keys(BUILTIN).join(', ')}; your own is a .yaml or .json file`,
    );
  try {
    return parse(readFileSync(path, 'utf8')) as TheoryInput;
  } catch (error) {
    throw new InputError(`${path}: ${(error as Error).message.split('\n')[0]}`);
  }
}

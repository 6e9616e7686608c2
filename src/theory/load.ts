import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BUILTIN } from './builtin.js';
import { readData } from './dataFile.js';
import type { TheoryInput } from './definition.js';
import { InputError } from './errors.js';
import { Theory } from './theory.js';

const loaded = new Map<string, Theory>();
const calls = new WeakMap<Theory, string>();

/** What a command line calls a theory: the name or path that loads it; its own name if it came from elsewhere. */
export const callOf = (theory: Theory): string => calls.get(theory) ?? theory.name;

/**
 * A theory by the name of a built-in one or by the path of a YAML or JSON file.
 * @throws InputError naming the known theories, or the field of the file that is wrong
 */
export function loadTheory(nameOrPath: string): Theory {
  const known = loaded.get(nameOrPath);
  if (known) return known;
  const theory = new Theory(Object.hasOwn(BUILTIN, nameOrPath) ? BUILTIN[nameOrPath] : readDefinition(nameOrPath));
  loaded.set(nameOrPath, theory);
  calls.set(theory, nameOrPath);
  return theory;
}

/** Makes a theory that came from elsewhere, such as a revision, known by a name. */
export function registerTheory(name: string, theory: Theory): void {
  loaded.set(name, theory);
  calls.set(theory, name);
}

/** Files name others from where they are, or from where the command runs. */
export function fileBeside(file: string, name: string): string {
  const beside = join(dirname(file), name);
  return existsSync(beside) ? beside : name;
}

/** How to load the theory that a file names. */
export const theoryBeside = (file: string, name: string): string =>
  Object.hasOwn(BUILTIN, name) ? name : fileBeside(file, name);

function readDefinition(path: string): TheoryInput {
  if (!/\.(ya?ml|json)$/i.test(path) || !existsSync(path))
    throw new InputError(
      `unknown theory "${path}"; built in are ${Object.keys(BUILTIN).join(', ')}; your own is a .yaml or .json file`,
    );
  return readData(path) as TheoryInput;
}

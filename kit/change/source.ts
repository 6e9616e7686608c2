import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parse } from 'yaml';
import { BUILTIN } from '../../src/theory/builtin.js';
import { demandModest, readData } from '../../src/theory/dataFile.js';
import { InputError } from '../../src/theory/errors.js';

/** What is compared: data, and how it is called. */
export interface Source {
  readonly name: string;
  readonly data: unknown;
}

/**
 * A built-in theory, a file, or `REV:path` of the git repository at hand.
 * @throws InputError if there is no such thing, or its text is no data
 */
export function readSource(name: string): Source {
  if (Object.hasOwn(BUILTIN, name)) return { name, data: BUILTIN[name] };
  if (existsSync(name)) return { name, data: readData(name) };
  const revision = /^([\w./^~@{}-]+):([^\0]+)$/.exec(name);
  if (!revision || name.startsWith('-'))
    throw new InputError(`${name}: no file, built-in theory or REV:path (${Object.keys(BUILTIN).join(', ')})`);
  let text: string;
  try {
    text = execFileSync('git', ['show', `${revision[1]}:${revision[2]}`], {
      encoding: 'utf8',
      maxBuffer: 1_000_000,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const said = String((error as { stderr?: unknown }).stderr ?? (error as Error).message).split('\n')[0];
    throw new InputError(`${name}: ${said}`);
  }
  try {
    const data: unknown = parse(text, { maxAliasCount: 100 });
    demandModest(data, name);
    return { name, data };
  } catch (error) {
    throw new InputError(`${name}: ${(error as Error).message.split('\n')[0]}`);
  }
}

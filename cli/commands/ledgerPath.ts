import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InputError } from '../../src/theory/errors.js';

/** Sources lie one folder nearer to papers/ than compiled code. */
const PAPERS =
  ['../../papers/', '../../../papers/']
    .map((up) => fileURLToPath(new URL(up, import.meta.url)))
    .find((path) => existsSync(path)) ?? '';

/** Path of a ledger by the name of its folder in papers/ or as given. Throws InputError naming the known ledgers. */
export function ledgerPath(name: string): string {
  if (/\.ya?ml$/i.test(name)) {
    if (!existsSync(name)) throw new InputError(`no ledger file "${name}"`);
    return name;
  }
  const path = `${PAPERS}${name}/ledger.yaml`;
  if (!/^[\w.-]+$/.test(name) || !existsSync(path))
    throw new InputError(
      `unknown ledger "${name}"; in papers/ are ${readdirSync(PAPERS).join(', ')}; your own is a .yaml file`,
    );
  return path;
}

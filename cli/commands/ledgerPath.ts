import { existsSync, readdirSync } from 'node:fs';
import { InputError } from '../../src/theory/errors.js';
import { packageFile } from '../../src/theory/packageFile.js';

/** Path of a ledger by the name of its folder in papers/ or as given. Throws InputError naming the known ledgers. */
export function ledgerPath(name: string): string {
  if (/\.ya?ml$/i.test(name)) {
    if (!existsSync(name)) throw new InputError(`no ledger file "${name}"`);
    return name;
  }
  const papers = packageFile('papers/');
  const path = `${papers}${name}/ledger.yaml`;
  if (!/^[\w.-]+$/.test(name) || !existsSync(path))
    throw new InputError(
      `unknown ledger "${name}"; in papers/ are ${readdirSync(papers).join(', ')}; your own is a .yaml file`,
    );
  return path;
}

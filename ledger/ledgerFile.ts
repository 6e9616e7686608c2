import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isMap, isNode, isSeq, LineCounter, parseDocument } from 'yaml';
import { dataOf, faultsOf, readDocument } from '../src/theory/dataFile.js';
import { InputError } from '../src/theory/errors.js';
import { theoryBeside } from '../src/theory/load.js';
import { packageFile } from '../src/theory/packageFile.js';
import { checkedLedger, type Ledger, LedgerError } from './ledger.js';

/**
 * Reads a ledger by the name of its folder in papers/ or by the path of a YAML file.
 * @throws InputError on an unknown ledger; LedgerError with every fault of the file, each with its line and column
 */
export function loadLedger(nameOrPath: string): Ledger {
  const path = ledgerPath(nameOrPath);
  const what = `ledger ${path}`;
  const lines = new LineCounter();
  const document = readDocument(path, what, lines);
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  const faults = faultsOf(document);
  if (faults.length > 0)
    throw new LedgerError(
      faults.map(({ pos, message }) => ({ place: at(pos[0]), message: message.split('\n')[0] })),
      what,
    );
  try {
    return checkedLedger(withTheory(dataOf(document, what), path), what);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    // the place of a field that is missing is that of what should hold it
    const placed = error.faults.map((fault) => {
      const { path: keys = [] } = fault;
      const nodes = keys.map((_, k) => document.getIn(keys.slice(0, keys.length - k), true));
      const node = nodes.find((found) => isNode(found) && found.range);
      return { fault, offset: isNode(node) && node.range ? node.range[0] : 0 };
    });
    const inOrder = placed.sort((a, b) => a.offset - b.offset);
    throw new LedgerError(
      inOrder.map(({ fault, offset }) => ({ ...fault, place: at(offset) })),
      what,
    );
  }
}

/** The theory of a ledger may be named from where its file is. */
const withTheory = (data: unknown, path: string): unknown =>
  typeof data === 'object' && data !== null && 'theory' in data && typeof data.theory === 'string'
    ? { ...data, theory: theoryBeside(path, data.theory) }
    : data;

/** The file of a ledger. @throws InputError if there is none */
export function ledgerPath(name: string): string {
  if (/\.ya?ml$/i.test(name)) {
    if (!existsSync(name)) throw new InputError(`no ledger file "${name}"`);
    return name;
  }
  const papers = packageFile('papers/');
  const path = `${papers}${name}/ledger.yaml`;
  if (/^[\w.-]+$/.test(name) && existsSync(path)) return path;
  const known = readdirSync(papers, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
  throw new InputError(`unknown ledger "${name}"; in papers/ are ${known.join(', ')}; your own is a .yaml file`);
}

/** The line of each row of a ledger by its id. */
export function linesOfRows(path: string): Map<string, number> {
  const lines = new LineCounter();
  const rows = parseDocument(readFileSync(path, 'utf8'), { lineCounter: lines }).get('rows');
  const nodes = isSeq(rows) ? rows.items.filter((row) => isMap(row)) : [];
  return new Map(nodes.map((row) => [String(row.get('id')), lines.linePos(row.range?.[0] ?? 0).line]));
}

import { readFileSync } from 'node:fs';
import { isMap, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from 'yaml';
import { writeWhole } from '../src/theory/dataFile.js';
import { InputError } from '../src/theory/errors.js';
import type { Judgement } from './language/judgement.js';

/** A text to put in place of a stretch of a file. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * Writes computed verdicts into a ledger as the expected ones, with the reason; everything else of the file, comments
 * and layout included, stays as it is.
 * @throws InputError if a row is not in the file
 */
export function accept(path: string, judgements: readonly Judgement[], why: string): void {
  const text = readFileSync(path, 'utf8');
  const rows = parseDocument(text).get('rows');
  const byId = new Map(
    (isSeq(rows) ? rows.items : []).flatMap((row) => (isMap(row) ? [[String(row.get('id')), row] as const] : [])),
  );
  const edits = judgements.flatMap((judgement) => editsOf(judgement, byId, why, text));
  edits.sort((a, b) => b.from - a.from);
  writeWhole(
    path,
    edits.reduce((all, { from, to, text: put }) => all.slice(0, from) + put + all.slice(to), text),
  );
}

function editsOf({ row, verdict }: Judgement, byId: ReadonlyMap<string, YAMLMap>, why: string, text: string): Edit[] {
  const isDimension = row.kind === 'dimension';
  const id = isDimension ? row.id.replace(/\.dimension$/, '') : row.id;
  const node = byId.get(id);
  if (!node) throw new InputError(`the ledger has no row ${id}`);
  const expected = node.get(isDimension ? 'dimension' : 'expect');
  if (isMap(expected)) {
    const [of, because] = ['verdict', 'why'].map((name) => expected.get(name, true));
    return [replaced(of, verdict), replaced(because, JSON.stringify(why))];
  }
  const end = text.slice(0, rangeOf(node.get('expect'))[1]).trimEnd().length;
  const added = `dimension: { verdict: ${verdict}, why: ${JSON.stringify(why)} }`;
  const column = columnOf(text, rangeOf(node)[0]);
  return [{ from: end, to: end, text: node.flow ? `, ${added}` : `\n${' '.repeat(column)}${added}` }];
}

const columnOf = (text: string, offset: number): number => offset - (text.lastIndexOf('\n', offset - 1) + 1);

function replaced(node: unknown, text: string): Edit {
  const [from, to] = rangeOf(node);
  return { from, to, text };
}

function rangeOf(node: unknown): readonly [number, number] {
  if ((isScalar(node) || isMap(node)) && (node as Node).range) {
    const [from = 0, to = 0] = (node as Node).range ?? [];
    return [from, to];
  }
  throw new InputError('the ledger has a row without what is to be replaced');
}

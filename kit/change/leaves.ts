import { isNumeral } from '../../src/arithmetic/numeral.js';

/** One value of a file that is another one in the other file. */
export interface LeafChange {
  /** claims.eq34.2o.verdict: list entries that have an id go by it. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
  /** Of two numbers: the digits that they share. */
  readonly digits?: number;
}

/** Times and versions say nothing of the physics. */
const IGNORED: ReadonlySet<string> = new Set(['milliseconds', 'seconds', 'version', 'replay']);

/** Value by value, in the order of the first file; what only one of them has stands beside undefined. */
export function leafChanges(before: unknown, after: unknown, path = ''): LeafChange[] {
  if (isTree(before) && isTree(after)) {
    const [a, b] = [branches(before), branches(after)];
    return [...new Set([...a.keys(), ...b.keys()])]
      .filter((key) => !IGNORED.has(key))
      .flatMap((key) => leafChanges(a.get(key), b.get(key), path === '' ? key : `${path}.${key}`));
  }
  if (Object.is(before, after)) return [];
  const [x, y] = [numberOf(before), numberOf(after)];
  if (x === undefined || y === undefined) return [{ path, before, after }];
  if (x === y) return [];
  const digits = Math.max(0, -Math.log10(Math.abs(x - y) / Math.max(Math.abs(x), Math.abs(y))));
  return [{ path, before, after, digits: Math.floor(10 * digits) / 10 }];
}

const isTree = (x: unknown): x is object => typeof x === 'object' && x !== null;

/** Entries of a list by their id, if they have one. */
const branches = (tree: object): Map<string, unknown> =>
  new Map(
    Object.entries(tree).map(([key, value]): [string, unknown] => {
      const id: unknown = Array.isArray(tree) && isTree(value) && 'id' in value ? value.id : undefined;
      return [typeof id === 'string' ? id : key, value];
    }),
  );

const numberOf = (x: unknown): number | undefined =>
  typeof x === 'number' ? x : typeof x === 'string' && isNumeral(x) ? Number(x) : undefined;

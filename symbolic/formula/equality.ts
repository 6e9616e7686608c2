import { execute } from '../algebra.js';
import { FractionRing } from '../exact/fractionRing.js';
import type { Formula } from './formula.js';

/** Symbols that are positive whatever the theory: the root of their square is themselves. */
const POSITIVE = new Set(['m', 'eps', 'n', 'alpha', 'Delta', 'v']);

/** Whether two formulas are the same function of their symbols, decided in the exact ring of rational functions. */
export function sameFormula(a: Formula, b: Formula): boolean {
  const ring = new FractionRing({ positive: (name) => POSITIVE.has(name) });
  const of = (f: Formula) => execute(f.trace(), ring, [f.symbols.map((name) => ring.symbol(name))])[0]!;
  return ring.equal(of(a), of(b));
}

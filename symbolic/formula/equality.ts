import { FractionRing } from '../rings/exact/fractionRing.js';
import type { Formula } from './formula.js';

/** Symbols that are positive whatever the theory: the root of their square is themselves. */
const POSITIVE: ReadonlySet<string> = new Set(['m', 'eps', 'n']);

/** Whether two formulas are the same function of their symbols, decided in the exact ring of rational functions. */
export function sameFormula(a: Formula, b: Formula, positive: ReadonlySet<string> = POSITIVE): boolean {
  const ring = new FractionRing({ positive: (name) => positive.has(name) });
  const of = (formula: Formula) => formula.in(ring, (name) => ring.symbol(name));
  return ring.equal(of(a), of(b));
}

import { sum, trace } from '../../src/arithmetic/expression.js';
import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import { execute } from '../rings/algebra.js';
import type { DirectedFractionRing } from '../rings/exact/directed.js';
import type { Fractional } from '../rings/exact/fractionField.js';

/** The Hamiltonian of a theory at one momentum p (cos, sin) in an exact ring. */
export interface IsotropicSplitting {
  /** h_0 = kappa p^2. */
  readonly kappa: Fractional;
  /** |h|^2 = slope p^2 + gap. */
  readonly slope: Fractional;
  readonly gap: Fractional;
}

/**
 * Reads h_0 = kappa p^2 and |h|^2 = slope p^2 + gap off a theory whose bands do not depend on the direction.
 * @throws InputError if they do, or if other powers of the momentum occur
 */
export function isotropicSplitting(
  theory: Theory,
  ring: DirectedFractionRing,
  environment: readonly Fractional[],
): IsotropicSplitting {
  const program = trace([theory.environmentSize, 3], (block, [cos, sin, p]) => {
    const [h0, ...h] = theory.expressions(block).h.map((c) => c.at(p.mul(cos), p.mul(sin)));
    return [h0, sum(h.map((x) => x.square()))];
  });
  const p = ring.symbol('p');
  const at = (momentum: Fractional): Fractional[] =>
    execute(program, ring, [environment, [ring.cos, ring.sin, momentum]]);
  const [h0, square] = at(p) as [Fractional, Fractional];
  const [h0AtZero, gap] = at(ring.zero) as [Fractional, Fractional];
  const kappa = ring.mul(ring.sub(h0, h0AtZero), ring.symbol('p', -2));
  const slope = ring.mul(ring.sub(square, gap), ring.symbol('p', -2));
  const names = new Set([kappa, slope, gap].flatMap((x) => ring.namesIn(x)));
  if (['p', 'cos', 'sin'].some((name) => names.has(name)) || !ring.isZero(h0AtZero))
    throw new InputError(
      `${theory.name}: the closed form needs h0 = p^2/(2 m) and a splitting that does not depend on the direction (set the in-plane exchange field and one of the spin-orbit couplings to 0)`,
    );
  return { kappa, slope, gap };
}

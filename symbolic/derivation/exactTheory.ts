import { sum, trace } from '../../src/arithmetic/expression.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { parseExpression, toPolynomial } from '../../src/theory/algebra.js';
import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import { execute } from '../rings/algebra.js';
import type { DirectedFractionRing } from '../rings/exact/directed.js';
import type { Fractional } from '../rings/exact/fractionField.js';
import { type PowerSeries, PowerSeriesRing } from '../rings/powerSeries.js';
import { cleanEnvironment } from './derivation.js';

/** A theory whose parameters are symbols, but for those that are set. */
export interface SymbolicTheory {
  readonly theory: Theory;
  /** The impurity strength in which a series is made. */
  readonly variable: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** The Hamiltonian of an isotropic theory with h along z at p = 0. */
export interface IsotropicSplitting {
  /** h_0 = kappa p^2. */
  readonly kappa: Fractional;
  /** |h|^2 = slope p^2 + gap. */
  readonly slope: Fractional;
  readonly gap: Fractional;
}

/** Every parameter as an element of the ring: what is set or has a default as its value, the rest as symbols. */
export function exactParameters(
  { theory, variable, settings }: SymbolicTheory,
  ring: DirectedFractionRing,
): Map<string, Fractional> {
  const given = (name: string, fallback: string | undefined): Fractional | undefined => {
    const text = settings[name] ?? fallback;
    if (text === undefined || name === variable) return undefined;
    const node = parseExpression(text, name);
    const program = trace([], () => toPolynomial(node, new Map(), name, false).terms.map((t) => t.coefficient));
    return execute(program, ring, [])[0] ?? ring.zero;
  };
  // the field out of the plane stays a symbol although its default is zero
  const gap = theory.definition.exchange?.[2];
  return new Map(
    [...theory.parameters].map(([name, parameter]) => [
      name,
      given(name, name === gap ? undefined : parameter.default) ?? ring.symbol(name),
    ]),
  );
}

/** The environment block as series in the strength. */
export function exactEnvironment(
  { theory, variable }: SymbolicTheory,
  ring: DirectedFractionRing,
  parameters: ReadonlyMap<string, Fractional>,
): PowerSeries<Fractional>[] {
  const series = new PowerSeriesRing<Fractional>(ring, 64);
  const inputs = theory.parameterNames.map((name) =>
    name === variable ? series.lift(ring.one, 1) : series.lift(valueAt(parameters, name)),
  );
  return execute(theory.environment, series, [[...inputs, series.zero]]);
}

/**
 * Reads h_0 = kappa p^2 and |h|^2 = slope p^2 + gap off a theory whose bands do not depend on the direction.
 * @throws InputError if they do, or if other powers of the momentum occur
 */
export function isotropicSplitting(
  symbolic: SymbolicTheory,
  ring: DirectedFractionRing,
  parameters: ReadonlyMap<string, Fractional>,
): IsotropicSplitting {
  const { theory } = symbolic;
  const environment = cleanEnvironment(theory, ring, exactEnvironment(symbolic, ring, parameters));
  const program = trace([theory.environmentSize, 3], (block, [cos, sin, p]) => {
    const [h0, ...h] = theory.expressions(block).h.map((c) => c.at(p.mul(cos), p.mul(sin)));
    return [h0, sum(h.map((x) => x.square()))];
  });
  const at = (p: Fractional): Fractional[] => execute(program, ring, [environment, [ring.cos, ring.sin, p]]);
  const [h0, square] = at(ring.symbol('p'));
  const [h0AtZero, gap] = at(ring.zero);
  const [kappa, slope] = [ring.sub(h0, h0AtZero), ring.sub(square, gap)].map((x) => ring.mul(x, ring.symbol('p', -2)));
  const names = new Set([kappa, slope, gap].flatMap((x) => ring.namesIn(x)));
  if (['p', 'cos', 'sin'].some((name) => names.has(name)) || !ring.isZero(h0AtZero))
    throw new InputError(
      `${theory.name}: the closed form needs h0 = p^2/(2 m) and a splitting that does not depend on the ` +
        'direction (set the in-plane exchange field and one of the spin-orbit couplings to 0)',
    );
  return { kappa, slope, gap };
}

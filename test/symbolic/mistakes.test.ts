import { describe, expect, it } from 'vitest';
import { constant } from '../../src/arithmetic/expression.js';
import { rashbaFerromagnet } from '../../src/theory/builtin.js';
import { environmentBlock } from '../../src/theory/environment.js';
import { Theory } from '../../src/theory/theory.js';
import { torqueProgram } from '../../src/torque/program.js';
import { STEPS, type Steps } from '../../src/torque/steps.js';
import { quantityNamed } from '../../symbolic/derivation/quantities.js';
import { WeakScatteringExpansion } from '../../symbolic/derivation/weakScattering.js';
import { discover } from '../../symbolic/discovery/discover.js';
import { sameFormula } from '../../symbolic/formula/equality.js';
import type { Formula } from '../../symbolic/formula/formula.js';
import { execute } from '../../symbolic/rings/algebra.js';
import type { Series } from '../../symbolic/rings/series/series.js';
import type { SeriesRing } from '../../symbolic/rings/series/seriesRing.js';

const theory = new Theory(rashbaFerromagnet);
const regime = 'Dx << Dz << alpha*pF << eps';
const input = { theory, regime, variable: 'u', settings: {}, scheme: { kind: 't-matrix' } as const };
const derived = (quantity: string, steps: Steps = STEPS): Formula | undefined =>
  new WeakScatteringExpansion({ ...input, steps }).expand(quantity).orders[0]?.terms[0]?.formula;

async function numbersSay(quantity: string, claim: Formula | undefined, steps: Steps = STEPS): Promise<boolean> {
  const found = await discover(quantity, { ...input, steps });
  return found.verdict === 'found' && claim !== undefined && sameFormula(claim, found.formula);
}

/** A factor 2 in the weight of a contour. */
const wrongFactor: Steps = {
  ...STEPS,
  conductivity: (s0, currentSpin, vertex, K, n) =>
    STEPS.conductivity(s0, currentSpin, vertex, K, n).map((row) => row.map((x) => x.mul(2))),
};

/** Re g_z, from which all skew scattering comes, left out. */
const droppedPrincipalValue: Steps = {
  ...STEPS,
  onShellGreen: (line, point) => STEPS.onShellGreen(line, point).map((x, k) => (k === 3 ? constant(0) : x)),
};

describe('planted mistakes are seen', () => {
  it('without one, derivation and numbers agree', async () => {
    expect(await numbersSay('sigma.xx', derived('sigma.xx'))).toBe(true);
    expect(await numbersSay('K.zy', derived('K.zy'))).toBe(true);
  });

  it.each([
    ['a wrong factor', wrongFactor, 'sigma.xx'],
    ['a dropped Re g_z', droppedPrincipalValue, 'tau.1e'],
    ['a dropped Re g_z', droppedPrincipalValue, 'K.xx'],
  ] as const)('%s in the derivation', async (_, steps, quantity) => {
    expect(await numbersSay(quantity, derived(quantity, steps))).toBe(false);
  });

  it('a wrong factor in the numbers', async () => {
    expect(await numbersSay('sigma.xx', derived('sigma.xx'), wrongFactor)).toBe(false);
  });

  it.each(['tau.2e', 'tau.2o'])('a missing second order in m_x, which %s needs', async (name) => {
    const second = { ...input, regime: 'Dx << alpha*pF << Dz << eps' };
    const expander = new WeakScatteringExpansion(second);
    const claim = expander.expand(name).orders[0].terms[0];
    const found = await discover(name, second);
    if (found.verdict !== 'found') throw new Error(found.reason);
    expect(sameFormula(claim.formula, found.formula)).toBe(true);

    // the same efficiency from K_J cut after the first order in Dx has another leading term
    const quantity = quantityNamed(name);
    if (quantity.kind !== 'efficiency') throw new Error(`${name} is an efficiency`);
    const { ring, response } = expander.seriesTheory.derive(38, 5);
    const base = ring.base as SeriesRing;
    const nothing = Array.from({ length: theory.environmentSize }, () => ring.zero);
    const exchange = [ring.lift(base.symbol('Dx')), ring.zero, ring.lift(base.symbol('Dz'))];
    const environment = environmentBlock({ ...theory.read(nothing), exchange });
    const leading = (block: typeof response): string => {
      const series = execute(torqueProgram(theory, STEPS), ring, [environment, block], [quantity.place])[0];
      return base.describe(base.terms(ring.coefficient(series, claim.power.u) ?? base.zero)[0]);
    };
    expect(leading(response.map((x) => ring.map(x, (c) => cutAfterFirst(base, c))))).not.toBe(leading(response));
  });
});

function cutAfterFirst(base: SeriesRing, series: Series) {
  const terms = base.terms(series).filter((t) => t.exponents[base.monomials.indexOf('Dx')] <= 1);
  return terms
    .map((t) => base.term(t.exponents, t.numerator, t.denominator))
    .reduce((a, b) => base.add(a, b), base.zero);
}

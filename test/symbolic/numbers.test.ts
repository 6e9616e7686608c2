import { beforeAll, describe, expect, it } from 'vitest';
import { valueAt } from '../../src/arithmetic/memo.js';
import { rashbaFerromagnet } from '../../src/theory/builtin.js';
import { Theory } from '../../src/theory/theory.js';
import { QUANTITIES } from '../../symbolic/derivation/quantities.js';
import { WeakScatteringExpansion } from '../../symbolic/derivation/weakScattering.js';
import { blindBelow, convergence, pointOf, scanPoints } from '../../symbolic/discovery/convergence.js';
import { Observer } from '../../symbolic/discovery/observer.js';
import { dimensionOf } from '../../symbolic/formula/dimension.js';

const theory = new Theory(rashbaFerromagnet);
const REGIMES = [
  { regime: 'Dx << Dz << alpha*pF << eps', chain: ['alpha', 'Dz', 'Dx'] },
  { regime: 'Dx << alpha*pF << Dz << eps', chain: ['Dz', 'alpha', 'Dx'] },
];
const [DECADES, ORDER, POWERS] = [3, 36, 5];
let observer: Observer;

beforeAll(async () => {
  observer = await Observer.create(theory, { digits: 620, lines: 8 });
});

describe.each(REGIMES)('$regime', ({ regime, chain }) => {
  const expander = new WeakScatteringExpansion({
    theory,
    regime,
    variable: 'u',
    settings: {},
    scheme: { kind: 't-matrix' },
  });
  const { weights } = expander.seriesTheory;
  const known = new Map<string, ReturnType<WeakScatteringExpansion['allTerms']>>();
  beforeAll(() => {
    for (const { name } of QUANTITIES) known.set(name, expander.allTerms(name, ORDER, POWERS));
  });

  it.each(['u', ...chain])('what is left out falls as predicted over three decades of %s', (symbol) => {
    const points = scanPoints({ chain, strength: 'u', symbol, decades: DECADES });
    const seen = points.map((p) => observer.observe(pointOf(p), QUANTITIES));
    let checked = 0;
    QUANTITIES.forEach((quantity, k) => {
      const { terms, order } = valueAt(known, quantity.name);
      const found = convergence(
        terms,
        symbol,
        points,
        seen.map((row) => row[k]),
      );
      if (!found) return;
      // a correction that the truncation cannot tell from what it does not know says nothing
      const ratios = chain.map((name, j) => ({
        weight: valueAt(weights, name) - (weights.get(chain[j - 1] ?? '') ?? 0),
        exponent: valueAt(points[0], name) - (points[0].get(chain[j - 1] ?? '') ?? 0),
      }));
      const lead = Math.min(...terms.map((t) => t.weight));
      const blind = found.predicted[DECADES] < blindBelow(ratios, order - lead);
      const agrees =
        found.differences.every((d, j) => Math.abs(d / found.predicted[j] - 1) < 0.05) &&
        found.measured.every((power) => Math.abs(power - found.power) < 0.05);
      if (blind && !agrees) return;
      expect(agrees, `${quantity.name}: ${JSON.stringify(found)}`).toBe(true);
      checked++;
    });
    expect(checked).toBeGreaterThanOrEqual(symbol === chain[2] ? 8 : 17);
  });
});

describe('units', () => {
  it('are restored: leading terms hold for any mass and energy', async () => {
    const regime = REGIMES[0].regime;
    const expander = new WeakScatteringExpansion({
      theory,
      regime,
      variable: 'u',
      settings: {},
      scheme: { kind: 't-matrix' },
    });
    const given = { m: '0.37', eps: '2.9', alpha: '1e-12', Dz: '1e-30', Dx: '1e-70', u: '1e-50' };
    const seen = observer.observe(new Map(Object.entries(given)), QUANTITIES);
    const { MpfrField } = await import('../../src/arithmetic/mpfr.js');
    const field = new MpfrField(60);
    const dimensions = new Map([...theory.parameters].map(([name, p]) => [name, p.dimension]));
    QUANTITIES.forEach((quantity, k) => {
      const term = expander.expand(quantity.name).orders[0].terms[0];
      expect(dimensionOf(term.formula, dimensions), quantity.name).toEqual(quantity.dimension);
      const value = Number(term.formula.on(field)(given));
      expect(Math.abs(value / Number(seen[k]) - 1), quantity.name).toBeLessThan(1e-12);
    });
    field.release();
  });
});

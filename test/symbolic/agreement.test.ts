import { describe, expect, it } from 'vitest';
import { rashbaDresselhausFerromagnet, rashbaFerromagnet } from '../../src/theory/builtin.js';
import type { TheoryInput } from '../../src/theory/definition.js';
import { Theory } from '../../src/theory/theory.js';
import { WeakScatteringExpansion } from '../../symbolic/derivation/weakScattering.js';
import { discover } from '../../symbolic/discovery/discover.js';
import { sameFormula } from '../../symbolic/formula/equality.js';

const K = ['K.xx', 'K.xy', 'K.yx', 'K.yy', 'K.zx', 'K.zy'];
const OTHERS = ['sigma.xx', 'sigma.xy', 'sigma.yx', 'sigma.yy', 'tau.1e', 'tau.2e', 'tau.1o', 'tau.2o'];

/** A tilted and spin-dependently heavy band that no paper has. */
const tilted: TheoryInput = {
  ...rashbaFerromagnet,
  name: 'tilted',
  title: 'Rashba ferromagnet with a tilt of the dispersion',
  parameters: { ...rashbaFerromagnet.parameters, w: { meaning: 'tilt velocity', dimension: { energy: 1, length: 1 } } },
  hamiltonian: { ...rashbaFerromagnet.hamiltonian, h0: '(px^2 + py^2)/(2 m) + w px' },
};

interface Case {
  readonly title: string;
  readonly theory: TheoryInput;
  readonly regime: string;
  readonly settings?: Record<string, string>;
  readonly quantities: readonly string[];
}

const CASES: Case[] = [
  {
    title: 'the first regime of the paper',
    theory: rashbaFerromagnet,
    regime: 'Dx << Dz << alpha*pF << eps',
    quantities: [...K, ...OTHERS],
  },
  {
    title: 'the second regime of the paper',
    theory: rashbaFerromagnet,
    regime: 'Dx << alpha*pF << Dz << eps',
    quantities: [...K, ...OTHERS],
  },
  {
    title: 'spin-dependent impurities',
    theory: rashbaFerromagnet,
    regime: 'Dx << Dz << alpha*pF << eps',
    settings: { uz: 'u/3' },
    quantities: K,
  },
  {
    title: 'weakly spin-dependent impurities',
    theory: rashbaFerromagnet,
    regime: 'Dx << Dz << alpha*pF << eps*uz/u << eps',
    quantities: ['K.xx', 'K.zy'],
  },
  {
    title: 'an exchange field along y',
    theory: rashbaFerromagnet,
    regime: 'Dy << Dz << alpha*pF << eps',
    quantities: ['K.xy', 'K.zx', 'K.zy'],
  },
  {
    title: 'any direction in the plane',
    theory: rashbaFerromagnet,
    regime: 'Dx << Dz << alpha*pF << eps',
    settings: { Dy: '3/4*Dx' },
    quantities: ['K.zx', 'K.zy', 'tau.2e'],
  },
  {
    title: 'an additional Dresselhaus term',
    theory: rashbaDresselhausFerromagnet,
    regime: 'Dx << Dz << beta*pF << alpha*pF << eps',
    quantities: ['K.xx', 'K.zx'],
  },
  {
    title: 'a tilted dispersion',
    theory: tilted,
    regime: 'Dz << w*pF << alpha*pF << eps',
    settings: { Dx: '0' },
    quantities: ['K.xy', 'K.zx', 'sigma.xx'],
  },
];

describe.each(CASES)(
  'derivation and discovery agree on $title',
  ({ theory: definition, regime, settings = {}, quantities }) => {
    const input = {
      theory: new Theory(definition),
      regime,
      variable: 'u',
      settings,
      scheme: { kind: 't-matrix' } as const,
    };
    const expander = new WeakScatteringExpansion(input);

    it.each(quantities)('%s', async (quantity) => {
      const derived = expander.expand(quantity).orders[0].terms[0].formula;
      const discovered = await discover(quantity, input);
      if (discovered.verdict !== 'found') throw new Error(`${quantity}: derived ${derived}, ${discovered.reason}`);
      expect(
        sameFormula(derived, discovered.formula),
        `${quantity}: derived ${derived}, discovered ${discovered.formula}`,
      ).toBe(true);
    });
  },
);

import { describe, expect, it } from 'vitest';
import { massiveDirac, rashbaDresselhausFerromagnet, rashbaFerromagnet } from '../../src/theory/builtin.js';
import type { TheoryInput } from '../../src/theory/definition.js';
import { loadTheory } from '../../src/theory/load.js';
import { Theory } from '../../src/theory/theory.js';
import { completedRegime } from '../../symbolic/derivation/completedRegime.js';
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

/** A massive cone whose magnetisation may point anywhere. */
const { v, M: _, ...impurities } = massiveDirac.parameters;
const { Dx, Dy, Dz } = rashbaFerromagnet.parameters;
const magneticCone: TheoryInput = {
  ...massiveDirac,
  name: 'magnetic-cone',
  parameters: { v, Dx, Dy, Dz, ...impurities },
  hamiltonian: { h0: '0', hx: 'v py + Dx', hy: '-v px + Dy', hz: 'Dz' },
  exchange: ['Dx', 'Dy', 'Dz'],
};
const heavyHoles = loadTheory('examples/heavy-holes.yaml').definition;

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
  {
    title: 'a massive cone',
    theory: massiveDirac,
    regime: 'M << eps',
    quantities: ['K.xx', 'K.yx', 'sigma.xy'],
  },
  { title: 'the lower half of a cone', theory: massiveDirac, regime: 'M << -eps', quantities: ['K.xx', 'sigma.xy'] },
  {
    title: 'a cone with a tilted magnetisation',
    theory: magneticCone,
    regime: 'Dx << Dz << eps',
    quantities: ['K.xx', 'K.yx', 'sigma.xy', 'tau.1o'],
  },
  { title: 'a cone, m along x', theory: magneticCone, regime: 'Dx << eps', quantities: ['K.yx', 'sigma.xx'] },
  { title: 'a cone, m along y', theory: magneticCone, regime: 'Dy << eps', quantities: ['K.xy', 'sigma.yy'] },
  {
    title: 'a spin-orbit energy above the Fermi energy: one contour of each band',
    theory: rashbaFerromagnet,
    regime: 'Dx << Dz << eps << m*alpha^2',
    quantities: ['K.xy', 'K.zy', 'sigma.xx', 'tau.1o'],
  },
  {
    title: 'the same with m in the plane',
    theory: rashbaFerromagnet,
    regime: 'Dy << eps << m*alpha^2',
    quantities: ['K.yx', 'sigma.yy'],
  },
  {
    title: 'two contours of the lower band',
    theory: rashbaFerromagnet,
    regime: 'Dx << Dz << -eps << m*alpha^2',
    quantities: ['K.xx', 'K.zx', 'sigma.xy', 'tau.1e'],
  },
  {
    title: 'one contour, the other at an imaginary momentum',
    theory: rashbaFerromagnet,
    regime: 'Dx << eps << Dz << m*alpha^2',
    quantities: ['K.xx', 'K.zx', 'sigma.xy'],
  },
  {
    title: 'a half metal',
    theory: rashbaFerromagnet,
    regime: 'm*alpha^2 << eps << Dz',
    quantities: ['K.yx', 'sigma.xx', 'sigma.xy'],
  },
  {
    title: 'cubic coupling, m along z',
    theory: heavyHoles,
    regime: 'Dz << l*pF^3 << eps',
    quantities: ['sigma.xx'],
  },
  {
    title: 'cubic coupling, m along x',
    theory: heavyHoles,
    regime: 'Dx << l*pF^3 << eps',
    quantities: ['sigma.yy'],
  },
];

describe.each(CASES)(
  'derivation and discovery agree on $title',
  ({ theory: definition, regime, settings = {}, quantities }) => {
    const path = { theory: new Theory(definition), regime, variable: 'u', settings };
    const input = { ...path, regime: completedRegime(path), scheme: { kind: 't-matrix' } as const };
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

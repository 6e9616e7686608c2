import type { TheoryInput } from './definition.js';

const energy = { energy: 1, length: 0 };
const energyTimesLength = { energy: 1, length: 1 };
const strength = { energy: 1, length: 2 };
const inverseMass = { energy: -1, length: -2 };
const angle = { energy: 0, length: 0 };

const exchangeParameters = {
  Dx: { meaning: 'exchange field along x', dimension: energy, default: '0' },
  Dy: { meaning: 'exchange field along y', dimension: energy, default: '0' },
  Dz: { meaning: 'exchange field along z', dimension: energy, default: '0' },
};

const polarExchange = {
  parameters: {
    Delta: { meaning: 'magnitude of the exchange field', dimension: energy },
    theta: { meaning: 'polar angle of the magnetisation', dimension: angle, default: '0' },
    phi: { meaning: 'azimuth of the magnetisation', dimension: angle, default: '0' },
  },
  defines: { Dx: 'Delta*sin(theta)*cos(phi)', Dy: 'Delta*sin(theta)*sin(phi)', Dz: 'Delta*cos(theta)' },
};

const impurityParameters = {
  u: { meaning: 'scalar impurity strength', dimension: strength, infinite: true },
  ux: { meaning: 'magnetic impurity strength along x', dimension: strength, default: '0' },
  uy: { meaning: 'magnetic impurity strength along y', dimension: strength, default: '0' },
  uz: { meaning: 'magnetic impurity strength along z', dimension: strength, default: '0' },
};

/** The paper's model: Eqs. (7)-(9) expanded. @see Veneri 2022, Sec. II B */
export const rashbaFerromagnet: TheoryInput = {
  name: 'rashba-ferromagnet',
  title: 'two-dimensional Rashba ferromagnet',
  parameters: {
    m: { meaning: 'effective mass', dimension: inverseMass, positive: true },
    alpha: { meaning: 'Rashba coupling', dimension: energyTimesLength },
    ...exchangeParameters,
    ...impurityParameters,
  },
  alternatives: [polarExchange],
  hamiltonian: { h0: '(px^2 + py^2)/(2 m)', hx: 'Dx - alpha py', hy: 'Dy + alpha px', hz: 'Dz' },
  impurities: [{ matrix: ['u', 'ux', 'uy', 'uz'] }],
  exchange: ['Dx', 'Dy', 'Dz'],
};

/** Rashba and linear Dresselhaus coupling; the latter breaks the rotation symmetry about z. */
export const rashbaDresselhausFerromagnet: TheoryInput = {
  ...rashbaFerromagnet,
  name: 'rashba-dresselhaus-ferromagnet',
  title: 'two-dimensional ferromagnet with Rashba and Dresselhaus coupling',
  parameters: {
    ...rashbaFerromagnet.parameters,
    beta: { meaning: 'Dresselhaus coupling', dimension: energyTimesLength },
  },
  hamiltonian: { h0: '(px^2 + py^2)/(2 m)', hx: 'Dx - alpha py + beta px', hy: 'Dy + alpha px - beta py', hz: 'Dz' },
};

/** Surface of a topological insulator with a gap. Unbounded below: it needs a cutoff. */
export const massiveDirac: TheoryInput = {
  name: 'massive-dirac',
  title: 'massive Dirac surface',
  parameters: {
    v: { meaning: 'Dirac velocity', dimension: energyTimesLength },
    M: { meaning: 'mass (exchange field along z)', dimension: energy },
    ...impurityParameters,
  },
  hamiltonian: { h0: '0', hx: 'v py', hy: '-v px', hz: 'M' },
  impurities: [{ matrix: ['u', 'ux', 'uy', 'uz'] }],
  exchange: ['0', '0', 'M'],
};

export const BUILTIN: Readonly<Record<string, TheoryInput>> = {
  [rashbaFerromagnet.name]: rashbaFerromagnet,
  [rashbaDresselhausFerromagnet.name]: rashbaDresselhausFerromagnet,
  [massiveDirac.name]: massiveDirac,
};

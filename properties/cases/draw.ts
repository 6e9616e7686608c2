/** Direction of the exchange field. */
export const EXCHANGE = ['out of plane', 'xz plane', 'general m', 'in plane', 'no exchange'] as const;
type ExchangeClass = (typeof EXCHANGE)[number];

/**
 * Where the Fermi energy lies against the bands, and how often: contours with tangent lines cost as much as ten others.
 */
const ENERGY = { 'two rings': 3, 'one ring': 3, annulus: 2, 'near gap edge': 1, displaced: 1 } as const;
export type EnergyClass = keyof typeof ENERGY;
export const ENERGY_WEIGHTS = Object.entries(ENERGY).flatMap(([name, often]) =>
  Array<EnergyClass>(often).fill(name as EnergyClass),
);

/** How strongly impurities scatter. */
export const STRENGTH = ['strong', 'weak', 'very strong', 'unitary'] as const;
export type StrengthClass = (typeof STRENGTH)[number];

/** Relative sizes of exchange and spin-orbit coupling. */
export const HIERARCHY = ['comparable', 'small exchange', 'small spin-orbit', 'tiny in-plane field'] as const;
type HierarchyClass = (typeof HIERARCHY)[number];

export const CUTOFFS = ['renormalised', 'hard'] as const;
export type CutoffClass = (typeof CUTOFFS)[number];

/**
 * Which cases a law wants; what is not said is drawn from every class, with the full T-matrix and the simplest cutoff.
 */
export interface Draw {
  readonly exchange?: readonly ExchangeClass[];
  readonly energy?: readonly EnergyClass[];
  readonly strength?: readonly StrengthClass[];
  readonly hierarchy?: readonly HierarchyClass[];
  readonly schemes?: readonly string[];
  /** The law is claimed for no other. */
  readonly cutoffs?: readonly CutoffClass[];
  /** Size of a hard cutoff, 1000 if not said: far outside every contour. */
  readonly reach?: number;
  /** `any` draws magnetic and spin-orbit impurity parameters too; `scalar` leaves those with a default alone. */
  readonly impurities?: 'scalar' | 'any';
  /** Parameters that the law fixes: it is claimed for no other values. */
  readonly fixed?: Readonly<Record<string, string>>;
  /** Extra numbers of the law, simplest first; `density` is that of impurities against the carriers'. */
  readonly extras?: Readonly<Record<string, readonly string[]>>;
}

/** Truncations that a law of any scheme is tried on. */
const SCHEMES = ['t-matrix', 'born:2', 'born:3', 'born:4'] as const;

/** Draws that several laws share. */
export const DRAWS = {
  /** Full T-matrix of any impurity. */
  fullT: { cutoffs: CUTOFFS, impurities: 'any' },
  /** Conserving approximations of the dilute limit. */
  conserving: { schemes: [...SCHEMES, 'born:5'], cutoffs: CUTOFFS, impurities: 'any' },
  everyScheme: { schemes: SCHEMES, cutoffs: CUTOFFS, impurities: 'any' },
  scalarImpurities: { schemes: SCHEMES, cutoffs: CUTOFFS },
  firstBorn: { schemes: ['born:2'], strength: ['strong', 'weak', 'very strong'] },
  finiteStrength: { strength: ['strong', 'weak', 'very strong'] },
  /** m along z. */
  alongZ: { exchange: ['out of plane'], fixed: { Dx: '0', Dy: '0' } },
  /** Plain contours of energies that compare: nothing is small but what the law makes small. */
  plain: { energy: ['two rings', 'one ring'], hierarchy: ['comparable'] },
  finiteDensity: {
    energy: ['two rings', 'one ring'],
    hierarchy: ['comparable'],
    extras: { density: ['0.01', '0.02', '0.005', '0.05'] },
  },
} as const;

/** Direction of the exchange field. */
export const EXCHANGE = ['out of plane', 'xz plane', 'general m', 'in plane', 'no exchange'] as const;
export type ExchangeClass = (typeof EXCHANGE)[number];

/** Where the Fermi energy lies against the bands. */
export const ENERGY = ['two rings', 'one ring', 'annulus', 'near gap edge', 'displaced'] as const;
export type EnergyClass = (typeof ENERGY)[number];

/** How often each is drawn: contours with tangent lines cost as much as ten others. */
export const ENERGY_WEIGHTS: readonly EnergyClass[] = [
  'two rings',
  'two rings',
  'two rings',
  'one ring',
  'one ring',
  'one ring',
  'annulus',
  'annulus',
  'near gap edge',
  'displaced',
];

/** How strongly impurities scatter. */
export const STRENGTH = ['strong', 'weak', 'very strong', 'unitary'] as const;
export type StrengthClass = (typeof STRENGTH)[number];

/** Relative sizes of exchange and spin-orbit coupling. */
export const HIERARCHY = ['comparable', 'small exchange', 'small spin-orbit', 'tiny in-plane field'] as const;
export type HierarchyClass = (typeof HIERARCHY)[number];

/** Which cases a law wants; what is not said is drawn from every class. */
export interface Draw {
  readonly exchange?: readonly ExchangeClass[];
  readonly energy?: readonly EnergyClass[];
  readonly strength?: readonly StrengthClass[];
  readonly hierarchy?: readonly HierarchyClass[];
  readonly schemes?: readonly string[];
  readonly cutoffs?: readonly ('renormalised' | 'hard')[];
  /** `any` draws magnetic and spin-orbit impurity parameters too; `scalar` leaves those with a default alone. */
  readonly impurities?: 'scalar' | 'any';
  /** Parameters that the law fixes. */
  readonly fixed?: Readonly<Record<string, string>>;
  /** Extra numbers of the law, simplest first. */
  readonly extras?: Readonly<Record<string, readonly string[]>>;
}

/** Conserving approximations of the dilute limit. */
export const CONSERVING = ['t-matrix', 'born:2', 'born:3', 'born:4', 'born:5'] as const;

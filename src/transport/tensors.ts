import { Layout } from '../arithmetic/layout.js';
import type { TransportSteps } from './steps.js';

/** A unit as powers of hbar, |e|, energy and length, and of 1/n in the dilute limit, where the coefficient of 1/n is meant. */
export interface Unit {
  readonly hbar: number;
  readonly energy: number;
  readonly length: number;
  readonly charge: number;
  readonly perDensity: number;
}

/**
 * How a tensor transforms under p -> R p, s -> S s: which matrix acts on its rows and columns (`spin` is 1 + S). Under an antiunitary
 * operation it goes over into itself (`even`), into its transpose (`transposed`), or into the response with Upsilon transposed
 * (`reciprocal`, Onsager).
 */
export interface Transformation {
  readonly rows: 'spin' | 'momentum' | 'none';
  readonly columns: 'spin' | 'momentum';
  readonly reversal: 'even' | 'transposed' | 'reciprocal';
}

/** A quantity that a solve yields, with everything that the rest of the house needs to know of it. */
export interface Tensor<N extends string = string> {
  readonly name: N;
  readonly meaning: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Names of its entries, row by row. */
  readonly entries: readonly string[];
  readonly unit: Unit;
  /** Missing where an operation mixes it with something else. */
  readonly transformation?: Transformation;
  /** The formula that yields it; the torque efficiencies are a step of `torque`. */
  readonly step: keyof TransportSteps | 'torqueEfficiencies';
  /** Whether its digits decide if a solve succeeded, and expansions, discovery and symmetries speak of it. */
  readonly primary: boolean;
}

type Naming = (row: string, column: string) => string;

interface Entry extends Omit<Tensor, 'name' | 'entries' | 'primary'> {
  readonly primary?: boolean;
  /** How an entry is called behind the name of the tensor. */
  readonly naming?: Naming;
}

/** A registry entry made of its parts: entries are named `K.xy` unless said otherwise. */
export function tensor<const N extends string>(
  name: N,
  { naming = (a, b) => a + b, primary = false, ...entry }: Entry,
) {
  const entries = entry.rows.flatMap((a) => entry.columns.map((b) => `${name}.${naming(a, b)}`));
  return { name, entries, primary, ...entry } satisfies Tensor<N>;
}

const SPIN = ['0', 'x', 'y', 'z'] as const;
const PLANE = ['x', 'y'] as const;
const PARTS = ['re', 'im'] as const;
const LIST = [''] as const;
const complex: Naming = (part, index) => `${index}.${part}`;

const NUMBER: Unit = { hbar: 0, energy: 0, length: 0, charge: 0, perDensity: 0 };
const STATES: Unit = { ...NUMBER, energy: -1, length: -2 };
const STRENGTH: Unit = { ...NUMBER, energy: 1, length: 2 };
const SPIN_RESPONSE: Unit = { hbar: 0, energy: -1, length: -1, charge: 1, perDensity: 1 };
const CONDUCTIVITY: Unit = { ...NUMBER, hbar: -1, charge: 2, perDensity: 1 };
const PER_CURRENT_UNIT: Unit = { hbar: 1, energy: -1, length: -1, charge: -1, perDensity: 0 };

const SPIN_VECTOR: Transformation = { rows: 'none', columns: 'spin', reversal: 'even' };

/** Every tensor of the suite. */
export const TENSORS = {
  g: tensor('g', {
    meaning: 'momentum-integrated retarded Green function that T is built from, Eq. (16b)',
    rows: PARTS,
    columns: SPIN,
    naming: complex,
    unit: STATES,
    transformation: SPIN_VECTOR,
    step: 'onShellGreen',
  }),
  divergence: tensor('divergence', {
    meaning: 'coefficients of the logarithmic divergence of Re g',
    rows: LIST,
    columns: SPIN,
    unit: STATES,
    transformation: SPIN_VECTOR,
    step: 'onShellGreen',
  }),
  Gamma: tensor('Gamma', {
    meaning: 'broadening (T^dagger - T)/2i per unit density, Eq. (32)',
    rows: LIST,
    columns: SPIN,
    unit: STRENGTH,
    transformation: SPIN_VECTOR,
    step: 'scattering',
  }),
  Y: tensor('Y', {
    meaning: 'impurities that connect the two sides of the bubble, Eq. (20)',
    rows: SPIN,
    columns: SPIN,
    unit: { ...STRENGTH, energy: 2, length: 4 },
    transformation: { rows: 'spin', columns: 'spin', reversal: 'transposed' },
    step: 'scattering',
  }),
  T: tensor('T', {
    meaning: 'retarded T-matrix averaged over the species, Eq. (16a)',
    rows: PARTS,
    columns: SPIN,
    naming: complex,
    unit: STRENGTH,
    transformation: SPIN_VECTOR,
    step: 'scattering',
  }),
  Sigma: tensor('Sigma', {
    meaning: 'retarded self-energy n T, Eq. (32)',
    rows: PARTS,
    columns: SPIN,
    naming: complex,
    unit: { ...NUMBER, energy: 1 },
    transformation: SPIN_VECTOR,
    step: 'selfEnergy',
  }),
  N: tensor('N', {
    meaning: 'bubble of two spin vertices, Eq. (20)',
    rows: SPIN,
    columns: SPIN,
    unit: { ...STRENGTH, energy: -2, length: -4 },
    transformation: { rows: 'spin', columns: 'spin', reversal: 'even' },
    step: 'diluteBubbles',
  }),
  J: tensor('J', {
    meaning: 'bubble of spin and current vertex, Eq. (22)',
    rows: SPIN,
    columns: PLANE,
    unit: SPIN_RESPONSE,
    transformation: { rows: 'spin', columns: 'momentum', reversal: 'even' },
    step: 'diluteBubbles',
  }),
  s0: tensor('s0', {
    meaning: 'bare conductivity, Eq. (23)',
    rows: PLANE,
    columns: PLANE,
    unit: CONDUCTIVITY,
    transformation: { rows: 'momentum', columns: 'momentum', reversal: 'even' },
    step: 'diluteBubbles',
  }),
  currentSpin: tensor('currentSpin', {
    meaning: 'bubble of current and spin vertex; in the dilute limit the transpose of J',
    rows: PLANE,
    columns: SPIN,
    unit: SPIN_RESPONSE,
    transformation: { rows: 'momentum', columns: 'spin', reversal: 'even' },
    step: 'dressedBubbles',
  }),
  K: tensor('K', {
    meaning: 'spin susceptibility S = K E, Eq. (22)',
    rows: SPIN,
    columns: PLANE,
    unit: SPIN_RESPONSE,
    transformation: { rows: 'spin', columns: 'momentum', reversal: 'reciprocal' },
    step: 'spinSusceptibility',
    primary: true,
  }),
  sigma: tensor('sigma', {
    meaning: 'conductivity, Eq. (23)',
    rows: PLANE,
    columns: PLANE,
    unit: CONDUCTIVITY,
    transformation: { rows: 'momentum', columns: 'momentum', reversal: 'transposed' },
    step: 'conductivity',
    primary: true,
  }),
  KJ: tensor('KJ', {
    meaning: 'spin per current density, K sigma^-1, after Eq. (2)',
    rows: SPIN,
    columns: PLANE,
    unit: PER_CURRENT_UNIT,
    transformation: { rows: 'spin', columns: 'momentum', reversal: 'reciprocal' },
    step: 'currentDriven',
    primary: true,
  }),
  ward: tensor('ward', {
    meaning: 'what charge conservation demands to vanish: Gamma (1 - N Y), Gamma J and the density row of the ladder',
    rows: LIST,
    columns: [...SPIN, 'Jx', 'Jy', 'row0x', 'row0y'],
    unit: STRENGTH,
    step: 'conservationResiduals',
  }),
  ladder: tensor('ladder', {
    meaning: '1 - N Y, the inverse of the generalised diffuson of Eq. (21)',
    rows: SPIN,
    columns: SPIN,
    unit: NUMBER,
    transformation: { rows: 'spin', columns: 'spin', reversal: 'reciprocal' },
    step: 'ladderOperator',
  }),
  dos: tensor('dos', {
    meaning: 'density of states of both bands, -(1/pi) Im tr g',
    rows: LIST,
    columns: ['total'],
    unit: STATES,
    step: 'onShellGreen',
  }),
  tau: tensor('tau', {
    meaning: 'torque efficiencies, Eq. (4)',
    rows: LIST,
    columns: ['1e', '2e', '1o', '2o'],
    unit: PER_CURRENT_UNIT,
    step: 'torqueEfficiencies',
    primary: true,
  }),
} as const satisfies Readonly<Record<string, Tensor>>;

export type TensorName = keyof typeof TENSORS;

/** One block of numbers that holds these tensors, in this order. */
const blockOf = <N extends TensorName>(...names: readonly N[]): Layout<N> =>
  new Layout(
    Object.fromEntries(
      names.map((name) => [name, [TENSORS[name].rows.length, TENSORS[name].columns.length]]),
    ) as Record<N, [number, number]>,
  );

/** Sums over the Fermi contours that make g. */
export const GREEN_SUMS = blockOf('g', 'divergence');
export const GREEN = blockOf('g');
export const SCATTERING = blockOf('Gamma', 'Y', 'T');
export const SELF_ENERGY = blockOf('Sigma');
/** Bubbles at finite n; the dilute limit has all but the last, which is a transpose there. */
export const BUBBLES = blockOf('N', 'J', 's0', 'currentSpin');
export const DILUTE_BUBBLES = blockOf('N', 'J', 's0');
export const RESPONSE = blockOf('K', 'sigma', 'KJ', 'ward', 'ladder');
export const TORQUE = blockOf('tau');
/** K_J alone. */
export const PER_CURRENT = blockOf('KJ');

/** The tensor that an entry such as `K.xy` belongs to; undefined if none of these does. */
export const tensorOf = (entry: string, tensors: readonly Tensor[] = Object.values(TENSORS)): Tensor | undefined =>
  tensors.find(({ name }) => entry.startsWith(`${name}.`));

/** Whether an entry is one of the numbers that a solve is for. */
export const isPrimary = (entry: string): boolean => tensorOf(entry)?.primary ?? false;

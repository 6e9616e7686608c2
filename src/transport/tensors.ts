import { Layout } from '../arithmetic/layout.js';
import type { TransportSteps } from './steps.js';

/**
 * A unit as powers of hbar, |e|, energy and length, and of 1/n in the dilute limit, where the coefficient of 1/n is
 * meant.
 */
export interface Unit {
  readonly hbar: number;
  readonly energy: number;
  readonly length: number;
  readonly charge: number;
  readonly perDensity: number;
}

/**
 * How a tensor transforms under p -> R p, s -> S s: which matrix acts on its rows and columns (`spin` is 1 + S,
 * `spinVector` S alone). Under an antiunitary operation it goes over into itself (`even`), into minus itself (`odd`),
 * into its transpose (`transposed`), or into the response of the time-reversed theory (`reciprocal`, Onsager).
 */
export interface Transformation {
  readonly rows: 'spin' | 'spinVector' | 'momentum' | 'none';
  readonly columns: 'spin' | 'momentum';
  readonly reversal: 'even' | 'odd' | 'transposed' | 'reciprocal';
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
  /** The formula that yields it; two of them are steps of `torque`. */
  readonly step: keyof TransportSteps | 'torqueEfficiencies' | 'torqueParts';
  /** Whether its digits decide if a solve succeeded, and expansions, discovery and symmetries speak of it. */
  readonly primary: boolean;
}

/** What a registry entry says beside its name and its indices. */
interface Entry extends Pick<Tensor, 'meaning' | 'unit' | 'transformation' | 'step'> {
  readonly primary?: boolean;
  /** How an entry is called behind the name of the tensor; `xy` if not said. */
  readonly naming?: (row: string, column: string) => string;
}

/** A registry entry. */
export function tensor<const N extends string>(
  name: N,
  [rows, columns]: readonly [rows: readonly string[], columns: readonly string[]],
  { naming = (a, b) => a + b, primary = false, ...entry }: Entry,
): Tensor<N> {
  const entries = rows.flatMap((a) => columns.map((b) => `${name}.${naming(a, b)}`));
  return { name, rows, columns, entries, primary, ...entry };
}

const [SPIN, PLANE, PARTS, ONE] = [['0', 'x', 'y', 'z'], ['x', 'y'], ['re', 'im'], ['']];
const SPACE = SPIN.slice(1);

const NUMBER: Unit = { hbar: 0, energy: 0, length: 0, charge: 0, perDensity: 0 };
const STATES: Unit = { ...NUMBER, energy: -1, length: -2 };
const STRENGTH: Unit = { ...NUMBER, energy: 1, length: 2 };
const CONDUCTIVITY: Unit = { ...NUMBER, hbar: -1, charge: 2, perDensity: 1 };
const SPIN_PER_FIELD: Unit = { ...NUMBER, energy: -1, length: -1, charge: 1, perDensity: 1 };
const SPIN_PER_CURRENT: Unit = { ...NUMBER, hbar: 1, energy: -1, length: -1, charge: -1 };

const transforming = (
  rows: Transformation['rows'],
  columns: Transformation['columns'],
  reversal: Transformation['reversal'],
): Transformation => ({ rows, columns, reversal });
const spinVector = transforming('none', 'spin', 'even');

/** A complex spin vector by its real and imaginary parts. */
const complexVector = <const N extends string>(name: N, entry: Pick<Entry, 'meaning' | 'unit' | 'step'>): Tensor<N> =>
  tensor(name, [PARTS, SPIN], { ...entry, naming: (part, i) => `${i}.${part}`, transformation: spinVector });

/** Every tensor of the suite. */
export const TENSORS = {
  g: complexVector('g', {
    meaning: 'momentum-integrated retarded Green function that T is built from, Eq. (16b)',
    unit: STATES,
    step: 'onShellGreen',
  }),
  divergence: tensor('divergence', [ONE, SPIN], {
    meaning: 'coefficients of the logarithmic divergence of Re g',
    unit: STATES,
    transformation: spinVector,
    step: 'onShellGreen',
  }),
  Gamma: tensor('Gamma', [ONE, SPIN], {
    meaning: 'broadening (T^dagger - T)/2i per unit density, Eq. (32)',
    unit: STRENGTH,
    transformation: spinVector,
    step: 'scattering',
  }),
  Y: tensor('Y', [SPIN, SPIN], {
    meaning: 'impurities that connect the two sides of the bubble, Eq. (20)',
    unit: { ...NUMBER, energy: 2, length: 4 },
    transformation: transforming('spin', 'spin', 'transposed'),
    step: 'scattering',
  }),
  T: complexVector('T', { meaning: 'retarded T-matrix of all species, Eq. (16a)', unit: STRENGTH, step: 'scattering' }),
  Sigma: complexVector('Sigma', {
    meaning: 'retarded self-energy n T, Eq. (32)',
    unit: { ...NUMBER, energy: 1 },
    step: 'selfEnergy',
  }),
  N: tensor('N', [SPIN, SPIN], {
    meaning: 'bubble of two spin vertices, Eq. (20)',
    unit: { ...NUMBER, energy: -2, length: -4 },
    transformation: transforming('spin', 'spin', 'even'),
    step: 'diluteBubbles',
  }),
  J: tensor('J', [SPIN, PLANE], {
    meaning: 'bubble of spin and current vertex, Eq. (22)',
    unit: SPIN_PER_FIELD,
    transformation: transforming('spin', 'momentum', 'even'),
    step: 'diluteBubbles',
  }),
  s0: tensor('s0', [PLANE, PLANE], {
    meaning: 'bare conductivity, Eq. (23)',
    unit: CONDUCTIVITY,
    transformation: transforming('momentum', 'momentum', 'even'),
    step: 'diluteBubbles',
  }),
  currentSpin: tensor('currentSpin', [PLANE, SPIN], {
    meaning: 'bubble of current and spin vertex; in the dilute limit the transpose of J',
    unit: SPIN_PER_FIELD,
    transformation: transforming('momentum', 'spin', 'even'),
    step: 'dressedBubbles',
  }),
  K: tensor('K', [SPIN, PLANE], {
    meaning: 'spin susceptibility S = K E, Eq. (22)',
    unit: SPIN_PER_FIELD,
    transformation: transforming('spin', 'momentum', 'reciprocal'),
    step: 'spinSusceptibility',
    primary: true,
  }),
  sigma: tensor('sigma', [PLANE, PLANE], {
    meaning: 'conductivity, Eq. (23)',
    unit: CONDUCTIVITY,
    transformation: transforming('momentum', 'momentum', 'transposed'),
    step: 'conductivity',
    primary: true,
  }),
  KJ: tensor('KJ', [SPIN, PLANE], {
    meaning: 'spin per current density, K sigma^-1, after Eq. (2)',
    unit: SPIN_PER_CURRENT,
    transformation: transforming('spin', 'momentum', 'reciprocal'),
    step: 'currentDriven',
    primary: true,
  }),
  KJreversed: tensor('KJreversed', [SPIN, PLANE], {
    meaning: 'K_J of the time-reversed theory, where m and every other magnetic term point the other way (Onsager)',
    unit: SPIN_PER_CURRENT,
    transformation: transforming('spin', 'momentum', 'reciprocal'),
    step: 'currentDriven',
  }),
  ward: tensor('ward', [ONE, [...SPIN, 'Jx', 'Jy', 'row0x', 'row0y']], {
    meaning: 'what charge conservation demands to vanish: Gamma (1 - N Y), Gamma J and the density row of the ladder',
    unit: STRENGTH,
    step: 'conservationResiduals',
  }),
  ladder: tensor('ladder', [SPIN, SPIN], {
    meaning: '1 - N Y, the inverse of the generalised diffuson of Eq. (21)',
    unit: NUMBER,
    transformation: transforming('spin', 'spin', 'reciprocal'),
    step: 'ladderOperator',
  }),
  dos: tensor('dos', [ONE, ['total']], {
    meaning: 'density of states of both bands, -(1/pi) Im tr g',
    unit: STATES,
    step: 'onShellGreen',
  }),
  tau: tensor('tau', [ONE, ['1e', '2e', '1o', '2o']], {
    meaning: 'torque efficiencies, Eq. (4)',
    unit: SPIN_PER_CURRENT,
    step: 'torqueEfficiencies',
    primary: true,
  }),
  torqueEven: tensor('torqueEven', [SPACE, PLANE], {
    meaning: 'part of m x (K_J e_b) that is even under time reversal of the theory (damping-like)',
    unit: SPIN_PER_CURRENT,
    transformation: transforming('spinVector', 'momentum', 'even'),
    step: 'torqueParts',
    primary: true,
  }),
  torqueOdd: tensor('torqueOdd', [SPACE, PLANE], {
    meaning: 'part of m x (K_J e_b) that is odd under time reversal of the theory (field-like)',
    unit: SPIN_PER_CURRENT,
    transformation: transforming('spinVector', 'momentum', 'odd'),
    step: 'torqueParts',
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
export const RESPONSE = blockOf('K', 'sigma', 'KJ', 'KJreversed', 'ward', 'ladder');
export const TORQUE = blockOf('tau');
export const TORQUE_PARTS = blockOf('torqueEven', 'torqueOdd');
/** K_J alone. */
export const PER_CURRENT = blockOf('KJ');

const byName = new Map<string, Tensor>(Object.entries(TENSORS));

/** The registered tensor of an entry such as `K.xy`; undefined for an observable that a caller added. */
export const tensorOf = (entry: string): Tensor | undefined => byName.get(entry.slice(0, entry.indexOf('.')));

/** Whether an entry is one of the numbers that a solve is for. */
export const isPrimary = (entry: string): boolean => tensorOf(entry)?.primary ?? false;

/** What an entry stands for in the dilute limit: `n K.xy` where the coefficient of 1/n is meant. */
export const diluteName = (entry: string): string =>
  (tensorOf(entry)?.unit.perDensity ?? 0) > 0 ? `n ${entry}` : entry;

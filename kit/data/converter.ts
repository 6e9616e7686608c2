import { DoubleField } from '../../src/arithmetic/double.js';
import { trace } from '../../src/arithmetic/expression.js';
import { matrixFrom, product } from '../../src/arithmetic/matrix.js';
import { currentDriven } from '../../src/transport/ladder.js';
import { TENSORS, type Tensor } from '../../src/transport/tensors.js';
import { type Departure, factorOf, sourceOf } from './conventions.js';

/** How a paper or a program writes its responses. It loads nothing that a browser lacks. */
export interface Notation {
  /** Where it departs from the core; empty for the core itself. */
  readonly departures: readonly Departure[];
  /** The spin per field (K) or per current density (K_J = K sigma^-1). */
  readonly drive: 'E' | 'J';
  /** Its unit of energy in eV and of length in nm. */
  readonly energy: number;
  readonly length: number;
}

/** Spin response (K or K_J, rows x, y, z, columns x, y) and conductivity, entry by entry. */
export interface Written {
  readonly spin: readonly number[];
  readonly sigma: readonly number[];
}

/** A sign of parameters and what it does to the components. */
interface Parity {
  readonly flips: readonly string[];
  readonly even: readonly string[];
  readonly odd: readonly string[];
}

/** What a sign of parameters does to a component, +1 or -1; NaN where symmetry does not say. */
export type SignOf = (flipped: readonly string[], entry: string) => number;

/** The signs that the symmetries of a theory give where some parameters are zero. */
export const signsFrom =
  (parities: readonly Parity[], absent: readonly string[]): SignOf =>
  (flipped, entry) => {
    const present = (names: readonly string[]): string =>
      [...names]
        .filter((x) => !absent.includes(x))
        .sort()
        .join();
    const said = parities
      .filter(({ flips }) => present(flips) === present(flipped))
      .map(({ even, odd }) => (even.includes(entry) ? 1 : odd.includes(entry) ? -1 : Number.NaN));
    return flipped.length === 0 ? 1 : (said.find((sign) => !Number.isNaN(sign)) ?? Number.NaN);
  };

const { K, sigma: SIGMA, KJ } = TENSORS;
/** Entries without the density row. */
const entriesOf = ({ name, entries }: Tensor): string[] => entries.filter((entry) => !entry.startsWith(`${name}.0`));
export const WRITTEN = { E: entriesOf(K), J: entriesOf(KJ), sigma: entriesOf(SIGMA) };

/**
 * Responses of one notation in another one. NaN stands where a sign of a parameter is not decided by symmetry.
 * @param dilute whether the numbers are n K and n sigma
 */
export function converted(given: Written, from: Notation, to: Notation, signOf: SignOf, dilute: boolean): Written {
  const core = { spin: intoCore(given.spin, spinOf(from)), sigma: intoCore(given.sigma, SIGMA) };
  const E = from.drive === 'E' ? core.spin : perField(core.spin, core.sigma);
  const spin = to.drive === 'E' ? E : perCurrent(E, core.sigma);
  return { spin: outOfCore(spin, spinOf(to)), sigma: outOfCore(core.sigma, SIGMA) };

  function intoCore(values: readonly number[], tensor: Tensor): number[] {
    const entries = entriesOf(tensor);
    return entries.map((entry) => {
      // transposing twice is the identity, so the same map leads there and back
      const value = values[entries.indexOf(sourceOf(from.departures, entry))];
      return (value * unitOf(tensor, from, dilute)) / (factorOf(from.departures, tensor) * signed(from, entry));
    });
  }
  function outOfCore(values: readonly number[], tensor: Tensor): number[] {
    const entries = entriesOf(tensor);
    return entries.map((entry) => {
      const source = sourceOf(to.departures, entry);
      const value = values[entries.indexOf(source)] * factorOf(to.departures, tensor) * signed(to, source);
      return value / unitOf(tensor, to, dilute);
    });
  }
  function signed({ departures }: Notation, entry: string): number {
    // an operation carries sigma along with K, so K_J has the signs of K
    const component = entry.replace('KJ.', 'K.');
    return departures.reduce((sign, { parameters }) => sign * signOf(parameters?.flipped ?? [], component), 1);
  }
}

const spinOf = ({ drive }: Notation): Tensor => (drive === 'E' ? K : KJ);

/** The unit of a tensor in eV and nm; the coefficient of 1/n carries the density. */
const unitOf = ({ unit }: Tensor, { energy, length }: Notation, dilute: boolean): number =>
  energy ** unit.energy * length ** (unit.length - (dilute ? 2 * unit.perDensity : 0));

const field = new DoubleField();

/** K_J = K sigma^-1 by the step of the pipeline. */
const PER_CURRENT = trace([10], (block) =>
  currentDriven(matrixFrom(block.slice(0, 6), 3, 2), matrixFrom(block.slice(6), 2, 2)).flat(),
);
/** K = K_J sigma. */
const PER_FIELD = trace([10], (block) =>
  product(matrixFrom(block.slice(0, 6), 3, 2), matrixFrom(block.slice(6), 2, 2)).flat(),
);

const run = (program: typeof PER_FIELD, spin: readonly number[], sigma: readonly number[]): number[] => {
  const out = field.vector(program.outputs.length);
  field.compile(program)(Float64Array.from([...spin, ...sigma]), 0, out, 0);
  return [...out];
};
const perCurrent = (spin: readonly number[], sigma: readonly number[]): number[] => run(PER_CURRENT, spin, sigma);
const perField = (spin: readonly number[], sigma: readonly number[]): number[] => run(PER_FIELD, spin, sigma);

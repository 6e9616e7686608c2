import type { FieldName } from '../arithmetic/field.js';
import { fieldOf } from '../arithmetic/fields.js';
import { type Directions, LINE } from '../quadrature/directions.js';
import type { Survey } from '../quadrature/survey.js';
import { AccuracyError, NoCarriersError } from '../theory/errors.js';
import { FiniteSolver } from '../transport/finite.js';
import type { Closure } from '../transport/ladder.js';
import { BUBBLES, DILUTE_BUBBLES, RESPONSE, SCATTERING, TENSORS } from '../transport/tensors.js';
import { TimeError } from './deadline.js';
import { Pass } from './pass.js';
import { closureOf, type Problem } from './problem.js';
import { torquePartsOf } from './quantities.js';
import { sizesOf } from './scaling.js';
import { type Forecast, ZERO_DEPTH } from './schedule.js';
import { type TorqueForm, torqueFormOf } from './torqueForm.js';

/** What is decided once, before the runs that produce digits. */
export interface Preparation {
  readonly survey: Survey;
  readonly closure: Closure;
  readonly forecast: Forecast;
  readonly torque: TorqueForm;
}

/**
 * Survey of tangent lines, closure of the ladder and rate of convergence; in double precision where that resolves the
 * problem.
 */
export function prepare(problem: Problem, fallback: FieldName, digits: number): Preparation {
  const torque = torqueFormOf(problem, digits);
  try {
    return prepareIn(problem, torque, 'double', 16);
  } catch (error) {
    if (error instanceof TimeError) throw error;
    // a contour far beyond the range of double precision may be missed there
    if (!(error instanceof AccuracyError || error instanceof NoCarriersError)) throw error;
    return prepareIn(problem, torque, fallback === 'double' ? 'mpfr' : fallback, digits + 60);
  }
}

function prepareIn(problem: Problem, torque: TorqueForm, name: FieldName, digits: number): Preparation {
  const field = fieldOf(name, digits);
  try {
    const pass = new Pass(problem, field);
    const survey = pass.survey();
    const known = closureOf(problem);
    const closure = known === 'measured' ? measuredClosure(pass, survey, field.digits) : known;
    const rate = name === 'double' ? forecast(pass, survey, closure) : UNKNOWN;
    const fixed = { least: leastLines(problem), zeroDepth: zeroDepthOf(problem) };
    const mayVanish = rate.mayVanish || (torque.kind === 'parts' && torqueVanishes(pass));
    return { survey, closure, torque, forecast: { ...rate, mayVanish, ...fixed } };
  } finally {
    field.release();
  }
}

/**
 * Closure of a ladder that may or may not conserve charge: singular if Gamma (1 - N Y) vanishes to half the working
 * digits.
 */
function measuredClosure<V>(pass: Pass<V>, found: Survey, digits: number): Closure {
  const response = pass.solve(pass.directions(found, 48), 'full');
  const largest = (numbers: readonly number[]): number => Math.max(...numbers.map(Math.abs));
  const leak = largest(pass.numbers(response, RESPONSE.places('ward').slice(0, TENSORS.Gamma.columns.length)));
  const scale = largest(pass.numbers(pass.clean.scattering, SCATTERING.places('Gamma')));
  return leak < 10 ** (-digits / 2) * scale ? 'conserved' : 'full';
}

/** The highest power with which a small parameter is expected to suppress one entry of a tensor against another. */
const SUPPRESSION = 4;

/** Small parameters suppress true values: a zero must lie deeper than their powers. */
function zeroDepthOf(problem: Problem): number {
  const tens = sizesOf(problem).map(({ power }) => Math.abs(power) - 1);
  return ZERO_DEPTH + SUPPRESSION * tens.reduce((total, x) => total + (x > 0 ? x : 0), 0);
}

/** What double precision leaves of a number that vanishes by cancellation, relative to what cancels. */
const ROUNDING = 1e-11;

/** Of a finished pass: |J_ab|^2 <= N_00 tr s0/pi, whatever cancels in K. */
function naturalScaleOfK<V>(pass: Pass<V>): number {
  const { solver } = pass;
  const layout = solver instanceof FiniteSolver ? BUBBLES : DILUTE_BUBBLES;
  const [xx, , , yy] = layout.places('s0');
  const [N, x, y] = pass.numbers(solver.bubbles, [layout.at('N'), xx, yy]);
  return Math.sqrt(Math.abs((N * (x + y)) / Math.PI));
}

/** Whether a part of the torque of a finished pass is zero to rounding. */
function torqueVanishes<V>(pass: Pass<V>): boolean {
  const sizes = [...torquePartsOf(pass).values()].map((text) => Math.abs(Number(text)));
  return sizes.some((x) => x < ROUNDING * Math.max(...sizes));
}

type Rate = Omit<Forecast, 'least' | 'zeroDepth'>;

const UNKNOWN: Rate = { rate: undefined, mayVanish: true };

/**
 * The bubbles hold two currents and two numerators of G, of 4 d - 2 powers of the momentum for a Hamiltonian of degree
 * d: so many harmonics must be integrated.
 */
const leastLines = ({ theory }: Problem): number => Math.max(6, 2 * theory.degree);

/** Differences of D along two lines, relative to its terms at its mean root, that are rounding errors. */
const SAME = 1e-13;

/**
 * Whether the denominators of the bubbles, D dressed at finite n and the rates in the dilute limit, do not depend on
 * the direction as far as this field can tell.
 */
function isIsotropic<V>(pass: Pass<V>, { lines, count }: Directions<V>): boolean {
  const { pipeline, solver, environment, field, clean } = pass;
  const { rates } = clean;
  const finite = solver instanceof FiniteSolver;
  const perLine = rates.length / count;
  if (!finite && rates.some((rate, k) => Math.abs(rate - rates[k % perLine]) > SAME * Math.abs(rate))) return false;
  const program = finite ? pipeline.dressedDeterminant : pipeline.determinant;
  const out = field.vector(program.outputs.length);
  const along = (line: number): number[] => {
    const sigma = finite ? [solver.selfEnergy, 0] : [];
    field.compile(program)(environment, 0, lines, LINE.size * line, ...sigma, out, 0);
    return program.outputs.map((_, k) => field.toNumber(out, k));
  };
  const perPower = finite ? 2 : 1;
  const first = along(0);
  const last = first.length - perPower;
  const radius = Math.abs(first[0] / first[last]) ** (perPower / last) || 1;
  const sized = (c: readonly number[]): number[] => c.map((x, k) => Math.abs(x) * radius ** Math.floor(k / perPower));
  const scale = Math.max(...sized(first));
  return Array.from({ length: count }, (_, line) => along(line)).every((c) =>
    sized(c.map((x, k) => x - first[k])).every((difference) => difference <= SAME * scale),
  );
}

/** Digits per line from runs with doubling node counts, and whether a component is zero to rounding. */
function forecast<V>(pass: Pass<V>, found: Survey, closure: Closure): Rate {
  const [K, sigma] = [RESPONSE.places('K'), RESPONSE.places('sigma')];
  const density = TENSORS.K.columns.length;
  const at = (directions: Directions<V>): number[] => {
    const numbers = pass.numbers(pass.solve(directions, closure), [...K, ...sigma]);
    // the density row is zero by closure, not by cancellation
    return numbers.map((x, k) => (k < density && closure === 'conserved' ? 1 : x));
  };
  const scaleOf = (values: readonly number[], k: number): number => {
    const size = Math.max(...(k < K.length ? values.slice(density, K.length) : values.slice(K.length)).map(Math.abs));
    // where symmetry forbids all of K, what is left of it is no scale
    const natural = k < K.length ? naturalScaleOfK(pass) : 0;
    return size < ROUNDING * natural ? natural : size;
  };
  const vanishes = (values: readonly number[]): boolean =>
    values.some((x, k) => Math.abs(x) < ROUNDING * scaleOf(values, k));
  const first = pass.directions(found, 8);
  let before = at(first);
  if (found.tangents.length === 0 && isIsotropic(pass, first))
    return { rate: Number.POSITIVE_INFINITY, mayVanish: vanishes(before) };
  const errors: number[] = [];
  for (let lines = 8; ; lines *= 2) {
    const after = at(pass.directions(found, 2 * lines));
    const error = Math.max(...after.map((x, k) => Math.abs(x - before[k]) / scaleOf(after, k)));
    const mayVanish = vanishes(after);
    if (error < 1e-13) return { rate: 13 / lines, mayVanish };
    if (error < 1e-6) return { rate: -Math.log10(error) / lines, mayVanish };
    // errors that more lines do not lower are rounding errors: double precision cannot tell the rate
    if (errors.length > 2 && errors.slice(-2).some((e) => e <= 2 * error)) return { rate: undefined, mayVanish: true };
    if (lines >= 1024) return { rate: 6 / (2 * lines), mayVanish: true };
    errors.push(error);
    before = after;
  }
}

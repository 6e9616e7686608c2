import { DoubleField } from '../../src/arithmetic/double.js';
import { type Program, trace } from '../../src/arithmetic/expression.js';
import type { Field } from '../../src/arithmetic/field.js';
import { remembered } from '../../src/arithmetic/memo.js';
import { MpfrField } from '../../src/arithmetic/mpfr.js';
import { type Survey, survey } from '../../src/quadrature/survey.js';
import { TimeError } from '../../src/solution/deadline.js';
import { judge } from '../../src/solution/verdict.js';
import { AccuracyError, InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import type { Case } from '../cases/case.js';
import { ContourProbe, type Contours } from '../cases/contours.js';
import type { Classification } from '../symmetry/classification.js';
import { CompiledLaw, SIDE, shapeOf } from './compiledLaw.js';
import { EXACT, type Law } from './law.js';
import { SOUND, type TestedVariant } from './variant.js';

/** What became of one case: `outside` the domain of the law, `vacuous` (nothing to compare), or a verdict. */
export type Status = 'holds' | 'refuted' | 'undecided' | 'vacuous' | 'outside';

/** One judged case. */
export interface Sample {
  readonly status: Status;
  /** Largest |left - right| / (scale x tolerance). */
  readonly worst: number;
  readonly contours: Contours;
  /** Digits with which the verdict was made. */
  readonly digits: number;
  /** Which side was worst, and its numbers. */
  readonly evidence?: Evidence;
  readonly reason?: string;
}

/** The worst side of a case judged at 40 digits. */
export interface Evidence {
  readonly side: number;
  /** Both sides in units of the natural scale. */
  readonly left: string;
  readonly right: string;
  /** The natural scale itself. */
  readonly scale: string;
  readonly lines: number;
}

type Finding = Omit<Sample, 'contours'>;

export const DOUBLE_DIGITS = 16;
const DOUBLE_LINES = [8, 16, 32, 64, 128, 256, 512, 1024] as const;
const PRECISE_DIGITS = 52;
const PRECISE_LINES = [16, 32, 64, 96, 192, 384, 768, 1536] as const;
/** For laws that iterate to self-consistency. */
const PRECISE_LINES_FINITE = [8, 16, 24, 48, 96] as const;
/** For laws whose cost grows as the cube of the directions, of which there may be no more in all. */
const PRECISE_LINES_CUBIC = [8, 16, 24, 48] as const;
/** A residual counts as settled when more lines change it by less than this part. */
const SETTLED = 1e-3;
/** A confirmed failure at 40 digits lies above this; an exact law that holds, below. */
const PRECISE = { holdsBelow: 1e-20, refutedAbove: 1e-10 } as const;

const atFiniteDensity = (law: Law): boolean => law.measurements.some((m) => m.limit === 'finite');

/** How much is done before a failure counts. */
export interface Care {
  /** Line counts that are tried at 40 digits (all); what is not settled by then is undecided. */
  readonly patience?: number | undefined;
  /**
   * Relative residual from which on double precision is believed (none): for variants on cases that the sound theory
   * passes in double precision, where what fails by so much is the variant.
   */
  readonly clear?: number;
}

/** Judges cases of laws against one variant: in double precision, and again at 40 digits before a failure counts. */
export class SampleJudge {
  private readonly double = new DoubleField();
  private readonly compiled = new Map<Law, Map<string, CompiledLaw<Float64Array>>>();
  private readonly probe: ContourProbe;
  /** Called on every line of every solve; a TimeError that it throws ends the judging. */
  watch = (): void => {};
  /** How many cases were judged at 40 digits. */
  rejudged = 0;

  constructor(
    readonly classification: Classification,
    readonly variant: TestedVariant = SOUND,
    private readonly care: Care = {},
  ) {
    this.probe = new ContourProbe(classification.theory);
  }

  /** @throws TimeError of `watch`, and on programming errors; what a case cannot offer is reported in the status */
  judge(law: Law, sample: Case): Sample {
    if (!isWithin(law, sample)) return { ...outside('outside the stated domain'), contours: 'other' };
    const breach = this.classification.theory.bounds.breach(numbersOf(sample));
    if (breach !== undefined) return { ...outside(breach), contours: 'other' };
    const compiled = this.loaded(law, sample, false);
    const contours = this.probe.classify(compiled.environment);
    if (contours === 'none') return { ...outside('no carriers'), contours };
    if (law.contours?.includes(contours) === false) return { ...outside(`contours: ${contours}`), contours };
    const finding = this.quick(compiled) ?? this.quick(this.loaded(law, sample, true)) ?? this.precise(law, sample);
    // what cannot be settled because a Born series is outside its range is no case of the law; `solve` refuses it too
    if (finding.status === 'undecided' && compiled.hasNegativeRates)
      return { ...outside('rates of either sign'), contours };
    return { ...finding, contours };
  }

  /** A case in double precision. */
  private loaded(law: Law, sample: Case, certain: boolean): CompiledLaw<Float64Array> {
    const shapes = remembered(this.compiled, law, () => new Map<string, CompiledLaw<Float64Array>>());
    const { scheme, hard, infinite } = shapeOf(sample);
    const key = `${scheme} ${hard} ${infinite} ${certain}`;
    const compiled = remembered(shapes, key, () => this.compile(law, sample, this.double, certain));
    compiled.load(sample);
    return compiled;
  }

  /** Double precision; undefined if the case must be judged with more digits. */
  private quick(compiled: CompiledLaw<Float64Array>): Finding | undefined {
    const { value } = compiled.law.tolerance ?? EXACT;
    try {
      const found = settled(compiled, DOUBLE_LINES, { holdsBelow: value, refutedAbove: value });
      // more digits do not help where rates are of either sign
      if (found.status === 'undecided' && compiled.hasNegativeRates) return found;
      const isDoubtful = found.status === 'refuted' && found.worst * value < (this.care.clear ?? Infinity);
      return isDoubtful || found.status === 'undecided' ? undefined : found;
    } catch (error) {
      if (error instanceof TimeError) throw error;
      // a self-consistency that does not converge does not converge with more digits either
      return atFiniteDensity(compiled.law) ? undecided(error, DOUBLE_DIGITS) : undefined;
    }
  }

  /** 40 digits and more, with tangent lines located first. */
  private precise(law: Law, sample: Case): Finding {
    this.rejudged++;
    const { kind, value } = law.tolerance ?? EXACT;
    const bounds = kind === 'exact' ? PRECISE : { holdsBelow: value, refutedAbove: value };
    const field = new MpfrField(PRECISE_DIGITS);
    try {
      const compiled = this.compile(law, sample, field, true);
      compiled.load(sample);
      const lines = preciseLines(law);
      const most = law.mostLines && Math.min(law.mostLines, ...lines.slice(-1));
      return settled(compiled, lines.slice(0, this.care.patience), bounds, most);
    } catch (error) {
      if (error instanceof TimeError) throw error;
      return undecided(error, PRECISE_DIGITS);
    } finally {
      field.release();
    }
  }

  private compile<V>(law: Law, sample: Case, field: Field<V>, certain: boolean): CompiledLaw<V> {
    const surveyOf = (theory: Theory, input: V, cutoff: number): Survey => surveyIn(theory, input, cutoff, field);
    const { theory } = this.classification;
    return new CompiledLaw(theory, law, this.variant, shapeOf(sample), field, certain, surveyOf, () => this.watch());
  }
}

/** Whether a case has the parameters and the cutoff that the law fixes and obeys its further restriction. */
function isWithin({ draw, within }: Law, sample: Case): boolean {
  const number = numbersOf(sample);
  const { cutoff } = sample;
  return (
    Object.entries(draw.fixed ?? {}).every(([name, value]) => number(name) === Number(value)) &&
    (draw.cutoffs?.includes(cutoff === 'renormalised' ? cutoff : 'hard') ?? true) &&
    (within?.(number, cutoff) ?? true)
  );
}

const numbersOf =
  ({ values, infinite }: Case) =>
  (name: string): number =>
    infinite.includes(name) ? Number.POSITIVE_INFINITY : Number(values[name]);

const preciseLines = (law: Law): readonly number[] => {
  if (law.mostLines !== undefined) return PRECISE_LINES_CUBIC;
  return atFiniteDensity(law) ? PRECISE_LINES_FINITE : PRECISE_LINES;
};

const outside = (reason: string, digits = DOUBLE_DIGITS): Finding => ({ status: 'outside', worst: 0, digits, reason });

/** What is said where the solvers gave up. @throws any other error, and that the time is over */
function undecided(error: unknown, digits: number): Finding {
  if (!(error instanceof AccuracyError) || error instanceof TimeError) throw error;
  return { status: 'undecided', worst: Number.NaN, digits, reason: error.message };
}

/**
 * Evaluates a law that has loaded its case on ever more lines, until the residual is settled against the bounds.
 * @throws AccuracyError where a solver gives up
 */
function settled<V>(
  compiled: CompiledLaw<V>,
  linesInTurn: readonly number[],
  bounds: { readonly holdsBelow: number; readonly refutedAbove: number },
  mostLines = compiled.law.mostLines,
): Finding {
  const { field, law } = compiled;
  const digits = Math.round(field.digits);
  const { value } = law.tolerance ?? EXACT;
  let reason = 'the sides did not settle';
  let before: Float64Array | undefined;
  try {
    for (const [k, lines] of linesInTurn.entries()) {
      const directions = k === 0 ? lines : Math.max(lines, (compiled.directions * lines) / linesInTurn[k - 1]);
      if (directions > (mostLines ?? directions)) break;
      if (!compiled.evaluate(lines)) return outside('no carriers', digits);
      const now = reduced(compiled);
      if (before) {
        const { residual, uncertainty, side, effective } = summarise(now, before, value);
        const found = (status: Status, worst: number): Finding => ({
          status,
          worst,
          digits,
          ...(digits > DOUBLE_DIGITS && { evidence: evidenceOf(compiled, side, lines) }),
        });
        if (!effective && uncertainty <= bounds.refutedAbove) return found('vacuous', 0);
        const verdict = judge({ residual, uncertainty, ...bounds });
        if (verdict === 'holds' || (verdict === 'refuted' && uncertainty <= SETTLED * residual))
          return found(verdict, residual / value);
        reason = `residual ${residual.toExponential(1)} +- ${uncertainty.toExponential(1)}`;
        // more lines do not help what is not finite, more digits may
        if (Number.isNaN(residual) && digits === DOUBLE_DIGITS) break;
      }
      before = now;
    }
  } catch (error) {
    if (error instanceof InputError) return outside(error.message, digits);
    throw error;
  }
  return { status: 'undecided', worst: Number.NaN, digits, reason };
}

/** Tangent lines, in double precision where it resolves them. */
function surveyIn<V>(theory: Theory, input: V, cutoff: number, field: Field<V>): Survey {
  const surveyed = <U>(inner: Field<U>, parameters: U): Survey => {
    const environment = inner.vector(theory.environmentSize);
    inner.compile(theory.environment)(parameters, 0, environment, 0);
    return survey(theory, inner, environment, cutoff);
  };
  const count = theory.parameterNames.length + 1;
  try {
    return surveyed(
      new DoubleField(),
      Float64Array.from({ length: count }, (_, k) => field.toNumber(input, k)),
    );
  } catch (error) {
    if (!(error instanceof AccuracyError)) throw error;
    return surveyed(field, input);
  }
}

/** (left, right, scale, substance) -> left/scale, right/scale, (left - right)/scale, substance/scale. */
const toScale: Program = trace([SIDE], ([left, right, scale, substance]) =>
  [left, right, left.sub(right), substance].map((x) => x.div(scale)),
);

/** One side by its scale, formed in the field; zeros where the whole tensor vanishes, which says nothing. */
function scaled<V>({ sides, field }: CompiledLaw<V>, side: number, row: V): V {
  if (field.toNumber(sides, SIDE * side + 2) !== 0) field.compile(toScale)(sides, SIDE * side, row, 0);
  else for (let j = 0; j < SIDE; j++) field.set(row, j, 0);
  return row;
}

/** All sides by their scales, as doubles. */
function reduced<V>(compiled: CompiledLaw<V>): Float64Array {
  const { field, count } = compiled;
  const out = new Float64Array(SIDE * count);
  const row = field.vector(SIDE);
  for (let k = 0; k < count; k++) {
    scaled(compiled, k, row);
    for (let j = 0; j < SIDE; j++) out[SIDE * k + j] = field.toNumber(row, j);
  }
  return out;
}

/**
 * The worst side, how far its residual is uncertain, and whether any side says something; NaN if a side is not finite.
 */
function summarise(now: Float64Array, before: Float64Array, tolerance: number) {
  let [residual, uncertainty, side, effective] = [0, 0, 0, false];
  for (let at = 0; at < now.length; at += SIDE) {
    const [difference, substance] = [Math.abs(now[at + 2]), now[at + 3]];
    if (!Number.isFinite(difference) || !Number.isFinite(substance))
      return { residual: Number.NaN, uncertainty: Number.NaN, side: at / SIDE, effective: true };
    if (substance > 10 * tolerance || difference > tolerance) effective = true;
    if (difference > residual) [residual, side] = [difference, at / SIDE];
    uncertainty = Math.max(uncertainty, Math.abs(now[at + 2] - before[at + 2]));
  }
  return { residual, uncertainty, side, effective };
}

function evidenceOf<V>(compiled: CompiledLaw<V>, side: number, lines: number): Evidence {
  const { field, sides } = compiled;
  const row = scaled(compiled, side, field.vector(SIDE));
  const read = (v: V, k: number): string => field.toText(v, k).replace(/^(-?\d*\.?\d{0,24})\d*/, '$1');
  return { side, left: read(row, 0), right: read(row, 1), scale: read(sides, SIDE * side + 2), lines };
}

import { DoubleField } from '../../src/arithmetic/double.js';
import { type Program, trace } from '../../src/arithmetic/expression.js';
import type { Field } from '../../src/arithmetic/field.js';
import { MpfrField } from '../../src/arithmetic/mpfr.js';
import { type Survey, survey } from '../../src/quadrature/survey.js';
import { judge } from '../../src/solution/verdict.js';
import { AccuracyError, InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import type { Case } from '../cases/case.js';
import { ContourProbe, type Contours } from '../cases/contours.js';
import type { Facts } from '../symmetry/classification.js';
import { Experiment, SIDE, shapeOf } from './compiledLaw.js';
import { EXACT, type Law } from './law.js';
import type { Subject } from './variant.js';

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

export interface Evidence {
  readonly side: number;
  readonly left: string;
  readonly right: string;
  readonly scale: string;
  readonly lines: number;
}

const DOUBLE_LINES = [8, 16, 32, 64, 128, 256, 512, 1024] as const;
const PRECISE_DIGITS = 52;
const PRECISE_LINES = [16, 32, 64, 96, 192, 384, 768, 1536] as const;
/** For laws whose cost grows as the cube of the directions, or that iterate to self-consistency. */
const PRECISE_LINES_DEAR = [8, 16, 24, 48, 96] as const;
const isDear = (law: Law): boolean => law.mostLines !== undefined || law.measurements.some((m) => m.limit === 'finite');
/** A residual counts as settled when more lines change it by less than this part. */
const SETTLED = 1e-3;
/** A confirmed failure at 40 digits lies above this; an exact law that holds, below. */
const PRECISE = { holdsBelow: 1e-20, refutedAbove: 1e-10 } as const;

interface Measured {
  /** Over the sides that say something: residual in units of the scale, its uncertainty, and which side it is. */
  readonly residual: number;
  readonly uncertainty: number;
  readonly side: number;
  readonly effective: boolean;
  readonly finite: boolean;
}

const settled = ({ residual, uncertainty }: Measured): boolean => uncertainty <= SETTLED * residual;

/** Judges cases of laws against one subject: in double precision, and again at 40 digits before a failure counts. */
export class Examiner {
  private readonly double = new DoubleField();
  private readonly experiments = new Map<Law, Map<string, Experiment<Float64Array>>>();
  private readonly probe: ContourProbe;
  /** How many cases were judged at 40 digits. */
  rejudged = 0;

  constructor(
    readonly facts: Facts,
    readonly subject: Subject,
    /** Time for one case at 40 digits; what is not settled by then is undecided. */
    private readonly patience = 2000,
  ) {
    this.probe = new ContourProbe(facts.theory);
  }

  get theory(): Theory {
    return this.facts.theory;
  }

  /** @throws only on programming errors; what a case cannot offer is reported in the status */
  examine(law: Law, sample: Case): Sample {
    const outside = (reason: string, contours: Contours = 'other'): Sample => ({
      status: 'outside',
      worst: 0,
      contours,
      digits: 16,
      reason,
    });
    const number = (name: string): number =>
      sample.infinite.includes(name) ? Number.POSITIVE_INFINITY : Number(sample.values[name]);
    if (law.within && !law.within(number, sample.cutoff)) return outside('outside the stated domain');
    const experiment = this.experiment(law, sample);
    experiment.load(sample);
    const contours = law.measurements.length > 0 ? this.probe.classify(experiment.environment) : 'other';
    if (contours === 'none') return outside('no carriers', contours);
    if (law.contours && !law.contours.includes(contours)) return outside(`contours: ${contours}`, contours);
    const quick = this.quick(law, experiment);
    if (quick === 'outside') return outside('no carriers', contours);
    if (quick) return { ...quick, contours };
    return { ...this.precise(law, sample), contours };
  }

  /** Double precision: a sample that holds or is vacuous, or undefined if it must be judged again. */
  private quick(law: Law, experiment: Experiment<Float64Array>): Omit<Sample, 'contours'> | 'outside' | undefined {
    const tolerance = law.tolerance ?? EXACT;
    let before: Float64Array | undefined;
    try {
      for (const lines of DOUBLE_LINES) {
        if (lines > (law.mostLines ?? lines)) break;
        if (!experiment.evaluate(lines)) return 'outside';
        if (before) {
          const now = reduced(experiment, this.double);
          const measured = summarise(now, before, experiment.count, tolerance.value);
          before = now;
          if (!measured.finite) return undefined;
          if (!measured.effective && measured.uncertainty <= tolerance.value)
            return { status: 'vacuous', worst: 0, digits: 16 };
          const verdict = judge({ ...measured, holdsBelow: tolerance.value, refutedAbove: tolerance.value });
          if (verdict === 'holds') return { status: 'holds', worst: measured.residual / tolerance.value, digits: 16 };
          if (verdict === 'refuted' && settled(measured)) return undefined;
        }
        before ??= reduced(experiment, this.double);
      }
    } catch (error) {
      if (error instanceof InputError) return 'outside';
      if (!(error instanceof AccuracyError)) throw error;
      // a self-consistency that does not converge does not converge with more digits either
      if (law.measurements.some((m) => m.limit === 'finite'))
        return { status: 'undecided', worst: Number.NaN, digits: 16, reason: error.message };
    }
    return undefined;
  }

  /** 40 digits and more, with tangent lines located first. */
  private precise(law: Law, sample: Case): Omit<Sample, 'contours'> {
    this.rejudged++;
    const { kind, value } = law.tolerance ?? EXACT;
    const bounds = kind === 'exact' ? PRECISE : { holdsBelow: value, refutedAbove: value };
    const field = new MpfrField(PRECISE_DIGITS);
    let reason = 'the sides did not settle';
    try {
      const experiment = new Experiment(this.theory, law, this.subject, shapeOf(sample), field, true, (theory, input) =>
        surveyIn(theory, input, field),
      );
      experiment.load(sample);
      let before: Float64Array | undefined;
      const started = performance.now();
      for (const lines of isDear(law) ? PRECISE_LINES_DEAR : PRECISE_LINES) {
        if (lines > (law.mostLines ?? lines) || performance.now() - started > this.patience / (law.mostLines ? 4 : 2))
          break;
        if (!experiment.evaluate(lines))
          return { status: 'outside', worst: 0, digits: PRECISE_DIGITS, reason: 'no carriers' };
        const now = reduced(experiment, field);
        if (before) {
          const measured = summarise(now, before, experiment.count, value);
          const evidence = evidenceOf(experiment, field, measured.side, lines);
          const common = { worst: measured.residual / value, digits: PRECISE_DIGITS, evidence };
          if (measured.finite && !measured.effective && measured.uncertainty <= bounds.refutedAbove)
            return { status: 'vacuous', ...common, worst: 0 };
          const verdict = measured.finite ? judge({ ...measured, ...bounds }) : 'undecided';
          if (verdict === 'holds' || (verdict === 'refuted' && settled(measured)))
            return { status: verdict, ...common };
          reason = measured.finite
            ? `residual ${measured.residual.toExponential(1)} +- ${measured.uncertainty.toExponential(1)}`
            : 'not finite';
        }
        before = now;
      }
    } catch (error) {
      if (error instanceof InputError)
        return { status: 'outside', worst: 0, digits: PRECISE_DIGITS, reason: error.message };
      if (!(error instanceof AccuracyError)) throw error;
      reason = error.message;
    } finally {
      field.release();
    }
    return { status: 'undecided', worst: Number.NaN, digits: PRECISE_DIGITS, reason };
  }

  private experiment(law: Law, sample: Case): Experiment<Float64Array> {
    let known = this.experiments.get(law);
    if (!known) {
      known = new Map();
      this.experiments.set(law, known);
    }
    const shape = shapeOf(sample);
    const key = `${shape.scheme} ${shape.hard} ${shape.infinite.join()}`;
    let made = known.get(key);
    if (!made) {
      made = new Experiment(this.theory, law, this.subject, shape, this.double, false, (theory, input) =>
        surveyIn(theory, input, this.double),
      );
      known.set(key, made);
    }
    return made;
  }
}

/** Tangent lines, in double precision where it resolves them. */
function surveyIn<V>(theory: Theory, input: V, field: Field<V>): Survey {
  const double = new DoubleField();
  const values = Float64Array.from({ length: theory.parameterNames.length + 1 }, (_, k) => field.toNumber(input, k));
  const environment = new Float64Array(theory.environmentSize);
  double.compile(theory.environment)(values, 0, environment, 0);
  try {
    return survey(theory, double, environment);
  } catch (error) {
    if (!(error instanceof AccuracyError)) throw error;
    const wide = field.vector(theory.environmentSize);
    field.compile(theory.environment)(input, 0, wide, 0);
    return survey(theory, field, wide);
  }
}

/** left/scale, right/scale, (left - right)/scale and substance/scale of every side as doubles; formed in the field. */
function reduced<V>(experiment: Experiment<V>, field: Field<V>): Float64Array {
  const { sides, count } = experiment;
  const out = new Float64Array(SIDE * count);
  const reduce = field.compile(toScale);
  const row = field.vector(SIDE);
  for (let k = 0; k < count; k++) {
    // the whole tensor vanishes: a side that says nothing
    if (field.toNumber(sides, SIDE * k + 2) === 0) continue;
    reduce(sides, SIDE * k, row, 0);
    for (let j = 0; j < SIDE; j++) out[SIDE * k + j] = field.toNumber(row, j);
  }
  return out;
}

const toScale: Program = trace([SIDE], ([left, right, scale, substance]) => [
  left.div(scale),
  right.div(scale),
  left.sub(right).div(scale),
  substance.div(scale),
]);

/** The worst side that says something. */
function summarise(now: Float64Array, before: Float64Array, count: number, tolerance: number): Measured {
  let [residual, uncertainty, side, effective, finite] = [0, 0, 0, false, true];
  for (let k = 0; k < count; k++) {
    const [difference, substance] = [now[SIDE * k + 2], now[SIDE * k + 3]];
    if (!Number.isFinite(difference) || !Number.isFinite(substance)) finite = false;
    if (substance > 10 * tolerance || Math.abs(difference) > tolerance) effective = true;
    if (!(Math.abs(difference) <= residual)) {
      residual = Math.abs(difference);
      side = k;
    }
    uncertainty = Math.max(uncertainty, Math.abs(difference - before[SIDE * k + 2]));
  }
  return { residual, uncertainty, side, effective, finite };
}

function evidenceOf<V>(experiment: Experiment<V>, field: Field<V>, side: number, lines: number): Evidence {
  const read = (k: number): string => shortened(field.toText(experiment.sides, SIDE * side + k));
  return { side, left: read(0), right: read(1), scale: '1', lines };
}

const shortened = (text: string): string => {
  const match = /^(-?\d*\.?\d{0,24})\d*(e.*)?$/i.exec(text);
  return match ? match[1] + (match[2] ?? '') : text;
};

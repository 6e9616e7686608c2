import { Decimal } from 'decimal.js';
import type { FieldName } from '../arithmetic/field.js';
import { loadMpfr } from '../arithmetic/mpfr.js';
import { AccuracyError } from '../theory/errors.js';
import { type AgreedNumber, agreedDigits, isRoundedZero, type Numerals, rounded, scaleOf } from '../transport/agreement.js';
import type { Closure } from '../transport/ladder.js';
import { closureOf, fieldOf, Pass, type Problem, pipelineOf } from '../transport/problem.js';
import { type Pipeline, RESULT } from '../transport/steps.js';
import type { Survey } from '../transport/survey.js';
import { EFFICIENCIES } from './efficiencies.js';
import { isPrimary, observe, observeTorque } from './observe.js';
import { alignmentOf, tilted } from './tilt.js';

const Wide = Decimal.clone({ precision: 1200, minE: -9e15, maxE: 9e15 });

/** How far the solver may go. */
export interface Effort {
  readonly field: FieldName;
  /** Significant digits asked for. */
  readonly digits: number;
  /** Report what was reached instead of throwing when the digits are not. */
  readonly bestEffort?: boolean;
}

/** Numbers with their evidence. */
export interface Solution {
  readonly quantities: ReadonlyMap<string, AgreedNumber>;
  /** Digits shared by two runs, the worst of K, sigma, K_J and tau that are not zero. */
  readonly agreedDigits: number;
  /** How the ladder was closed. */
  readonly closure: Closure;
  /** Lines through the origin in the finer run, and its working digits. */
  readonly lines: number;
  readonly workingDigits: number;
  /** Lines tangent to a Fermi contour. */
  readonly tangents: number;
  /** What the reader must know: limits taken, quantities that do not exist. */
  readonly notes: readonly string[];
}

/** Working digits of the first run beyond the asked ones. */
const GUARD = 18;
const MAX_LEVELS = 12;
const MAX_LINES = 20_000;
/** Lines times digits of one run, about a minute of MPFR. */
const MAX_EFFORT = 2_000_000;
/** A zero must hold this many digits beyond the asked ones. */
const ZERO_DEPTH = 40;

/**
 * Solves a problem to the asked digits. Two runs of different precision and different node counts must agree; precision and nodes rise until
 * they do.
 * @throws InputError if the problem makes no sense, AccuracyError if the digits are not reached
 */
export async function solve(problem: Problem, effort: Effort): Promise<Solution> {
  await loadMpfr();
  return new Refinement(problem, effort).run();
}

/** Working digits and lines of one run. */
interface Plan {
  readonly digits: number;
  readonly lines: number;
}

interface Run {
  readonly numerals: Numerals;
  readonly digits: number;
}

interface Comparison {
  readonly quantities: Map<string, AgreedNumber>;
  readonly agreed: number;
}

class Refinement {
  private readonly pipeline: Pipeline;
  private readonly notes: string[] = [];
  private closure: Closure = 'conserved';
  private found: Survey = { tangents: [], crossings: 0, unboundedBelow: false };
  /** Digits gained per line, measured in double precision; undefined if double cannot tell. */
  private rate: number | undefined;
  /** Whether some component looks like zero in double precision, so that the runs must differ enough in precision to tell. */
  private mayVanish = true;

  constructor(
    private readonly problem: Problem,
    private readonly effort: Effort,
  ) {
    this.pipeline = pipelineOf(problem);
  }

  run(): Solution {
    this.prepare();
    const { field, digits } = this.effort;
    let plan: Plan = this.firstPlan();
    const first = this.runAt(plan, field, 0);
    let coarse = first;
    let best: Comparison | undefined;
    for (let level = 1; level < MAX_LEVELS; level++) {
      plan = level === 1 ? this.secondPlan(plan) : this.nextPlan(plan, best!.agreed);
      if (plan.lines > MAX_LINES || plan.lines * plan.digits > MAX_EFFORT) break;
      const fine = this.runAt(plan, field === 'double' ? 'mpfr' : field, level);
      // double is judged by a run of higher precision, but its own numbers are reported
      const compared = field === 'double' ? this.compare(first, fine, first) : this.compare(coarse, fine, fine);
      if (!best || compared.agreed >= best.agreed) best = compared;
      if (compared.agreed >= digits || (field === 'double' && level > 1 && this.compare(coarse, fine, fine).agreed >= 16)) break;
      coarse = fine;
    }
    if (!best || (best.agreed < digits && !this.effort.bestEffort)) throw new AccuracyError(this.shortfall(best, plan));
    return {
      quantities: best.quantities,
      agreedDigits: Math.floor(Math.min(best.agreed, digits)),
      closure: this.closure,
      lines: plan.lines,
      workingDigits: field === 'double' ? 16 : plan.digits,
      tangents: this.found.tangents.filter(({ distance }) => distance === 0).length,
      notes: this.notes,
    };
  }

  private runAt({ digits, lines }: Plan, field: FieldName, level: number): Run {
    return { numerals: this.pass(field, digits, lines, level), digits };
  }

  private firstPlan(): Plan {
    const { digits, field } = this.effort;
    if (field === 'double') return { digits: 16, lines: this.linesFor(18) };
    return { digits: digits + GUARD, lines: this.linesFor(this.mayVanish ? digits + GUARD : digits + 8) };
  }

  private secondPlan({ lines }: Plan): Plan {
    const { digits, field } = this.effort;
    const working = field === 'double' ? 32 : digits + GUARD + (this.mayVanish ? ZERO_DEPTH : 10);
    return { digits: working, lines: Math.max(Math.ceil(1.15 * lines) + 1, this.mayVanish ? this.linesFor(working) : 0) };
  }

  /** More of what is missing: a few digits short, a little more; nothing agreed, a large step. */
  private nextPlan({ digits, lines }: Plan, agreed: number): Plan {
    const wanted = this.effort.digits;
    if (agreed > 2) {
      const growth = Math.min(2.5, Math.max(1.3, (wanted + 8) / agreed));
      return { digits: Math.ceil(digits + 12 + wanted - agreed), lines: Math.ceil(lines * growth) };
    }
    const more = Math.ceil(1.3 * digits + 60);
    return { digits: more, lines: Math.max(Math.ceil(1.5 * lines), this.rate === undefined ? 0 : this.linesFor(more)) };
  }

  /** Lines for so many digits at the measured rate. */
  private linesFor(digits: number): number {
    return this.rate === undefined ? 12 : Math.max(6, Math.ceil(digits / this.rate) + 1);
  }

  private shortfall(best: Comparison | undefined, last: Plan): string {
    const { digits, field } = this.effort;
    if (!best) return `the asked ${digits} digits need more than ${MAX_LINES} lines; the Fermi contour is too close to a singular shape`;
    const worst = [...best.quantities].filter(([name]) => isPrimary(name)).reduce((a, b) => (b[1].agreed < a[1].agreed ? b : a));
    const advice = field === 'double' ? 'use --field mpfr or ask for fewer digits' : 'ask for fewer digits, or move away from the band edge';
    return `asked ${digits} digits, reached ${Math.floor(best.agreed)} (${worst[0]}, ${last.lines} lines, ${field === 'double' ? 16 : last.digits} working digits); ${advice}`;
  }

  /** Survey, closure and rate of convergence, in double precision where it resolves the problem. */
  private prepare(): void {
    const closure = closureOf(this.problem);
    const work = (name: FieldName, digits: number): void => {
      const field = fieldOf(name, digits);
      try {
        const pass = new Pass(this.problem, this.pipeline, field);
        this.found = pass.survey();
        this.closure = closure === 'measured' ? measuredClosure(pass, this.found, field.digits) : closure;
        if (name === 'double') ({ rate: this.rate, mayVanish: this.mayVanish } = measure(pass, this.found, this.closure));
      } finally {
        field.release();
      }
    };
    try {
      work('double', 16);
    } catch (error) {
      if (!(error instanceof AccuracyError)) throw error;
      work(this.effort.field === 'decimal' ? 'decimal' : 'mpfr', this.effort.digits + 60);
    }
    if (this.closure === 'conserved' && this.problem.limit === 'finite') this.note('the density row closes the ladder (K_0b = 0)');
    if (closure === 'measured')
      this.note(
        this.closure === 'full'
          ? 'the Gaussian self-energy breaks charge conservation here: all four rows of the ladder are solved'
          : 'the spin part of Im g vanishes, so Gaussian equals first Born here',
      );
    if (this.sigmaDiverges)
      this.note('sigma, K_J and tau need a hard cutoff at finite n: the bare current bubble diverges logarithmically; give --cutoff VALUE');
  }

  private note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }

  private get sigmaDiverges(): boolean {
    return this.problem.limit === 'finite' && this.problem.cutoff === 'renormalised';
  }

  /** One run: K, sigma and the rest, and the torque efficiencies with their limits. */
  private pass(name: FieldName, digits: number, lines: number, level: number): Numerals {
    const { numerals, exchange } = this.once(this.problem, name, digits, lines, true);
    if (this.sigmaDiverges) return new Map([...numerals].filter(([key]) => !/^(sigma|KJ|tau)\./.test(key)));
    const alignment = alignmentOf(this.problem, exchange);
    if (alignment === 'none')
      this.note(this.problem.theory.hasExchange ? 'tau: no exchange field, m is undefined' : 'tau: the theory names no exchange field');
    if (alignment === 'out-of-plane' || alignment === 'in-plane') {
      // the limit of Eq. (4): error h^2, and two powers of 1/h of cancellation
      const exponent = Math.ceil((this.effort.digits + ZERO_DEPTH) / 2) + 2 * level;
      const pair = tilted(this.problem, alignment, `1e-${exponent}`);
      if (!pair) this.note('tau: m is along a symmetry direction and the exchange field is not three plain parameters, so the limit is not taken');
      else {
        this.note(`tau: limit m ${alignment === 'out-of-plane' ? '-> z' : 'into the plane'}, taken at a tilt of 1e-${exponent}`);
        const wide = name === 'double' ? 'mpfr' : name;
        const runs = pair.map((problem) => this.once(problem, wide, digits + 2 * exponent + 10, lines, true).numerals);
        for (const [key, text] of meanOf(runs[0]!, runs[1]!, 2 * exponent - 6)) numerals.set(key, text);
      }
    }
    return numerals;
  }

  private once(
    problem: Problem,
    name: FieldName,
    digits: number,
    lines: number,
    torque: boolean,
  ): { numerals: Map<string, string>; exchange: number[] } {
    const field = fieldOf(name, digits);
    try {
      const pass = new Pass(problem, this.pipeline, field);
      pass.solve(pass.directions(this.found, lines), this.closure);
      const numerals = observe(pass);
      const size = problem.theory.environmentSize;
      const exchange = problem.theory.hasExchange ? [3, 2, 1].map((k) => field.toNumber(pass.environment, size - k)) : [];
      if (torque && alignmentOf(problem, exchange) === 'regular') for (const [key, text] of observeTorque(pass)) numerals.set(key, text);
      return { numerals, exchange };
    } finally {
      field.release();
    }
  }

  private compare(coarse: Run, fine: Run, reported: Run): Comparison {
    const quantities = new Map<string, AgreedNumber>();
    const cap = Math.min(coarse.digits, fine.digits);
    const gained = fine.digits - coarse.digits;
    let agreed = Number.POSITIVE_INFINITY;
    for (const [name, text] of reported.numerals) {
      const [a, b] = [coarse.numerals.get(name)!, fine.numerals.get(name)!];
      const scale = Wide.max(scaleOf(fine.numerals, name.split('.')[0]!), name.startsWith('ward') ? scaleOf(fine.numerals, 'K') : 0);
      const digits = agreedDigits(a, b, cap);
      // double has no second precision: what lies below its rounding of the tensor's scale is zero
      const depth = this.effort.field === 'double' ? 13 : this.effort.digits + ZERO_DEPTH;
      const gain = this.effort.field === 'double' ? 0 : gained;
      const zero =
        new Wide(b).isZero() ||
        (digits < this.effort.digits && (this.effort.field === 'double' ? doubleZero(a, b, scale) : isRoundedZero(a, b, gain, scale, depth)));
      if (zero)
        quantities.set(name, {
          value: '0',
          agreed: Number.POSITIVE_INFINITY,
          ...(!new Wide(b).isZero() && { below: rounded(Wide.max(new Wide(a).abs(), new Wide(b).abs()).toString(), 2) }),
        });
      else quantities.set(name, { value: rounded(text, Math.max(1, Math.min(digits, this.effort.digits + 6))), agreed: digits });
      if (isPrimary(name)) agreed = Math.min(agreed, quantities.get(name)!.agreed);
    }
    return { quantities, agreed };
  }
}

/** Torque efficiencies at the two tilts, averaged; what lies below the error h^2 of the limit is zero. */
function meanOf(plus: Numerals, minus: Numerals, resolved: number): [string, string][] {
  const means = EFFICIENCIES.map((name) => [`tau.${name}`, new Wide(plus.get(`tau.${name}`)!).plus(minus.get(`tau.${name}`)!).div(2)] as const);
  const scale = means.reduce<Decimal>((max, [, x]) => Wide.max(max, x.abs()), new Wide(0));
  return means.map(([key, x]) => [key, x.abs().lte(scale.times(`1e-${resolved}`)) ? '0' : x.toString()]);
}

/** A double that is zero to rounding where the run of higher precision is zero far below it. */
const doubleZero = (a: string, b: string, scale: Decimal): boolean =>
  new Wide(a).abs().lte(scale.times('1e-13')) && new Wide(b).abs().lte(scale.times('1e-25'));

/** Closure of a ladder that may or may not conserve charge: singular if Gamma (1 - N Y) vanishes to half the working digits. */
function measuredClosure<V>(pass: Pass<V>, found: Survey, digits: number): Closure {
  const result = pass.solve(pass.directions(found, 48), 'full');
  const residual = Math.max(...[0, 1, 2, 3].map((k) => Math.abs(pass.field.toNumber(result, RESULT.residuals + k))));
  const scale = Math.max(...[0, 1, 2, 3].map((k) => Math.abs(pass.field.toNumber(pass.solver.scattering, k))));
  return residual < 10 ** (-digits / 2) * scale ? 'conserved' : 'full';
}

/** Digits per line from double-precision runs with doubling node counts, and whether a component is zero to rounding. */
function measure<V>(pass: Pass<V>, found: Survey, closure: Closure): { rate: number | undefined; mayVanish: boolean } {
  const { field } = pass;
  const at = (lines: number): number[] => {
    const result = pass.solve(pass.directions(found, lines), closure);
    // the density row is zero by closure, not by cancellation
    return Array.from({ length: 12 }, (_, k) => (k < 2 && closure === 'conserved' ? 1 : field.toNumber(result, k)));
  };
  let before = at(8);
  const errors: number[] = [];
  for (let lines = 8; ; lines *= 2) {
    const after = at(2 * lines);
    const scales = after.map((_, k) => Math.max(...after.slice(k < 8 ? 2 : 8, k < 8 ? 8 : 12).map(Math.abs)));
    const error = Math.max(...after.map((x, k) => Math.abs(x - before[k]!) / scales[k]!));
    const mayVanish = after.some((x, k) => Math.abs(x) < 1e-11 * scales[k]!);
    if (error < 1e-13) return { rate: 13 / lines, mayVanish };
    if (error < 1e-6) return { rate: -Math.log10(error) / lines, mayVanish };
    // errors that more lines do not lower are rounding errors: double precision cannot tell the rate
    if (errors.slice(-2).some((e) => e <= 2 * error) && errors.length > 2) return { rate: undefined, mayVanish: true };
    if (lines >= 1024) return { rate: 6 / (2 * lines), mayVanish: true };
    errors.push(error);
    before = after;
  }
}

import { Decimal } from 'decimal.js';
import type { FieldName } from '../arithmetic/field.js';
import { loadMpfr } from '../arithmetic/mpfr.js';
import { AccuracyError } from '../theory/errors.js';
import { type AgreedNumber, agreedDigits, isRoundedZero, type Numerals, rounded, scaleOf } from '../transport/agreement.js';
import type { Closure } from '../transport/ladder.js';
import { closureOf, fieldOf, Pass, type Problem, pipelineOf } from '../transport/problem.js';
import { type Pipeline, RESULT } from '../transport/steps.js';
import type { Survey } from '../transport/survey.js';
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

/** Guard digits of the two runs. */
const GUARDS = [18, 28] as const;
const MAX_LINES = 20_000;
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

interface Run {
  readonly numerals: Numerals;
  readonly lines: number;
  readonly digits: number;
}

class Refinement {
  private readonly pipeline: Pipeline;
  private readonly notes: string[] = [];
  private closure: Closure = 'conserved';
  private found: Survey = { tangents: [], crossings: 0 };
  /** Digits gained per line, measured in double precision; undefined if double cannot tell. */
  private rate: number | undefined;

  constructor(
    private readonly problem: Problem,
    private readonly effort: Effort,
  ) {
    this.pipeline = pipelineOf(problem);
  }

  run(): Solution {
    this.prepare();
    const { field, digits } = this.effort;
    const runs: Run[] = [];
    let best: { quantities: Map<string, AgreedNumber>; agreed: number } | undefined;
    for (let level = 0; level < 9; level++) {
      const working = this.workingDigits(level);
      const lines = this.lineCount(level, working);
      if (lines > MAX_LINES) break;
      const name = field === 'double' && level > 0 ? 'mpfr' : field;
      runs.push({ numerals: this.pass(name, working, lines, level), lines, digits: working });
      if (level === 0) continue;
      const [coarse, fine] = runs.slice(-2) as [Run, Run];
      // double is judged by runs of higher precision, but its own numbers are reported
      const reported = field === 'double' ? runs[0]! : fine;
      const compared = this.compare(field === 'double' ? runs[0]! : coarse, fine, reported);
      if (!best || compared.agreed >= best.agreed) best = compared;
      const settled = field !== 'double' || level > 1 || compared.agreed >= digits;
      if (compared.agreed >= digits || (field === 'double' && settled && this.converged(coarse, fine))) break;
    }
    const last = runs[runs.length - 1];
    if (!best || !last || (best.agreed < digits && !this.effort.bestEffort)) throw new AccuracyError(this.shortfall(best, last));
    return {
      quantities: best.quantities,
      agreedDigits: Math.floor(Math.min(best.agreed, digits)),
      closure: this.closure,
      lines: last.lines,
      workingDigits: field === 'double' ? 16 : last.digits,
      tangents: this.found.tangents.length,
      notes: this.notes,
    };
  }

  /** Whether two runs above double precision agree with each other, so that more nodes cannot help the double numbers. */
  private converged(coarse: Run, fine: Run): boolean {
    return this.compare(coarse, fine, fine).agreed >= 16;
  }

  private shortfall(best: { quantities: Map<string, AgreedNumber>; agreed: number } | undefined, last: Run | undefined): string {
    const { digits, field } = this.effort;
    if (!best || !last) return `the asked ${digits} digits need more than ${MAX_LINES} lines; the Fermi contour is too close to a singular shape`;
    const worst = [...best.quantities].filter(([name]) => isPrimary(name)).reduce((a, b) => (b[1].agreed < a[1].agreed ? b : a));
    const advice = field === 'double' ? 'use --field mpfr or ask for fewer digits' : 'ask for fewer digits, or move away from the band edge';
    return `asked ${digits} digits, reached ${Math.floor(best.agreed)} (${worst[0]}, ${last.lines} lines, ${field === 'double' ? 16 : last.digits} working digits); ${advice}`;
  }

  private workingDigits(level: number): number {
    const { digits, field } = this.effort;
    if (field === 'double') return level === 0 ? 16 : 30 + 10 * (level - 1);
    return level < 2 ? digits + GUARDS[level]! : Math.round(digits + 28 + 70 * 1.7 ** (level - 1));
  }

  private lineCount(level: number, working: number): number {
    const wanted = this.effort.field === 'double' ? 17 : level < 2 ? this.effort.digits + 8 : working;
    const growth = [1, 1.2, 1.3, 1.5, 1.9, 2.6, 4, 7, 12][level]!;
    if (this.rate !== undefined) return Math.max(6, Math.ceil((wanted / this.rate) * growth) + level);
    return Math.ceil([12, 18, 36, 80, 200, 500, 1200, 3000, 8000][level]!);
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
        if (name === 'double') this.rate = measureRate(pass, this.found, this.closure);
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
      const exponent = Math.ceil(this.effort.digits / 2) + 4 + 2 * level;
      const pair = tilted(this.problem, alignment, `1e-${exponent}`);
      if (!pair) this.note('tau: m is along a symmetry direction and the exchange field is not three plain parameters, so the limit is not taken');
      else {
        this.note(`tau: limit m ${alignment === 'out-of-plane' ? '-> z' : 'into the plane'}, taken at a tilt of 1e-${exponent}`);
        const wide = name === 'double' ? 'mpfr' : name;
        const runs = pair.map((problem) => this.once(problem, wide, digits + 2 * exponent + 10, lines, true).numerals);
        for (const key of ['tau.1e', 'tau.2e', 'tau.1o', 'tau.2o'])
          numerals.set(key, new Wide(runs[0]!.get(key)!).plus(runs[1]!.get(key)!).div(2).toString());
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

  private compare(coarse: Run, fine: Run, reported: Run): { quantities: Map<string, AgreedNumber>; agreed: number } {
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

/** Digits per line from double-precision runs with doubling node counts. */
function measureRate<V>(pass: Pass<V>, found: Survey, closure: Closure): number | undefined {
  const { field } = pass;
  const at = (lines: number): number[] => {
    const result = pass.solve(pass.directions(found, lines), closure);
    return Array.from({ length: 12 }, (_, k) => field.toNumber(result, k));
  };
  let before = at(8);
  for (let lines = 8; lines <= 1024; lines *= 2) {
    const after = at(2 * lines);
    const scaleAt = (k: number): number => Math.max(...after.slice(k < 8 ? 0 : 8, k < 8 ? 8 : 12).map(Math.abs));
    const error = Math.max(...after.map((x, k) => Math.abs(x - before[k]!) / scaleAt(k)));
    if (error < 1e-13) return 13 / lines;
    if (error < 1e-6) return -Math.log10(error) / lines;
    before = after;
  }
  return 6 / 2048;
}

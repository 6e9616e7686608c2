import type { Decimal } from 'decimal.js';
import type { FieldName } from '../arithmetic/field.js';
import { decimals } from '../arithmetic/numeral.js';
import { AccuracyError } from '../theory/errors.js';
import { EFFICIENCIES } from '../torque/efficiencies.js';
import type { Numerals, Run } from './agreement.js';
import type { Preparation } from './forecast.js';
import { observe, observeTorque } from './observe.js';
import { fieldOf, Pass, type Problem, pipelineOf } from './problem.js';
import { type Plan, ZERO_DEPTH } from './schedule.js';
import { type Alignment, alignmentOf, tilted } from './tilt.js';

const Wide = decimals(1200);

/** Runs of one problem: K, sigma, K_J and all that leads to them, and the torque efficiencies with their limits. */
export class Passes {
  /** What the reader must know: limits taken, quantities that do not exist. */
  readonly notes: string[] = [];

  constructor(
    private readonly problem: Problem,
    private readonly prepared: Preparation,
    private readonly wanted: number,
  ) {
    const { closure } = prepared;
    if (closure === 'conserved' && problem.limit === 'finite')
      this.note('the density row closes the ladder (K_0b = 0)');
    if (problem.scheme.kind === 'gaussian' && problem.limit === 'dilute')
      this.note(
        closure === 'full'
          ? 'the Gaussian self-energy breaks charge conservation here: all four rows of the ladder are solved'
          : 'the spin part of Im g vanishes, so Gaussian equals first Born here',
      );
    if (this.sigmaDiverges)
      this.note(
        'sigma, K_J and tau need a hard cutoff at finite n: the bare current bubble diverges logarithmically; give --cutoff VALUE',
      );
  }

  private note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }

  private get sigmaDiverges(): boolean {
    return this.problem.limit === 'finite' && this.problem.cutoff === 'renormalised';
  }

  /** One run in a field. `level` counts the runs: each takes its limits at another tilt. */
  run(name: FieldName, plan: Plan, level: number): Run {
    const { numerals, alignment } = this.once(this.problem, name, plan);
    if (this.sigmaDiverges)
      return {
        digits: plan.digits,
        numerals: new Map([...numerals].filter(([key]) => !/^(sigma|KJ|tau)\./.test(key))),
      };
    if (alignment === 'none')
      this.note(
        this.problem.theory.hasExchange
          ? 'tau: no exchange field, m is undefined'
          : 'tau: the theory names no exchange field',
      );
    else if (alignment !== 'regular')
      for (const [key, text] of this.limits(alignment, name === 'double' ? 'mpfr' : name, plan, level))
        numerals.set(key, text);
    return { digits: plan.digits, numerals };
  }

  private once(
    problem: Problem,
    name: FieldName,
    { digits, lines }: Plan,
  ): { numerals: Map<string, string>; alignment: Alignment } {
    const field = fieldOf(name, digits);
    try {
      const pass = new Pass(problem, pipelineOf(problem), field);
      pass.solve(pass.directions(this.prepared.survey, lines), this.prepared.closure);
      const numerals = observe(pass);
      const size = problem.theory.environmentSize;
      const alignment = alignmentOf(
        problem,
        problem.theory.hasExchange ? [3, 2, 1].map((k) => field.toNumber(pass.environment, size - k)) : [],
      );
      if (alignment === 'regular') for (const [key, text] of observeTorque(pass)) numerals.set(key, text);
      for (const [key, text] of numerals)
        if (/nan|inf/i.test(text))
          throw new AccuracyError(
            `${key} leaves the range of ${field.name === 'double' ? 'double precision: use --field mpfr' : 'the numbers: the parameters are too far apart'}`,
          );
      return { numerals, alignment };
    } finally {
      field.release();
    }
  }

  /** Limits of Eq. (4) from tilts +-h: the error falls as h^2, and two powers of 1/h of digits are lost to cancellation. */
  private limits(alignment: Alignment, name: FieldName, { digits, lines }: Plan, level: number): [string, string][] {
    const exponent = Math.ceil((this.wanted + ZERO_DEPTH) / 2) + 2 * level;
    const pair = tilted(this.problem, alignment, `1e-${exponent}`);
    if (!pair) {
      this.note(
        'tau: m is along a symmetry direction and the exchange field is not three plain parameters, so the limit is not taken',
      );
      return [];
    }
    this.note(
      `tau: limit m ${alignment === 'out-of-plane' ? '-> z (in the xz plane)' : 'into the plane'} taken from small tilts`,
    );
    const plan = { digits: digits + 2 * exponent + 10, lines };
    const [plus, minus]: [Numerals, Numerals] = [
      this.once(pair[0], name, plan).numerals,
      this.once(pair[1], name, plan).numerals,
    ];
    const sides = EFFICIENCIES.map(
      (efficiency) =>
        [`tau.${efficiency}`, ...[plus, minus].map((run) => new Wide(run.get(`tau.${efficiency}`)!))] as [
          string,
          Decimal,
          Decimal,
        ],
    );
    const smooth = sides.filter(([key, a, b]) => {
      const exists = a
        .minus(b)
        .abs()
        .lte(Wide.max(a.abs(), b.abs(), 1).times(`1e-${Math.floor(exponent / 2)}`));
      if (!exists) this.note(`${key}: no limit, the two sides differ or diverge`);
      return exists;
    });
    const scale = smooth.reduce<Decimal>((max, [, a, b]) => Wide.max(max, a.abs(), b.abs()), new Wide(0));
    return smooth.map(([key, a, b]) => {
      const mean = a.plus(b).div(2);
      // what lies below the error h^2 of the limit is zero
      return [key, mean.abs().lte(scale.times(`1e-${2 * exponent - 6}`)) ? '0' : mean.toString()];
    });
  }
}

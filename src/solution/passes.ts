import type { FieldName } from '../arithmetic/field.js';
import { fieldOf } from '../arithmetic/fields.js';
import { AccuracyError } from '../theory/errors.js';
import { tensorOf } from '../transport/tensors.js';
import type { Run } from './agreement.js';
import type { Preparation } from './forecast.js';
import { Pass } from './pass.js';
import type { Problem } from './problem.js';
import { efficienciesOf, quantitiesOf } from './quantities.js';
import { type Plan, ZERO_DEPTH } from './schedule.js';
import { type Alignment, alignmentOf, limitOf, tilted } from './tilt.js';

/** What needs the conductivity. */
const BEYOND_SIGMA: ReadonlySet<string> = new Set(['sigma', 'KJ', 'tau']);

/** Runs of one problem: K, sigma, K_J and all that leads to them, and the torque efficiencies with their limits. */
export class Passes {
  /** What the reader must know: limits taken, quantities that do not exist. */
  readonly notes = new Set<string>();

  constructor(
    private readonly problem: Problem,
    private readonly prepared: Preparation,
    private readonly wanted: number,
  ) {
    const atFiniteDensity = problem.limit === 'finite';
    if (prepared.closure === 'conserved' && atFiniteDensity)
      this.notes.add('the density row closes the ladder (K_0b = 0)');
    if (problem.scheme.kind === 'gaussian' && !atFiniteDensity)
      this.notes.add(
        prepared.closure === 'full'
          ? 'the Gaussian self-energy breaks charge conservation here: all four rows of the ladder are solved'
          : 'the spin part of Im g vanishes, so Gaussian equals first Born here',
      );
    if (this.sigmaDiverges)
      this.notes.add(
        'sigma, K_J and tau need a hard cutoff at finite n: the bare current bubble diverges logarithmically; ' +
          'give --cutoff VALUE',
      );
  }

  private get sigmaDiverges(): boolean {
    return this.problem.limit === 'finite' && this.problem.cutoff === 'renormalised';
  }

  /** One run in a field. `level` counts the runs: each takes its limits at another tilt. */
  run(name: FieldName, plan: Plan, level: number): Run {
    const { numerals, alignment } = this.once(this.problem, name, plan);
    if (this.sigmaDiverges) {
      const exists = (entry: string): boolean => !BEYOND_SIGMA.has(tensorOf(entry)?.name ?? '');
      return { digits: plan.digits, numerals: new Map([...numerals].filter(([entry]) => exists(entry))) };
    }
    if (alignment === 'none')
      this.notes.add(
        this.problem.theory.hasExchange
          ? 'tau: no exchange field, m is undefined'
          : 'tau: the theory names no exchange field',
      );
    else if (alignment !== 'regular')
      for (const [entry, text] of this.limits(alignment, name === 'double' ? 'mpfr' : name, plan, level))
        numerals.set(entry, text);
    return { digits: plan.digits, numerals };
  }

  private once(
    problem: Problem,
    name: FieldName,
    { digits, lines }: Plan,
  ): { numerals: Map<string, string>; alignment: Alignment } {
    const field = fieldOf(name, digits);
    try {
      const pass = new Pass(problem, field);
      const directions = pass.directions(this.prepared.survey, lines);
      pass.solve(directions, this.prepared.closure);
      const numerals = quantitiesOf(pass, directions);
      const alignment = alignmentOf(pass);
      if (alignment === 'regular') for (const [entry, text] of efficienciesOf(pass)) numerals.set(entry, text);
      const wild = [...numerals].find(([, text]) => /nan|inf/i.test(text));
      if (wild)
        throw new AccuracyError(
          name === 'double'
            ? `${wild[0]} leaves the range of double precision: use --field mpfr`
            : `${wild[0]} leaves the range of the numbers: the parameters are too far apart`,
        );
      return { numerals, alignment };
    } finally {
      field.release();
    }
  }

  /**
   * Limits of Eq. (4) from tilts +-h: the error falls as h^2, and two powers of 1/h of digits are lost to cancellation.
   */
  private limits(alignment: Alignment, name: FieldName, { digits, lines }: Plan, level: number): Map<string, string> {
    const exponent = Math.ceil((this.wanted + ZERO_DEPTH) / 2) + 2 * level;
    const pair = tilted(this.problem, alignment, `1e-${exponent}`);
    if (!pair) {
      this.notes.add(
        'tau: m is along a symmetry direction and the exchange field is not three plain parameters, so the limit ' +
          'is not taken',
      );
      return new Map();
    }
    const direction = alignment === 'out-of-plane' ? '-> z (in the xz plane)' : 'into the plane';
    this.notes.add(`tau: limit m ${direction} taken from small tilts`);
    const plan = { digits: digits + 2 * exponent + 10, lines };
    const [plus, minus] = pair.map((problem) => this.once(problem, name, plan).numerals);
    const { limits, missing } = limitOf(plus, minus, exponent);
    for (const entry of missing) this.notes.add(`${entry}: no limit, the two sides differ or diverge`);
    return limits;
  }
}

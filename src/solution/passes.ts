import type { FieldName } from '../arithmetic/field.js';
import { fieldOf } from '../arithmetic/fields.js';
import { valueAt } from '../arithmetic/memo.js';
import { AccuracyError } from '../theory/errors.js';
import { TENSORS, tensorOf } from '../transport/tensors.js';
import type { Numerals, Run } from './agreement.js';
import type { Preparation } from './forecast.js';
import { Pass } from './pass.js';
import type { Problem } from './problem.js';
import { efficienciesOf, quantitiesOf, torquePartsOf } from './quantities.js';
import type { Plan } from './schedule.js';
import { scopeNotes } from './scope.js';
import { limitsFrom, tilted } from './tilt.js';
import { type TorqueForm, tiltExponent } from './torqueForm.js';

/** What needs the conductivity. */
const BEYOND_SIGMA: ReadonlySet<string> = new Set(['sigma', 'KJ', 'KJreversed']);
/** Digits that Eq. (4) may lose before more are worked with. */
const EXPECTED_LOSS = 3;

/** Runs of one problem: K, sigma, K_J and all that leads to them, and the torque efficiencies with their limits. */
export class Passes {
  /** What the reader must know: limits taken, quantities that do not exist. */
  readonly notes = new Set<string>();
  private scope: readonly string[] | undefined;

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
    else if (prepared.torque.kind === 'none') this.notes.add(`tau: ${prepared.torque.reason}`);
    else if (prepared.torque.kind === 'parts')
      this.notes.add(
        `tau: Eq. (4) does not hold: ${prepared.torque.broken}; torqueEven and torqueOdd are m x (K_J e_b) by its ` +
          'parts even (damping-like) and odd (field-like) under time reversal of the theory',
      );
  }

  private get sigmaDiverges(): boolean {
    return this.problem.limit === 'finite' && this.problem.cutoff === 'renormalised';
  }

  /** One run in a field. `level` counts the runs: each takes its limits at another tilt. */
  run(name: FieldName, plan: Plan, level: number): Run {
    const { torque } = this.prepared;
    const { digits, lines } = plan;
    if (this.sigmaDiverges) {
      const exists = (entry: string): boolean => !BEYOND_SIGMA.has(tensorOf(entry)?.name ?? '');
      const numerals = [...this.once(this.problem, name, plan)].filter(([entry]) => exists(entry));
      return { digits, numerals: new Map(numerals) };
    }
    if (torque.kind === 'none') return { digits, numerals: this.once(this.problem, name, plan) };
    if (torque.kind === 'parts') return { digits, numerals: this.once(this.problem, name, plan, torquePartsOf) };
    const { alignment, loss } = torque;
    if (alignment !== 'regular') {
      const numerals = this.once(this.problem, name, plan);
      return { digits, numerals: new Map([...numerals, ...this.limits(torque, numerals, exactly(name), plan, level)]) };
    }
    const deep = { digits: digits + Math.max(0, Math.ceil(loss) - EXPECTED_LOSS), lines };
    if (name !== 'double' || loss < digits - EXPECTED_LOSS - this.wanted)
      return { digits, numerals: this.once(this.problem, name, name === 'double' ? plan : deep, efficienciesOf) };
    // Eq. (4) would leave nothing of the digits of double precision
    const numerals = this.once(this.problem, name, plan);
    const deeper = this.once(this.problem, exactly(name), deep, efficienciesOf);
    for (const entry of TENSORS.tau.entries) numerals.set(entry, valueAt(deeper, entry));
    return { digits, numerals };
  }

  /** One solve; `torque` reads what is said of the torque. */
  private once(
    problem: Problem,
    name: FieldName,
    { digits, lines }: Plan,
    torque: (pass: Pass<unknown>) => Map<string, string> = () => new Map(),
  ): Map<string, string> {
    const field = fieldOf(name, digits);
    try {
      const pass = new Pass(problem, field);
      const directions = pass.directions(this.prepared.survey, lines);
      pass.solve(directions, this.prepared.closure);
      if (!this.scope && !this.sigmaDiverges) {
        this.scope = scopeNotes(pass);
        for (const note of this.scope) this.notes.add(note);
      }
      const numerals = new Map([...quantitiesOf(pass, directions), ...torque(pass)]);
      const wild = [...numerals].find(([, text]) => /nan|inf/i.test(text));
      if (wild)
        throw new AccuracyError(
          name === 'double'
            ? `${wild[0]} leaves the range of double precision: use --field mpfr`
            : `${wild[0]} leaves the range of the numbers: the parameters are too far apart`,
        );
      return numerals;
    } finally {
      field.release();
    }
  }

  /**
   * Limits of Eq. (4). For m along z tau.1e and tau.1o are components of K_J; the others come from a tilt h, with an
   * error of h^2 and the loss of two powers of 1/h to cancellation.
   */
  private limits(
    { alignment, side }: Efficiencies,
    numerals: Numerals,
    name: FieldName,
    { digits, lines }: Plan,
    level: number,
  ): Map<string, string> {
    const alongZ = alignment === 'out-of-plane';
    const [damping, field] = ['KJ.yy', 'KJ.xy'].map((entry) => valueAt(numerals, entry));
    const known = alongZ
      ? [['tau.1e', side < 0 ? negated(damping) : damping] as const, ['tau.1o', field] as const]
      : [];
    const exponent = tiltExponent(this.wanted) + 2 * level;
    const problem = tilted(this.problem, alongZ ? 'out-of-plane' : 'in-plane', `1e-${exponent}`);
    if (!problem) {
      this.notes.add(
        `${alongZ ? 'tau.2e, tau.2o: m is along z' : 'tau: m is in the plane'} and the exchange field is not three ` +
          'plain parameters, so the limit is not taken',
      );
      return new Map(known);
    }
    this.notes.add(`tau: limit m ${alongZ ? '-> z (in the xz plane)' : 'into the plane'} taken from a small tilt`);
    const plan = { digits: digits + 2 * exponent + 10, lines };
    return new Map([...limitsFrom(this.once(problem, name, plan, efficienciesOf), exponent), ...known]);
  }
}

type Efficiencies = Extract<TorqueForm, { kind: 'efficiencies' }>;

const negated = (text: string): string => (text.startsWith('-') ? text.slice(1) : `-${text}`);

/** Limits are taken beyond double precision. */
const exactly = (name: FieldName): FieldName => (name === 'double' ? 'mpfr' : name);

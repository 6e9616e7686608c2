import { Complex } from '../arithmetic/complex.js';
import { constant, type Expr, type Program, pi, sum, trace } from '../arithmetic/expression.js';
import { Layout } from '../arithmetic/layout.js';
import { transpose } from '../arithmetic/matrix.js';
import { remembered } from '../arithmetic/memo.js';
import { SpinMatrix } from '../arithmetic/pauli.js';
import { LINE } from '../quadrature/directions.js';
import { InputError } from '../theory/errors.js';
import { amplitudesAlong, growthAlong, type Line } from '../theory/line.js';
import type { Theory, TheoryExpressions } from '../theory/theory.js';
import { type Bubbles, ELECTRON_CHARGE } from './bubbles.js';
import { bubbleAt, operatorAt } from './dressedGreen.js';
import type { Closure } from './ladder.js';
import { dressedCurrent, expectation, type Observable, occupation, operatorsOf, vertexPart } from './observables.js';
import { type Scheme, schemeName } from './scattering.js';
import type { TransportSteps } from './steps.js';
import { BUBBLES, DILUTE_BUBBLES, GREEN, GREEN_SUMS, RESPONSE, SCATTERING, SELF_ENERGY } from './tensors.js';

/**
 * How the divergent part of Re g_0 is treated: a hard cutoff |p| < Lambda, or absorbed in u with all other integrals
 * taken to infinity.
 */
export type CutoffScheme = 'hard' | 'renormalised';

/** The approximation in which a theory is solved. */
export interface Approximation {
  readonly scheme: Scheme;
  readonly cutoff: CutoffScheme;
  /** Which species are in the unitary limit. */
  readonly unitary: readonly boolean[];
}

/** The state at a contour point. */
const STATE = { spin: [1, 3], velocity: [1, 2], weight: [1, 1], momentum: [1, 1], cos: [1, 1], sin: [1, 1] } as const;

/** A contour point: running sums of g, then what the state itself is. */
export const ROW = new Layout({ g: [2, 4], divergence: [1, 4], ...STATE });

/** Length of the row of several contour points on one line: one behind the other, after the sums. */
export const rowSize = (points: number): number => GREEN_SUMS.size + points * (ROW.size - GREEN_SUMS.size);

/** A traced program with the steps and parts of the approximation that it was made of, by name. */
interface Traced {
  readonly program: Program;
  readonly parts: ReadonlyMap<string, unknown>;
}

/** What was traced of a theory, by key: a program serves every pipeline that would make it of the same parts. */
const tracedOf = new WeakMap<Theory, Map<string, Traced[]>>();

/** Variants of one program that are kept. */
const MOST_VARIANTS = 32;

/** The traced programs of one theory under one approximation; nothing numeric lives here. */
export class Pipeline {
  private readonly programs = new Map<string, Program>();
  private readonly parts: ReadonlyMap<string, unknown>;
  /** As they were given; what is read of them while a program is traced belongs to it. */
  readonly steps: TransportSteps;
  /** Names of the parts that the program which is being traced has used. */
  private used = new Set<string>();

  constructor(
    readonly theory: Theory,
    readonly approximation: Approximation,
    steps: TransportSteps,
  ) {
    const { scheme, cutoff, unitary } = approximation;
    const named = { ...steps, cutoff, scheme: schemeName(scheme), unitary: unitary.join() };
    this.parts = new Map(Object.entries(named));
    this.steps = new Proxy(steps, {
      get: (all, name: keyof TransportSteps) => this.using(name, all[name]),
    });
    if (unitary.includes(true) && scheme.kind !== 't-matrix' && scheme.kind !== 'self-consistent')
      throw new InputError(
        `u = inf is the unitary limit of the full T-matrix; with the scheme ${schemeName(scheme)} give a finite ` +
          'strength',
      );
  }

  get hard(): boolean {
    return this.using('cutoff', this.approximation.cutoff) === 'hard';
  }

  private using<T>(name: string, part: T): T {
    this.used.add(name);
    return part;
  }

  private traced(
    key: string,
    blocks: readonly number[],
    formula: (theory: TheoryExpressions, ...inputs: Expr[][]) => readonly Expr[],
  ): Program {
    return remembered(this.programs, key, () => {
      const keys = remembered(tracedOf, this.theory, () => new Map<string, Traced[]>());
      const known = remembered(keys, key, () => []);
      const same = known.find(({ parts }) => [...parts].every(([name, part]) => this.parts.get(name) === part));
      if (same) return same.program;
      this.used = new Set();
      const program = trace([this.theory.environmentSize, ...blocks], (block, ...inputs) =>
        formula(this.theory.expressions(block, this.hard), ...inputs),
      );
      const parts = new Map([...this.used].map((name) => [name, this.parts.get(name)]));
      known.push({ program, parts });
      if (known.length > MOST_VARIANTS) known.shift();
      return program;
    });
  }

  /** A formula of one line and what is met on it, added to running sums with the weight of the line. */
  private summed(
    key: string,
    blocks: readonly number[],
    size: number,
    formula: (line: Line, ...inputs: Expr[][]) => readonly Expr[],
  ): Program {
    return this.traced(key, [LINE.size, ...blocks, size], (theory, [cos, sin, weight], ...inputs) => {
      const before = inputs[blocks.length];
      return formula({ theory, cos, sin }, ...inputs).map((x, k) => before[k].add(weight.mul(x)));
    });
  }

  /** (environment, line) -> coefficients of D along the line. */
  get determinant(): Program {
    return this.traced('determinant', [LINE.size], (theory, [cos, sin]) =>
      this.steps.determinantAlong({ theory, cos, sin }),
    );
  }

  /** (environment, line) -> top coefficient of D along the line, its scale, top coefficient of the lower band. */
  get growth(): Program {
    return this.traced('growth', [LINE.size], (theory, [cos, sin]) => growthAlong({ theory, cos, sin }));
  }

  /** (environment, line, root 1, previous row) -> row of a contour point. */
  get crossing(): Program {
    return this.crossings(1, 0);
  }

  /** (environment, line, real roots, then pairs, previous row) -> row of the contour points of one line. */
  crossings(reals: number, pairs: number): Program {
    const blocks = [LINE.size, reals + 2 * pairs, rowSize(reals)];
    return this.traced(`crossings ${reals} ${pairs}`, blocks, (theory, [cos, sin, weight], roots, before) => {
      const line = { theory, cos, sin };
      const points = roots.slice(0, reals).map((root) => this.steps.contourPoint(line, root));
      const parts = points.map((point) => this.steps.onShellGreen(line, point));
      for (let k = reals; k < roots.length; k += 2)
        parts.push(this.steps.offShellGreen(line, new Complex(roots[k], roots[k + 1])));
      const sums = parts.reduce(
        (all, part) => all.map((x, k) => x.add(weight.mul(part[k]))),
        before.slice(0, GREEN_SUMS.size),
      );
      const states = points.flatMap(({ spin, velocity, momentum, weight: measure }) => [
        ...spin.slice(1),
        ...velocity,
        weight.mul(measure),
        momentum,
        cos,
        sin,
      ]);
      return [...sums, ...states];
    });
  }

  /** (environment, line, root 1, sums) -> sums, for a real root beyond the cutoff: no state, no broadening. */
  get beyondCutoff(): Program {
    return this.summed('beyondCutoff', [1], GREEN_SUMS.size, (line, [root]) => {
      const sums = this.steps.onShellGreen(line, this.steps.contourPoint(line, root));
      const [real, imaginary] = GREEN_SUMS.matrix(sums, 'g');
      return GREEN_SUMS.join({
        g: [real, imaginary.map(() => constant(0))],
        divergence: [GREEN_SUMS.entries(sums, 'divergence')],
      });
    });
  }

  /** (environment, line, pair 2, sums) -> sums, for one pair of complex roots. */
  get offShell(): Program {
    return this.summed('offShell', [2], GREEN_SUMS.size, (line, [re, im]) =>
      this.steps.offShellGreen(line, new Complex(re, im)),
    );
  }

  /**
   * (environment, line, D, sums) -> sums: what the poles leave out on a line where D is only of the degree d of H, so
   * that p G_0 grows linearly with the slope of its top coefficients.
   */
  get polynomialPart(): Program {
    const { degree } = this.theory;
    return this.summed('polynomialPart', [2 * degree + 1], GREEN_SUMS.size, (line, determinant) => {
      const { cutoff = constant(0) } = line.theory;
      const measure = cutoff.square().div(determinant[degree]).div(pi().square().mul(4));
      const real = amplitudesAlong(line).map((c) => c[degree].mul(measure));
      const zeros = real.map(() => constant(0));
      return GREEN_SUMS.join({ g: [real, zeros], divergence: [zeros] });
    });
  }

  /** (environment, sums) -> g. In the renormalised scheme Re g_0 is absorbed in u. */
  get green(): Program {
    return this.traced('green', [GREEN_SUMS.size], (_, sums) =>
      GREEN_SUMS.entries(sums, 'g').map((x, k) => (k === 0 && !this.hard ? x.mul(0) : x)),
    );
  }

  /** (environment, g) -> density of states. */
  get densityOfStates(): Program {
    return this.traced('dos', [GREEN.size], (_, g) => [GREEN.matrix(g, 'g')[1][0].mul(-2).div(pi())]);
  }

  /** (environment, g) -> Gamma, Upsilon, T. */
  get scattering(): Program {
    return this.traced('scattering', [GREEN.size], (theory, g) => {
      const unitary = this.using('unitary', this.approximation.unitary);
      const scheme = this.using('scheme', this.approximation.scheme);
      const species = theory.impurities.map((s, k) => ({ ...s, unitary: unitary[k] }));
      const { T, broadening, vertex } = this.steps.scattering(species, SpinMatrix.fromParts(g), scheme);
      return SCATTERING.join({ Gamma: [broadening], Y: vertex, T: [T.toParts()] });
    });
  }

  /** (environment, row, scattering, bubbles) -> bubbles of the dilute limit. */
  get bubbles(): Program {
    return this.bubblesOf(1);
  }

  /** The same for the row of several contour points. */
  bubblesOf(points: number): Program {
    const blocks = [rowSize(points), SCATTERING.size, DILUTE_BUBBLES.size];
    return this.traced(`bubbles ${points}`, blocks, (_, row, scattering, before) =>
      Array.from({ length: points }, (_, k) => {
        const { spin, velocity, weight } = stateOf(row.slice(rowSize(k) - GREEN_SUMS.size));
        const bubbles = this.steps.diluteBubbles(spin, velocity, weight, SCATTERING.entries(scattering, 'Gamma'));
        return DILUTE_BUBBLES.join(bubbles);
      }).reduce((all, part) => all.map((x, k) => x.add(part[k])), before),
    );
  }

  /** (environment, scattering, bubbles) -> response of the dilute limit. */
  diluteLadder(closure: Closure): Program {
    return this.traced(`dilute ${closure}`, [SCATTERING.size, DILUTE_BUBBLES.size], (_, scattering, block) => {
      const [N, J, s0] = (['N', 'J', 's0'] as const).map((name) => DILUTE_BUBBLES.matrix(block, name));
      return this.close(scattering, { N, J, s0, currentSpin: transpose(J) }, 1, closure);
    });
  }

  /** (environment, line, Sigma) -> coefficients of D+ along the line, re and im interleaved. */
  get dressedDeterminant(): Program {
    return this.traced('dressedDeterminant', [LINE.size, SELF_ENERGY.size], (theory, [cos, sin], sigma) =>
      this.steps.dressedDeterminant({ theory, cos, sin }, SpinMatrix.fromParts(sigma)).flatMap((z) => [z.re, z.im]),
    );
  }

  /** (environment, line, Sigma, root 2, sums) -> sums: g of the dressed Green's function. */
  get dressedGreen(): Program {
    return this.summed('dressedGreen', [SELF_ENERGY.size, 2], GREEN_SUMS.size, (line, sigma, [re, im]) =>
      this.steps.dressedGreen(line, SpinMatrix.fromParts(sigma), new Complex(re, im)),
    );
  }

  /** (environment, line, Sigma, root 2, bubbles) -> bubbles at finite n. */
  get dressedBubbles(): Program {
    return this.summed('dressedBubbles', [SELF_ENERGY.size, 2], BUBBLES.size, (line, sigma, [re, im]) =>
      BUBBLES.join({ ...this.steps.dressedBubbles(line, SpinMatrix.fromParts(sigma), new Complex(re, im)) }),
    );
  }

  /** (environment, scattering) -> Sigma. */
  get selfEnergy(): Program {
    return this.traced('selfEnergy', [SCATTERING.size], (theory, scattering) =>
      this.steps.selfEnergy(SpinMatrix.fromParts(SCATTERING.entries(scattering, 'T')), theory.n).toParts(),
    );
  }

  /** (environment, scattering, bubbles) -> response at finite n. */
  finiteLadder(closure: Closure): Program {
    return this.traced(`finite ${closure}`, [SCATTERING.size, BUBBLES.size], (theory, scattering, block) => {
      const [N, J, s0, currentSpin] = BUBBLES.names.map((name) => BUBBLES.matrix(block, name));
      return this.close(scattering, { N, J, s0, currentSpin }, theory.n, closure);
    });
  }

  private close(
    scattering: readonly Expr[],
    { N, J, s0, currentSpin }: Bubbles,
    n: Expr | number,
    closure: Closure,
  ): Expr[] {
    const { steps } = this;
    const [broadening, Y] = [SCATTERING.entries(scattering, 'Gamma'), SCATTERING.matrix(scattering, 'Y')];
    const ladder = steps.ladderOperator(N, Y);
    const K = steps.spinSusceptibility(ladder, J, closure);
    const sigma = steps.conductivity(s0, currentSpin, Y, K, n);
    const ward = steps.conservationResiduals(broadening, ladder, J, K);
    const KJ = steps.currentDriven(K, sigma);
    // under time reversal N and Upsilon go over into their transposes, J into that of J', sigma into its own
    const reversed = steps.spinSusceptibility(
      steps.ladderOperator(transpose(N), transpose(Y)),
      transpose(currentSpin),
      closure,
    );
    const KJreversed = steps.currentDriven(reversed, transpose(sigma));
    return RESPONSE.join({ K, sigma, KJ, KJreversed, ward: [ward], ladder });
  }

  /**
   * (environment, row, scattering, response, sums) -> sums of an observable over the contour points of the dilute
   * limit.
   */
  diluteObservable(observable: Observable): Program {
    const { tensor } = observable;
    const blocks = [ROW.size, SCATTERING.size, RESPONSE.size, tensor.entries.length];
    return this.traced(this.nameOf('dilute', observable), blocks, (theory, row, scattering, response, before) => {
      const { spin, weight, current, px, py } = stateOf(row);
      const [Gamma, Y] = [SCATTERING.entries(scattering, 'Gamma'), SCATTERING.matrix(scattering, 'Y')];
      const f = occupation(spin, current, Gamma, Y, RESPONSE.matrix(response, 'K'));
      const values = operatorsOf(observable, theory).map((o) => weight.mul(expectation(o, spin, px, py)));
      return values.flatMap((o) => f.map((x) => o.mul(x))).map((x, k) => before[k].add(x));
    });
  }

  /** (environment, line, Sigma, root 2, scattering, response, sums) -> sums of an observable at finite n. */
  finiteObservable(observable: Observable): Program {
    const { tensor } = observable;
    const blocks = [SELF_ENERGY.size, 2, SCATTERING.size, RESPONSE.size];
    return this.summed(
      this.nameOf('finite', observable),
      blocks,
      tensor.entries.length,
      (line, sigma, [re, im], scattering, response) => {
        const { theory } = line;
        const p = new Complex(re, im);
        const dressing = dressedCurrent(SCATTERING.matrix(scattering, 'Y'), RESPONSE.matrix(response, 'K'), theory.n);
        const current = ([0, 1] as const).map((axis) => {
          const bare = operatorAt(
            line,
            theory.h.map((h) => h.derivative(axis)),
            p,
          ).scale(ELECTRON_CHARGE);
          return bare.add(vertexPart(dressing, axis));
        });
        const bubble = bubbleAt(line, SpinMatrix.fromParts(sigma), p);
        return operatorsOf(observable, theory).flatMap((o) =>
          current.map((j) => bubble(operatorAt(line, o, p), j).div(pi())),
        );
      },
    );
  }

  /** Two observables are two programs, whatever they are called. */
  private nameOf(limit: 'dilute' | 'finite', observable: Observable): string {
    return `${limit} observable ${remembered(observables, observable, () => `${++observableCount}`)}`;
  }

  /** (environment, row, scattering, response) -> change of the occupation per field along x and y. @see Eq. (29) */
  get occupation(): Program {
    return this.traced('occupation', [ROW.size, SCATTERING.size, RESPONSE.size], (_, row, scattering, response) => {
      const { spin, current } = stateOf(row);
      const [Gamma, Y] = [SCATTERING.entries(scattering, 'Gamma'), SCATTERING.matrix(scattering, 'Y')];
      return occupation(spin, current, Gamma, Y, RESPONSE.matrix(response, 'K'));
    });
  }

  /** (environment, point 2) -> E_+, E_-, spin direction of the upper band (3), and eps - h_0. */
  get bands(): Program {
    return this.traced('bands', [2], ({ eps, h }, [x, y]) => {
      const [h0, ...texture] = h.map((c) => c.at(x, y));
      const norm = sum(texture.map((c) => c.square())).sqrt();
      return [h0.add(norm), h0.sub(norm), ...texture.map((c) => c.div(norm)), eps.sub(h0)];
    });
  }
}

const observables = new WeakMap<Observable, string>();
let observableCount = 0;

/** What a row says of its state. */
function stateOf(row: readonly Expr[]) {
  const [velocity, [weight], [p], [cos], [sin]] = (['velocity', 'weight', 'momentum', 'cos', 'sin'] as const).map(
    (name) => ROW.entries(row, name),
  );
  const spin = [constant(1), ...ROW.entries(row, 'spin')];
  return {
    spin,
    velocity,
    weight,
    current: velocity.map((v) => v.mul(ELECTRON_CHARGE)),
    px: p.mul(cos),
    py: p.mul(sin),
  };
}

const pipelines = new WeakMap<Theory, WeakMap<TransportSteps, Map<string, Pipeline>>>();

/** The pipeline of a theory, an approximation and a record of steps; tracing and compiling are done once for each. */
export function pipelineFor(theory: Theory, approximation: Approximation, steps: TransportSteps): Pipeline {
  const { scheme, cutoff, unitary } = approximation;
  const bySteps = remembered(pipelines, theory, () => new WeakMap<TransportSteps, Map<string, Pipeline>>());
  const byName = remembered(bySteps, steps, () => new Map<string, Pipeline>());
  const name = `${schemeName(scheme)} ${cutoff} ${unitary.join()}`;
  return remembered(byName, name, () => new Pipeline(theory, approximation, steps));
}

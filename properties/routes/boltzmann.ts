import { Complex } from '../../src/arithmetic/complex.js';
import { constant, type Expr, type Program, pi, sum, trace } from '../../src/arithmetic/expression.js';
import type { Field, Kernel } from '../../src/arithmetic/field.js';
import { PAULI, SpinMatrix } from '../../src/arithmetic/pauli.js';
import { RealRootFinder } from '../../src/arithmetic/roots.js';
import { type Directions, LINE } from '../../src/quadrature/directions.js';
import { AccuracyError } from '../../src/theory/errors.js';
import { horner } from '../../src/theory/polynomial.js';
import type { Theory, TheoryExpressions } from '../../src/theory/theory.js';
import { BUBBLES, GREEN, RESPONSE, SCATTERING } from '../../src/transport/tensors.js';
import { eliminate } from './eliminate.js';

/** State of one point of a Fermi contour: b (4), velocity (2), weight (1). */
const STATE = 7;
const CHARGE = -1;

interface Conditions {
  readonly unitary: readonly boolean[];
  readonly cutoff: 'hard' | 'renormalised';
}

/**
 * The semiclassical route to the dilute limit: states on the Fermi contours, golden-rule rates with the full T-matrix
 * R(i <- j) = 2 pi tr[P_i T P_j T^dagger], and the dense linear Boltzmann equation. With the pipeline it shares the
 * root finder, the complex and Pauli algebra, `Polynomial` (H and its derivatives, Horner's rule) and the quadrature
 * lines, but none of the pipeline's steps: a mistake in one of those four is not found by this route. Gives n K and n
 * sigma.
 */
export class BoltzmannSolver<V> {
  readonly blocks: readonly V[];
  crossings = 0;
  private readonly result: V;
  private readonly spare: readonly V[];
  private readonly roots: RealRootFinder<V>;
  private readonly coefficients: V;
  private readonly green: V;
  private readonly tMatrices: V;
  private states: V;
  private system: V;
  private capacity = 0;
  private readonly kernels: Record<
    'along' | 'state' | 'real' | 'pair' | 'scatter' | 'rates' | 'sides' | 'entry' | 'respond',
    Kernel<V>
  >;

  /** Golden-rule rates of a full T-matrix are never negative and need no check. */
  readonly rates: readonly number[] = [];

  constructor(
    private readonly theory: Theory,
    private readonly field: Field<V>,
    private readonly conditions: Conditions,
  ) {
    const order = 2 * theory.degree;
    this.result = field.vector(RESPONSE.size);
    this.spare = [SCATTERING, GREEN, BUBBLES].map(({ size }) => field.vector(size));
    this.blocks = [this.result, ...this.spare];
    this.roots = new RealRootFinder(field, order);
    this.coefficients = field.vector(order + 1);
    this.green = field.vector(8);
    this.tMatrices = field.vector(9 * theory.speciesCount);
    this.states = field.vector(0);
    this.system = field.vector(0);
    const programs = programsOf(theory, conditions);
    this.kernels = Object.fromEntries(
      Object.entries(programs).map(([name, p]) => [name, field.compile(p)]),
    ) as typeof this.kernels;
  }

  solve(environment: V, directions: Directions<V>): void {
    this.collect(environment, directions);
    if (this.crossings === 0) return;
    this.kernels.scatter(environment, 0, this.green, 0, this.tMatrices, 0);
    this.assemble();
    eliminate(this.field, this.system, this.crossings, this.crossings + 2);
    for (let k = 0; k < 12; k++) this.field.set(this.result, k, 0);
    for (let i = 0; i < this.crossings; i++)
      this.kernels.respond(
        this.states,
        STATE * i,
        this.system,
        i * (this.crossings + 2) + this.crossings,
        this.result,
        0,
        this.result,
        0,
      );
  }

  /** States on the contours, and g_0. */
  private collect(environment: V, { lines, count }: Directions<V>): void {
    const { field, kernels, roots } = this;
    const order = 2 * this.theory.degree;
    if (count * order > this.capacity) {
      this.capacity = count * order;
      this.states = field.vector(STATE * this.capacity);
      this.system = field.vector(this.capacity * (this.capacity + 2));
    }
    this.crossings = 0;
    for (let k = 0; k < 8; k++) field.set(this.green, k, 0);
    const cutoff = this.conditions.cutoff === 'hard' ? field.toNumber(environment, 1) : Number.POSITIVE_INFINITY;
    for (let line = 0; line < count; line++) {
      kernels.along(environment, 0, lines, LINE.size * line, this.coefficients, 0);
      if (!roots.find(this.coefficients, 0, cutoff)) throw new AccuracyError('the Fermi contours are not resolved');
      for (let k = 0; k < roots.reals; k++) {
        if (Math.abs(field.toNumber(roots.roots, k)) < cutoff)
          kernels.state(environment, 0, lines, LINE.size * line, roots.roots, k, this.states, STATE * this.crossings++);
        kernels.real(environment, 0, lines, LINE.size * line, roots.roots, k, this.green, 0, this.green, 0);
      }
      for (let k = roots.reals; k < roots.degree; k += 2)
        kernels.pair(environment, 0, lines, LINE.size * line, roots.roots, k, this.green, 0, this.green, 0);
    }
  }

  /**
   * Row i: sum_j (delta_ij out_i - w_j R(i <- j)) chi_j = e v_i; charge conservation takes the place of the last row.
   */
  private assemble(): void {
    const { field, kernels, crossings: n, states, system } = this;
    const width = n + 2;
    for (let i = 0; i < n; i++)
      for (let axis = 0; axis < 2; axis++) field.copy(states, STATE * i + 4 + axis, system, i * width + n + axis, 1);
    const [rates, sides, pair] = [field.vector(16), field.vector(8), field.vector(2)];
    kernels.rates(this.tMatrices, 0, rates, 0);
    for (let i = 0; i < n; i++) {
      kernels.sides(states, STATE * i, rates, 0, sides, 0);
      field.set(pair, 1, 0);
      for (let j = 0; j < n; j++) {
        if (j === i) continue;
        kernels.entry(sides, 0, states, STATE * j, pair, 1, pair, 0);
        field.copy(pair, 0, system, i * width + j, 1);
      }
      field.copy(pair, 1, system, i * width + i, 1);
    }
    const last = (n - 1) * width;
    for (let j = 0; j < n; j++) field.copy(states, STATE * j + 6, system, last + j, 1);
    for (let axis = 0; axis < 2; axis++) field.set(system, last + n + axis, 0);
  }
}

const memo = new WeakMap<Theory, Map<string, Record<string, Program>>>();

function programsOf(theory: Theory, conditions: Conditions): Record<string, Program> {
  let known = memo.get(theory);
  if (!known) {
    known = new Map();
    memo.set(theory, known);
  }
  const key = `${conditions.cutoff} ${conditions.unitary.join()}`;
  let programs = known.get(key);
  if (!programs) {
    programs = tracePrograms(theory, conditions);
    known.set(key, programs);
  }
  return programs;
}

function tracePrograms(theory: Theory, { unitary, cutoff }: Conditions): Record<string, Program> {
  const size = theory.environmentSize;
  const degree = theory.degree;
  const onLine = (block: readonly Expr[], line: readonly Expr[]) => alongLine(theory.expressions(block), line, degree);
  return {
    along: trace([size, 3], (block, line) => onLine(block, line).determinant),
    state: trace([size, 3, 1], (block, line, [p]) => stateAt(theory.expressions(block), line, p)),
    // principal value of both rays, and half a residue for the imaginary part
    real: trace([size, 3, 1, 8], (block, line, [p], before) => {
      const { numerator, slope } = onLine(block, line);
      const z = Complex.real(p);
      const measure = p.mul(line[2]).div(slope(z).re).div(pi().square().mul(4));
      const logarithm =
        cutoff === 'hard'
          ? block[1].square().sub(p.square()).abs().log().sub(p.square().log())
          : p.square().log().neg();
      const residues = numerator.map((c) => horner(c, z).re.mul(measure));
      const weight = p.abs().mul(line[2]).div(slope(z).re.abs()).div(pi().square().mul(4));
      const band = horner(numerator[0], z).re.sign();
      // 1 within the cutoff, 0 beyond it
      const exists = cutoff === 'hard' ? block[1].sub(p.abs()).sign().add(1).div(2) : constant(1);
      const imaginary = numerator.map((c) => horner(c, z).re.mul(weight).mul(band).mul(pi()).mul(exists).neg());
      const real = residues.map((r, i) => (i === 0 && cutoff === 'renormalised' ? constant(0) : r.mul(logarithm)));
      return [...real, ...imaginary].map((x, k) => before[k].add(x));
    }),
    pair: trace([size, 3, 2, 8], (block, line, [re, im], before) => {
      const { numerator, slope } = onLine(block, line);
      const p = new Complex(re, im);
      const squared = p.square();
      const inner = squared.neg().log();
      const logarithm = cutoff === 'hard' ? Complex.real(block[1].square()).sub(squared).log().sub(inner) : inner.neg();
      const measure = p
        .mul(logarithm)
        .div(slope(p))
        .scale(line[2].mul(2))
        .scale(constant(1).div(pi().square().mul(4)));
      const real = numerator.map((c, i) =>
        i === 0 && cutoff === 'renormalised' ? constant(0) : horner(c, p).mul(measure).re,
      );
      return before.map((x, k) => (k < 4 ? x.add(real[k]) : x));
    }),
    scatter: trace([size, 8], (block, g) =>
      theory
        .expressions(block)
        .impurities.flatMap(({ W, concentration }, k) => [
          ...tMatrixOf(W, SpinMatrix.fromParts(g), unitary[k]).toParts(),
          concentration,
        ]),
    ),
    // R(i <- j) = b_i^a R_ab b_j^b: the sum over species of 2 pi c tr[s_a T s_b T^dagger]/4
    rates: trace([9 * theory.speciesCount], (scatterers) =>
      PAULI.flatMap((a) =>
        PAULI.map((b) =>
          sum(
            Array.from({ length: theory.speciesCount }, (_, k) => {
              const [t, concentration] = [scatterers.slice(9 * k, 9 * k + 8), scatterers[9 * k + 8]];
              const [T, left, right] = [SpinMatrix.fromParts(t), SpinMatrix.basis(a), SpinMatrix.basis(b)];
              return left.mul(T).mul(right).mul(T.dagger()).halfTrace().re.mul(pi()).mul(concentration);
            }),
          ),
        ),
      ),
    ),
    // (state, R) -> b R, and R b
    sides: trace([STATE, 16], (state, R) => [
      ...PAULI.map((b) => sum(PAULI.map((a) => state[a].mul(R[4 * a + b])))),
      ...PAULI.map((a) => sum(PAULI.map((b) => R[4 * a + b].mul(state[b])))),
    ]),
    // (sides of state i, state j, A_ii) -> A_ij without what leaves i, A_ii with what goes over into j
    entry: trace([8, STATE, 1], (sides, other, [before]) => {
      const rate = (side: readonly Expr[]): Expr => other[6].mul(sum(PAULI.map((a) => side[a].mul(other[a]))));
      return [rate(sides.slice(0, 4)).neg(), before.add(rate(sides.slice(4)))];
    }),
    // (state, chi_x chi_y, sums 12) -> sums: K rows 0..3, then sigma
    respond: trace([STATE, 2, 12], (state, chi, before) => {
      const [b, v, w] = [state.slice(0, 4), state.slice(4, 6), state[6]];
      const response = [...b, ...v].flatMap((x) => chi.map((c) => w.mul(x).mul(c)));
      return before.map((x, k) => x.add(response[k]));
    }),
  };
}

/** T = W + W g T solved for T: (W^-1 - g)^-1 written without W^-1. */
const tMatrixOf = (W: SpinMatrix, g: SpinMatrix, unitary: boolean): SpinMatrix =>
  unitary ? g.inverse().scale(-1) : SpinMatrix.basis(0).sub(W.mul(g)).inverse().mul(W);

/** Along a line: numerator (eps - h_0, h) of the Green's function, D and D'. */
function alongLine({ eps, h }: TheoryExpressions, [cos, sin]: readonly Expr[], degree: number) {
  const [h0, ...h123] = h.map((p) => p.along(cos, sin, degree));
  const numerator = [h0.map((c, k) => (k === 0 ? eps.sub(c) : c.neg())), ...h123];
  const determinant = Array.from({ length: 2 * degree + 1 }, (_, k) =>
    sum(
      numerator.map((c, i) => {
        const square = sum(c.map((x, a) => (k - a >= 0 && k - a <= degree ? x.mul(c[k - a]) : constant(0))));
        return i === 0 ? square : square.neg();
      }),
    ),
  );
  const derivative = determinant.slice(1).map((c, k) => c.mul(k + 1));
  return { numerator, determinant, slope: (p: Complex) => horner(derivative, p) };
}

/** Spin, current and measure of the eigenstate at a root. Hellmann-Feynman: v = grad h_0 + b . grad h. */
function stateAt({ eps, h }: TheoryExpressions, [cos, sin, weight]: readonly Expr[], p: Expr): Expr[] {
  const [x, y] = [p.mul(cos), p.mul(sin)];
  const [h0, ...texture] = h.map((c) => c.at(x, y));
  const length = sum(texture.map((c) => c.square())).sqrt();
  const band = eps.sub(h0).sign();
  const spin = [constant(1), ...texture.map((c) => band.mul(c).div(length))];
  const velocity = ([0, 1] as const).map((axis) => sum(h.map((c, i) => spin[i].mul(c.derivative(axis).at(x, y)))));
  const radial = velocity[0].mul(cos).add(velocity[1].mul(sin));
  const measure = p.div(radial).abs().mul(weight).div(pi().square().mul(4));
  return [...spin, ...velocity.map((v) => v.mul(CHARGE)), measure];
}

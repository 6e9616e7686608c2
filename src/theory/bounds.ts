import { DoubleField } from '../arithmetic/double.js';
import { type Expr, sum, trace } from '../arithmetic/expression.js';
import { evaluated } from '../arithmetic/fields.js';
import { parseExpression, toPolynomial } from './algebra.js';
import type { TheoryDefinition } from './definition.js';
import { InputError } from './errors.js';
import type { Monomial } from './polynomial.js';

/** Values between which a parameter lies; without an end it goes on for ever. */
export interface Range {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** The bare Fermi momentum, in constraints as in regimes. */
const FERMI_MOMENTUM = 'pF';
const ORDERS = /\s*(<=|>=|<|>)\s*/;

/** a < b, of the numbers that a program makes of the parameters. */
interface Constraint {
  readonly text: string;
  readonly orders: readonly string[];
  /** Place of its first side; the others follow. */
  readonly first: number;
}

/**
 * Where a theory is meant to be used, as its file states it: ranges of parameters, and constraints between them such as
 * `Dx < alpha*pF` (pF = sqrt(eps/kappa) where h0 = kappa p^2). Laws, wrong theories and claims are tried inside alone.
 */
export class Bounds {
  readonly ranges: ReadonlyMap<string, Range>;
  /** Time that one law may take, if it is limited. */
  readonly seconds: number | undefined;
  private readonly constraints: readonly Constraint[] = [];
  private readonly sides: (values: readonly number[]) => Float64Array = () => new Float64Array();

  /**
   * @param names of the parameters
   * @param kinetic terms of h0 of expressions of those parameters
   * @throws InputError on names that are no parameters, empty ranges, and what is no inequality
   */
  constructor(
    { name: theory, ranges, constraints, secondsPerLaw }: TheoryDefinition,
    private readonly names: readonly string[],
    kinetic: (parameters: readonly Expr[]) => readonly Monomial[],
  ) {
    const fail = (message: string): never => {
      throw new InputError(`theory ${theory}: ${message}`);
    };
    for (const [name, { from, to }] of Object.entries(ranges)) {
      if (!names.includes(name)) fail(`ranges.${name}: there is no such parameter (${names.join(' ')})`);
      if (from !== undefined && to !== undefined && !(from <= to))
        fail(`ranges.${name}: from ${from} to ${to} is empty`);
    }
    this.ranges = new Map(Object.entries(ranges));
    this.seconds = secondsPerLaw;
    if (constraints.length === 0) return;
    const sides: string[] = [];
    this.constraints = constraints.map((text) => {
      const parts = text.split(ORDERS);
      if (parts.length < 3 || parts.includes(''))
        fail(`constraint "${text}": expected an inequality, such as "Dx < alpha*pF"`);
      const first = sides.length;
      sides.push(...parts.filter((_, k) => k % 2 === 0));
      return { text, first, orders: parts.filter((_, k) => k % 2 === 1) };
    });
    const program = trace([names.length], (inputs) => {
      const values = new Map(names.map((name, k) => [name, inputs[k]]));
      const momentum = fermiMomentum(kinetic(inputs), inputs[names.indexOf('eps')]);
      if (momentum && !values.has(FERMI_MOMENTUM)) values.set(FERMI_MOMENTUM, momentum);
      return sides.map((side) =>
        sum(
          toPolynomial(parseExpression(side, 'constraint'), values, 'constraint', false).terms.map(
            (t) => t.coefficient,
          ),
        ),
      );
    });
    const field = new DoubleField();
    this.sides = (values) => evaluated(field, program, values.map(String));
  }

  /** Whether nothing is stated. */
  get isEmpty(): boolean {
    return this.ranges.size + this.constraints.length === 0;
  }

  /** The first bound that values break, in words; nothing within all of them. */
  breach(value: (name: string) => number): string | undefined {
    for (const [name, { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY }] of this.ranges) {
      const x = value(name);
      if (x < from || x > to) return `${name} = ${x} is outside its range, ${rangeText({ from, to })}`;
    }
    if (this.constraints.length === 0) return undefined;
    const numbers = this.sides(this.names.map(value));
    const broken = this.constraints.find(({ orders, first }) =>
      orders.some((order, k) => !isOrdered(numbers[first + k], order, numbers[first + k + 1])),
    );
    return broken && `${broken.text} does not hold`;
  }

  /** A number inside the range of a parameter: the wanted one where it is. @param size positive, of order 1 */
  inside(name: string, wanted: number, size: number): number {
    const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = this.ranges.get(name) ?? {};
    if (wanted >= from && wanted <= to) return wanted;
    if (Number.isFinite(from) && Number.isFinite(to)) return from + ((to - from) * size) / (1 + size);
    return Number.isFinite(from) ? from + (Math.abs(from) || 1) * size : to - (Math.abs(to) || 1) * size;
  }
}

const rangeText = ({ from, to }: Required<Range>): string =>
  Number.isFinite(from) ? (Number.isFinite(to) ? `${from} to ${to}` : `from ${from}`) : `up to ${to}`;

function isOrdered(a: number, order: string, b: number): boolean {
  switch (order) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
}

/** sqrt(eps/kappa), kappa the geometric mean of the coefficients of px^2 and py^2; nothing without them. */
function fermiMomentum(h0: readonly Monomial[], eps: Expr): Expr | undefined {
  const along = (i: number, j: number): Expr | undefined => {
    const terms = h0.filter((t) => t.i === i && t.j === j);
    return terms.length > 0 ? sum(terms.map((t) => t.coefficient)) : undefined;
  };
  const [x, y] = [along(2, 0), along(0, 2)];
  return x && y && eps.div(x.mul(y).sqrt()).sqrt();
}

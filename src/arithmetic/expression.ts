import { valueAt } from './memo.js';

/**
 * Formulas as expression graphs. A formula is written once on `Expr`, traced into a `Program`, and executed by any
 * number field (double, MPFR, decimal, or whatever ring a caller supplies an executor for).
 */

type Unary = 'neg' | 'abs' | 'sign' | 'sqrt' | 'log' | 'exp' | 'cos' | 'sin';
type Binary = 'add' | 'sub' | 'mul' | 'div' | 'atan2';

/** Operations that every number field must provide. `sign` is -1, 0 or 1. */
export type Operation = 'input' | 'constant' | 'pi' | Unary | Binary;

/** One operation of a program; `a` and `b` are the positions of its operands (or block and index of an input). */
export interface Instruction {
  readonly op: Operation;
  readonly a: number;
  readonly b: number;
  /** Value of a `constant`: a double that is meant exactly. */
  readonly value: number;
}

/** A straight-line program: reads input blocks, writes one output block. */
export interface Program {
  /** Length of each input block. */
  readonly blocks: readonly number[];
  readonly instructions: readonly Instruction[];
  /** Positions of the outputs among the instructions. */
  readonly outputs: readonly number[];
}

/** The hash-consed graph under construction: equal subexpressions are one node. */
class Graph {
  readonly nodes: Instruction[] = [];
  private readonly index = new Map<string, Expr>();

  node(op: Operation, a = -1, b = -1, value = 0): Expr {
    const key = op === 'constant' ? `c${Object.is(value, -0) ? 0 : value}` : `${op},${a},${b}`;
    const known = this.index.get(key);
    if (known) return known;
    const made = new Expr(this, this.nodes.length);
    this.nodes.push({ op, a, b, value });
    this.index.set(key, made);
    return made;
  }
}

let tracing: Graph | undefined;

function currentGraph(): Graph {
  if (!tracing) throw new Error('an expression was built outside trace(): formulas run only while a program is traced');
  return tracing;
}

/** An exact constant (an integer or a dyadic fraction; write other rationals as a quotient). */
export const constant = (value: number): Expr => currentGraph().node('constant', -1, -1, value);

/** The circle constant at the precision of the field that runs the program. */
export const pi = (): Expr => currentGraph().node('pi');

/** A real number that will be known only when the program runs. */
export class Expr {
  constructor(
    private readonly graph: Graph,
    readonly id: number,
  ) {}

  /** The value if this is a constant, else undefined. */
  get known(): number | undefined {
    const node = this.graph.nodes[this.id];
    return node.op === 'constant' ? node.value : undefined;
  }

  private lift(x: Expr | number): Expr {
    return typeof x === 'number' ? this.graph.node('constant', -1, -1, x) : x;
  }

  add(other: Expr | number): Expr {
    const x = this.lift(other);
    if (this.known === 0) return x;
    if (x.known === 0) return this;
    const folded = exactSum(this.known, x.known);
    if (folded !== undefined) return this.lift(folded);
    return this.id <= x.id ? this.graph.node('add', this.id, x.id) : this.graph.node('add', x.id, this.id);
  }

  sub(other: Expr | number): Expr {
    const x = this.lift(other);
    if (x.known === 0) return this;
    if (this.id === x.id) return this.lift(0);
    if (this.known === 0) return x.neg();
    const folded = exactSum(this.known, x.known === undefined ? undefined : -x.known);
    if (folded !== undefined) return this.lift(folded);
    return this.graph.node('sub', this.id, x.id);
  }

  mul(other: Expr | number): Expr {
    const x = this.lift(other);
    if (this.known === 0 || x.known === 0) return this.lift(0);
    if (this.known === 1) return x;
    if (x.known === 1) return this;
    if (this.known === -1) return x.neg();
    if (x.known === -1) return this.neg();
    const folded = exactProduct(this.known, x.known);
    if (folded !== undefined) return this.lift(folded);
    return this.id <= x.id ? this.graph.node('mul', this.id, x.id) : this.graph.node('mul', x.id, this.id);
  }

  div(other: Expr | number): Expr {
    const x = this.lift(other);
    if (this.known === 0) return this;
    if (x.known === 1) return this;
    if (x.known === -1) return this.neg();
    return this.graph.node('div', this.id, x.id);
  }

  neg(): Expr {
    if (this.known !== undefined) return this.lift(-this.known);
    const node = this.graph.nodes[this.id];
    return node.op === 'neg' ? new Expr(this.graph, node.a) : this.graph.node('neg', this.id);
  }

  square(): Expr {
    return this.mul(this);
  }

  abs(): Expr {
    return this.unary('abs', Math.abs);
  }

  /** -1, 0 or 1. */
  sign(): Expr {
    return this.unary('sign', Math.sign);
  }

  sqrt(): Expr {
    return this.graph.node('sqrt', this.id);
  }

  log(): Expr {
    return this.graph.node('log', this.id);
  }

  exp(): Expr {
    return this.graph.node('exp', this.id);
  }

  cos(): Expr {
    return this.graph.node('cos', this.id);
  }

  sin(): Expr {
    return this.graph.node('sin', this.id);
  }

  /** Angle of the point (x, this) in (-pi, pi]. */
  atan2(x: Expr): Expr {
    return this.graph.node('atan2', this.id, x.id);
  }

  private unary(op: 'abs' | 'sign', fold: (x: number) => number): Expr {
    return this.known === undefined ? this.graph.node(op, this.id) : this.lift(fold(this.known));
  }
}

/** The sum of two constants if both are known and a double holds it: only then may it be folded. */
function exactSum(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return undefined;
  const total = a + b;
  const back = total - a;
  return a - (total - back) + (b - back) === 0 ? total : undefined;
}

/** The same for the product, by Dekker's splitting; tiny and huge products count as inexact. */
function exactProduct(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return undefined;
  const product = a * b;
  if (!(Math.abs(product) > 1e-200 && Math.abs(product) < 1e200)) return undefined;
  const [aHigh, bHigh] = [highBits(a), highBits(b)];
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow) === 0 ? product : undefined;
}

const highBits = (x: number): number => {
  const shifted = 134217729 * x;
  return shifted - (shifted - x);
};

/** Sum of expressions; the empty sum is zero. */
export const sum = (terms: readonly Expr[]): Expr => terms.reduce((total, x) => total.add(x), constant(0));

/**
 * Traces a formula into a program.
 * @param blocks length of each input block; the formula receives one array of `Expr` per block
 * @param formula returns the outputs, in order
 */
export function trace(blocks: readonly number[], formula: (...inputs: Expr[][]) => readonly Expr[]): Program {
  const outer = tracing;
  const graph = new Graph();
  tracing = graph;
  try {
    const inputs = blocks.map((length, block) => Array.from({ length }, (_, i) => graph.node('input', block, i)));
    return liveProgram(blocks, graph.nodes, formula(...inputs));
  } finally {
    tracing = outer;
  }
}

/** Keeps what the outputs need, in order of creation. */
function liveProgram(blocks: readonly number[], nodes: readonly Instruction[], outputs: readonly Expr[]): Program {
  const live = new Set<number>();
  const stack = outputs.map((x) => x.id);
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (live.has(id)) continue;
    live.add(id);
    const { op, a, b } = nodes[id];
    if (op === 'input') continue;
    if (a >= 0) stack.push(a);
    if (b >= 0) stack.push(b);
  }
  const order = [...live].sort((x, y) => x - y);
  const place = new Map(order.map((id, i) => [id, i]));
  const moved = (id: number): number => (id >= 0 ? valueAt(place, id) : -1);
  const instructions = order.map((id) => {
    const node = nodes[id];
    return node.op === 'input' ? node : { ...node, a: moved(node.a), b: moved(node.b) };
  });
  return { blocks, instructions, outputs: outputs.map((x) => valueAt(place, x.id)) };
}

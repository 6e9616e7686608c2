import { createRequire } from 'node:module';
import type { ConfigOptions, MathJsInstance, MathNode } from 'mathjs';
import { constant, type Expr, pi, sum } from '../arithmetic/expression.js';
import { readNumeral } from '../arithmetic/numeral.js';
import { InputError } from './errors.js';
import { Polynomial } from './polynomial.js';

/** mathjs in one file, which loads in a sixth of the time of its thousand modules; its factories are bound. */
const bundle = createRequire(import.meta.url)('mathjs/lib/browser/math.js') as {
  create(options: ConfigOptions): MathJsInstance;
};

/** mathjs with decimal numerals kept to the last digit; configured later it would compute its constants twice. */
export const decimalMathematics = (): MathJsInstance => bundle.create({ number: 'BigNumber', precision: 600 });

/** The grammar alone: the units, and all that computes with them, would take longer to load than the rest. */
export const mathematics = decimalMathematics();
Object.defineProperty(mathematics, 'Unit', { value: undefined });

/** What may join numbers and units when a text is evaluated; a factorial, say, may take forever. */
export const OPERATORS: ReadonlySet<string> = new Set([
  'add',
  'subtract',
  'multiply',
  'divide',
  'pow',
  'unaryMinus',
  'unaryPlus',
  'to',
]);

/** Longest expression and deepest nesting that are read: far beyond any formula, far below the stack. */
const MAX_LENGTH = 4000;
const MAX_DEPTH = 400;
/** Highest power of the momentum in H. */
const MAX_DEGREE = 16;

/** What expressions consist of: no property access, no assignment, no list, no text. */
const NODES: ReadonlySet<string> = new Set([
  'ConstantNode',
  'SymbolNode',
  'ParenthesisNode',
  'OperatorNode',
  'FunctionNode',
]);

/**
 * Parses a mathjs expression: the one reader of all formulas in files and arguments.
 * @throws InputError with the place and the text
 */
export function parseExpression(text: string, what: string): MathNode {
  const shown = text.length > 60 ? `${text.slice(0, 60)}...` : text;
  if (text.length > MAX_LENGTH)
    throw new InputError(`${what}: "${shown}" is too long (at most ${MAX_LENGTH} characters)`);
  let node: MathNode;
  try {
    node = mathematics.parse(text);
  } catch (error) {
    const reason = error instanceof RangeError ? 'nested too deeply' : (error as Error).message;
    throw new InputError(`${what}: cannot read "${shown}": ${reason}`);
  }
  if (depthOf(node) > MAX_DEPTH)
    throw new InputError(`${what}: cannot read "${shown}": nested more than ${MAX_DEPTH} deep`);
  node.traverse((inner, path, parent) => {
    const isFunctionName = parent?.type === 'FunctionNode' && path === 'fn';
    if (!NODES.has(inner.type) || (isFunctionName && inner.type !== 'SymbolNode'))
      throw new InputError(`${what}: cannot read "${shown}": cannot use ${inner.toString()} here`);
  });
  return node;
}

function depthOf(root: MathNode): number {
  let level = [root];
  let depth = 0;
  for (; level.length > 0; depth++) {
    const below: MathNode[] = [];
    for (const node of level)
      node.forEach((child) => {
        below.push(child);
      });
    level = below;
  }
  return depth;
}

/** The names that an expression uses, without functions and pi. */
export function symbolsOf(node: MathNode): string[] {
  const names = new Set<string>();
  node.traverse((inner, path, parent) => {
    const isFunctionName = parent?.type === 'FunctionNode' && path === 'fn';
    if (inner.type === 'SymbolNode' && !isFunctionName) names.add((inner as MathNode & { name: string }).name);
  });
  names.delete('pi');
  return [...names];
}

/** A decimal numeral as an exact expression. @throws InputError on any other text */
export function numeral(text: string): Expr {
  const read = readNumeral(text);
  if (!read) throw new InputError(`not a decimal numeral: "${text}"`);
  const { negative, digits, exponent } = read;
  let value = constant(0);
  for (let at = 0; at < digits.length; at += 15) {
    const piece = digits.slice(at, at + 15);
    value = value.mul(constant(10 ** piece.length)).add(constant(Number(piece)));
  }
  const scale = tenToThe(Math.abs(exponent));
  value = exponent < 0 ? value.div(scale) : value.mul(scale);
  return negative ? value.neg() : value;
}

function tenToThe(exponent: number): Expr {
  if (exponent > 5000) throw new InputError(`the exponent ${exponent} of a numeral is out of range (at most 5000)`);
  let value = constant(1);
  for (let left = exponent; left > 0; left -= 22) value = value.mul(constant(10 ** Math.min(left, 22)));
  return value;
}

type Loose = MathNode & { type: string; [field: string]: unknown };

const FUNCTIONS: ReadonlyMap<string, (x: Expr) => Expr> = new Map([
  ['sqrt', (x: Expr) => x.sqrt()],
  ['abs', (x: Expr) => x.abs()],
  ['sign', (x: Expr) => x.sign()],
  ['log', (x: Expr) => x.log()],
  ['cos', (x: Expr) => x.cos()],
  ['sin', (x: Expr) => x.sin()],
  ['tan', (x: Expr) => x.sin().div(x.cos())],
]);

/** Whether a function is undefined at a constant; a zero factor must not hide it. */
const isUndefinedAt = (name: string, x: number): boolean => (name === 'sqrt' && x < 0) || (name === 'log' && x <= 0);

/**
 * Translates a parsed expression into a polynomial in px and py whose coefficients are expressions of the named values.
 * @throws InputError on unknown names, complex numbers (not Hermitian) and non-polynomial dependence on the momentum
 */
export function toPolynomial(
  root: MathNode,
  values: ReadonlyMap<string, Expr>,
  what: string,
  momenta = true,
): Polynomial {
  const refuse = (message: string): never => {
    throw new InputError(`${what} = ${root.toString()}: ${message}`);
  };
  const scalar = (x: Expr): Polynomial => new Polynomial([{ i: 0, j: 0, coefficient: x }]);
  const scalarOf = (p: Polynomial): Expr =>
    p.degree > 0
      ? refuse('must be a polynomial in px and py: no division by and no function of the momentum')
      : sum(p.terms.map((t) => t.coefficient));

  const visit = (node: Loose): Polynomial => {
    const args = ((node.args as Loose[] | undefined) ?? []).map((x) => x);
    switch (node.type) {
      case 'ParenthesisNode':
        return visit(node.content as Loose);
      case 'ConstantNode':
        return typeof node.value !== 'string' && /^[\d.]/.test(String(node.value))
          ? scalar(numeral(String(node.value)))
          : refuse(`${node.toString()} is not a number`);
      case 'SymbolNode': {
        const name = node.name as string;
        if (momenta && name === 'px') return new Polynomial([{ i: 1, j: 0, coefficient: constant(1) }]);
        if (momenta && name === 'py') return new Polynomial([{ i: 0, j: 1, coefficient: constant(1) }]);
        const value = values.get(name);
        if (value) return scalar(value);
        if (name === 'pi') return scalar(pi());
        if (name === 'i' || name === 'I')
          return refuse('complex numbers make the matrix non-Hermitian; components must be real');
        return refuse(
          `unknown name "${name}"; known: ${[...(momenta ? ['px', 'py'] : []), ...values.keys(), 'pi'].join(', ')}`,
        );
      }
      case 'FunctionNode': {
        const name = (node.fn as Loose).name as string;
        const f = FUNCTIONS.get(name);
        if (!f && values.has(name)) return refuse(`"${name} (...)" reads as a function; write ${name} * (...)`);
        if (!f || args.length !== 1)
          return refuse(`unknown function "${name}"; known: ${[...FUNCTIONS.keys()].join(', ')}, each of one argument`);
        const x = scalarOf(visit(args[0]));
        return x.known !== undefined && isUndefinedAt(name, x.known)
          ? refuse('a finite real number is expected')
          : scalar(f(x));
      }
      case 'OperatorNode':
        return operate(node.fn as string, args);
      default:
        return refuse(`cannot use ${node.toString()} here`);
    }
  };

  const operate = (fn: string, args: Loose[]): Polynomial => {
    const operands = fn === 'pow' ? [visit(args[0])] : args.map(visit);
    const [a, b] = operands as [Polynomial, Polynomial];
    switch (fn) {
      case 'unaryPlus':
        return a;
      case 'unaryMinus':
        return times(a, scalar(constant(-1)));
      case 'add':
        return Polynomial.sum([...a.terms, ...b.terms]);
      case 'subtract':
        return Polynomial.sum([...a.terms, ...times(b, scalar(constant(-1))).terms]);
      case 'multiply':
        return product(a, b);
      case 'divide':
        return times(a, scalar(inverse(scalarOf(b))));
      case 'pow':
        return power(a, exponentOf(args[1]));
      default:
        return refuse(`cannot use the operator "${fn}"`);
    }
  };

  const inverse = (x: Expr): Expr =>
    x.known === 0 ? refuse('division by zero; a finite real number is expected') : constant(1).div(x);

  const product = (a: Polynomial, b: Polynomial): Polynomial =>
    a.degree + b.degree > MAX_DEGREE
      ? refuse(`its degree in the momentum exceeds ${MAX_DEGREE}, the highest that is solved`)
      : times(a, b);

  const exponentOf = (node: Loose): number => {
    const value = plainNumber(node);
    return Number.isInteger(2 * value) && Math.abs(value) <= 64
      ? value
      : refuse(`the exponent ${node.toString()} must be an integer or half an integer`);
  };

  const power = (base: Polynomial, exponent: number): Polynomial => {
    if (exponent < 0) return scalar(inverse(scalarOf(power(base, -exponent))));
    if (!Number.isInteger(exponent)) return power(scalar(scalarOf(base).sqrt()), 2 * exponent);
    let result = scalar(constant(1));
    for (let k = 0; k < exponent; k++) result = product(result, base);
    return result;
  };

  return visit(root as Loose);
}

/** The value of numerals joined by the four operations; NaN for anything else. */
export function plainNumber(given: MathNode): number {
  const node = given as Loose;
  const [a, b] = ((node.args as Loose[] | undefined) ?? []).map(plainNumber) as [number, number];
  if (node.type === 'ParenthesisNode') return plainNumber(node.content as Loose);
  if (node.type === 'ConstantNode') return Number(node.value);
  if (node.type !== 'OperatorNode') return Number.NaN;
  const results: Readonly<Record<string, number>> = {
    unaryPlus: a,
    unaryMinus: -a,
    add: a + b,
    subtract: a - b,
    multiply: a * b,
    divide: a / b,
  };
  return results[node.fn as string] ?? Number.NaN;
}

const times = (a: Polynomial, b: Polynomial): Polynomial =>
  Polynomial.sum(
    a.terms.flatMap((x) =>
      b.terms.map((y) => ({ i: x.i + y.i, j: x.j + y.j, coefficient: x.coefficient.mul(y.coefficient) })),
    ),
  );

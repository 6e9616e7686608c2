import { all, create, type MathNode } from 'mathjs';
import { constant, type Expr, pi, sum } from '../arithmetic/expression.js';
import { InputError } from './errors.js';
import { type Monomial, Polynomial } from './polynomial.js';

/** mathjs with decimal numerals kept to the last digit. */
export const mathematics = create(all!, { number: 'BigNumber', precision: 600 });

/** Parses a mathjs expression; throws InputError with the place and the text. */
export function parseExpression(text: string, what: string): MathNode {
  try {
    return mathematics.parse(text);
  } catch (error) {
    throw new InputError(`${what}: cannot read "${text}": ${(error as Error).message}`);
  }
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

/** A decimal numeral as an exact expression. */
export function numeral(text: string): Expr {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match || match[2]! + match[3]! === '') throw new InputError(`not a decimal numeral: "${text}"`);
  const digits = (match[2]! + match[3]!).replace(/^0+(?=.)/, '');
  const exponent = Number(match[4] ?? 0) - match[3]!.length;
  let value = constant(0);
  for (let at = 0; at < digits.length; at += 15) {
    const piece = digits.slice(at, at + 15);
    value = value.mul(constant(10 ** piece.length)).add(constant(Number(piece)));
  }
  const scale = tenToThe(Math.abs(exponent));
  value = exponent < 0 ? value.div(scale) : value.mul(scale);
  return match[1] === '-' ? value.neg() : value;
}

function tenToThe(exponent: number): Expr {
  if (exponent > 5000) throw new InputError(`the exponent ${exponent} of a numeral is out of range (at most 5000)`);
  let value = constant(1);
  for (let left = exponent; left > 0; left -= 22) value = value.mul(constant(10 ** Math.min(left, 22)));
  return value;
}

type Loose = MathNode & { type: string; [field: string]: unknown };

const FUNCTIONS: Record<string, (x: Expr) => Expr> = {
  sqrt: (x) => x.sqrt(),
  abs: (x) => x.abs(),
  sign: (x) => x.sign(),
  log: (x) => x.log(),
  cos: (x) => x.cos(),
  sin: (x) => x.sin(),
  tan: (x) => x.sin().div(x.cos()),
};

/**
 * Translates a parsed expression into a polynomial in px and py whose coefficients are expressions of the named values.
 * @throws InputError on unknown names, complex numbers (not Hermitian) and non-polynomial dependence on the momentum
 */
export function toPolynomial(root: MathNode, values: ReadonlyMap<string, Expr>, what: string, momenta = true): Polynomial {
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
        return scalar(numeral(String(node.value)));
      case 'SymbolNode': {
        const name = node.name as string;
        if (momenta && name === 'px') return new Polynomial([{ i: 1, j: 0, coefficient: constant(1) }]);
        if (momenta && name === 'py') return new Polynomial([{ i: 0, j: 1, coefficient: constant(1) }]);
        const value = values.get(name);
        if (value) return scalar(value);
        if (name === 'pi') return scalar(pi());
        if (name === 'i' || name === 'I') return refuse('complex numbers make the matrix non-Hermitian; components must be real');
        return refuse(`unknown name "${name}"; known: ${[...(momenta ? ['px', 'py'] : []), ...values.keys(), 'pi'].join(', ')}`);
      }
      case 'FunctionNode': {
        const name = (node.fn as Loose).name as string;
        const f = FUNCTIONS[name];
        if (!f || args.length !== 1) return refuse(`unknown function "${name}"; known: ${Object.keys(FUNCTIONS).join(', ')}, each of one argument`);
        return scalar(f(scalarOf(visit(args[0]!))));
      }
      case 'OperatorNode':
        return operate(node.fn as string, args);
      default:
        return refuse(`cannot use ${node.toString()} here`);
    }
  };

  const operate = (fn: string, args: Loose[]): Polynomial => {
    const operands = fn === 'pow' ? [visit(args[0]!)] : args.map(visit);
    const [a, b] = operands as [Polynomial, Polynomial];
    switch (fn) {
      case 'unaryPlus':
        return a;
      case 'unaryMinus':
        return times(a, scalar(constant(-1)));
      case 'add':
        return collect([...a.terms, ...b.terms]);
      case 'subtract':
        return collect([...a.terms, ...times(b, scalar(constant(-1))).terms]);
      case 'multiply':
        return times(a, b);
      case 'divide':
        return times(a, scalar(constant(1).div(scalarOf(b))));
      case 'pow':
        return power(a, exponentOf(args[1]!));
      default:
        return refuse(`cannot use the operator "${fn}"`);
    }
  };

  const exponentOf = (node: Loose): number => {
    const value = Number(node.toString().replace(/[()\s]/g, '')) || Number(mathematics.number(node.evaluate() as never));
    return Number.isInteger(2 * value) && Math.abs(value) <= 64
      ? value
      : refuse(`the exponent ${node.toString()} must be an integer or half an integer`);
  };

  const power = (base: Polynomial, exponent: number): Polynomial => {
    if (exponent < 0) return scalar(constant(1).div(scalarOf(power(base, -exponent))));
    if (!Number.isInteger(exponent)) return power(scalar(scalarOf(base).sqrt()), 2 * exponent);
    let result = scalar(constant(1));
    for (let k = 0; k < exponent; k++) result = times(result, base);
    return result;
  };

  return visit(root as Loose);
}

function collect(terms: readonly Monomial[]): Polynomial {
  const byPower = new Map<string, Monomial>();
  for (const term of terms) {
    const key = `${term.i},${term.j}`;
    const known = byPower.get(key);
    byPower.set(key, known ? { ...term, coefficient: known.coefficient.add(term.coefficient) } : term);
  }
  return new Polynomial([...byPower.values()].filter((t) => t.coefficient.known !== 0));
}

const times = (a: Polynomial, b: Polynomial): Polynomial =>
  collect(a.terms.flatMap((x) => b.terms.map((y) => ({ i: x.i + y.i, j: x.j + y.j, coefficient: x.coefficient.mul(y.coefficient) }))));

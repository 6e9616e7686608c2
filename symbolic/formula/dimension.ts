import Fraction from 'fraction.js';
import { plainNumber } from '../../src/theory/algebra.js';
import type { Dimension } from '../../src/theory/definition.js';
import { InputError } from '../../src/theory/errors.js';
import type { Formula } from './formula.js';
import type { AnyNode } from './node.js';

/** Two parts of a formula that cannot be added, or an argument that must be a pure number. */
export class DimensionError extends Error {
  override readonly name = 'DimensionError';
  constructor(
    message: string,
    readonly terms: readonly string[],
  ) {
    super(message);
  }
}

/** Exponents of energy and length; undefined for zero, which goes with anything. */
type Powers = { readonly energy: Fraction; readonly length: Fraction } | undefined;

/**
 * The dimension of a formula in natural units (hbar = |e| = 1: powers of energy and length).
 * @param dimensions of the symbols; pi and e (the charge) are pure numbers
 * @throws DimensionError naming the two terms that clash
 */
export function dimensionOf(formula: Formula, dimensions: ReadonlyMap<string, Dimension>): Dimension {
  const powers = visit(formula.node as AnyNode, dimensions);
  return { energy: Number(powers?.energy ?? 0), length: Number(powers?.length ?? 0) };
}

const NONE: Powers = { energy: new Fraction(0), length: new Fraction(0) };
const same = (a: Powers, b: Powers): boolean => !a || !b || (a.energy.equals(b.energy) && a.length.equals(b.length));

function visit(node: AnyNode, dimensions: ReadonlyMap<string, Dimension>): Powers {
  const of = (k: number): Powers => visit(node.args[k], dimensions);
  switch (node.type) {
    case 'ParenthesisNode':
      return visit(node.content, dimensions);
    case 'ConstantNode':
      return Number(String(node.value)) === 0 ? undefined : NONE;
    case 'SymbolNode': {
      const known = dimensions.get(node.name);
      if (known) return { energy: new Fraction(known.energy), length: new Fraction(known.length) };
      if (node.name === 'pi' || node.name === 'e') return NONE;
      throw new InputError(
        `the dimension of "${node.name}" is not known; known are ${[...dimensions.keys()].join(' ')}`,
      );
    }
    case 'FunctionNode':
      if (node.name === 'sqrt') return scaled(of(0), new Fraction(1, 2));
      if (node.name === 'abs') return of(0);
      if (node.name !== 'sign' && !same(of(0), NONE))
        throw new DimensionError(
          `the argument of ${node.name}, ${node.args[0]}, must be a pure number, not ${described(of(0))}`,
          [node.args[0].toString()],
        );
      return NONE;
  }
  switch (node.fn) {
    case 'add':
    case 'subtract': {
      const [a, b] = [of(0), of(1)];
      if (same(a, b)) return a ?? b;
      const [x, y] = [lastTerm(node.args[0]).toString(), node.args[1].toString()];
      throw new DimensionError(`${x} (${described(a)}) and ${y} (${described(b)}) have different dimensions`, [x, y]);
    }
    case 'unaryMinus':
    case 'unaryPlus':
      return of(0);
    case 'multiply':
      return combined(of(0), of(1), 1);
    case 'divide':
      return combined(of(0), of(1), -1);
    case 'pow':
      return scaled(of(0), exponentOf(node.args[1]));
    default:
      throw new InputError(`no dimension can be given to ${node.toString()}`);
  }
}

function exponentOf(node: AnyNode): Fraction {
  const exponent = plainNumber(node);
  if (!Number.isFinite(exponent)) throw new InputError(`the exponent ${node.toString()} must be a plain number`);
  return new Fraction(exponent).simplify(1e-9);
}

/** The term next to the sign: the last summand of a sum on its left. */
const lastTerm = (node: AnyNode): AnyNode =>
  node.type === 'OperatorNode' && (node.fn === 'add' || node.fn === 'subtract') ? lastTerm(node.args[1]) : node;

const scaled = (a: Powers, n: Fraction): Powers => a && { energy: a.energy.mul(n), length: a.length.mul(n) };

const combined = (a: Powers, b: Powers, sign: 1 | -1): Powers =>
  a && b && { energy: a.energy.add(b.energy.mul(sign)), length: a.length.add(b.length.mul(sign)) };

function described(powers: Powers): string {
  if (!powers) return 'zero';
  const parts = (['energy', 'length'] as const).flatMap((name) => {
    const e = powers[name];
    return e.equals(0) ? [] : [e.equals(1) ? name : `${name}^${e.toFraction()}`];
  });
  return parts.length > 0 ? parts.join(' ') : 'a pure number';
}

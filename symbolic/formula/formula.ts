import type { MathNode } from 'mathjs';
import { type Expr, type Program, sum, trace } from '../../src/arithmetic/expression.js';
import type { Field } from '../../src/arithmetic/field.js';
import { mathematics, parseExpression, symbolsOf, toPolynomial } from '../../src/theory/algebra.js';
import { InputError } from '../../src/theory/errors.js';
import { type Algebra, execute } from '../rings/algebra.js';
import { latexOf } from './latex.js';
import type { AnyNode } from './node.js';

/** What a formula looks like in JSON. */
export interface FormulaJson {
  readonly formula: string;
  readonly symbols: readonly string[];
}

/**
 * A formula in named symbols, written in mathjs syntax; pi is the circle constant, every other name is a symbol.
 * Immutable.
 */
export class Formula {
  private program: Program | undefined;

  private constructor(
    readonly node: MathNode,
    private readonly what = 'formula',
  ) {}

  /**
   * @param what the text stands for, for messages
   * @throws InputError on what cannot be read or has no meaning as a real number
   */
  static parse(text: string, what?: string): Formula {
    const formula = new Formula(parseExpression(text, what ?? 'formula'), what);
    if (text.trim() === '') throw new InputError(`${formula.what}: the text is empty`);
    // tracing refuses unknown functions, assignments, strings and the like
    formula.trace();
    return formula;
  }

  /** A formula from text that this program wrote itself: of any length. */
  static derived(text: string): Formula {
    return new Formula(mathematics.parse(text));
  }

  static fromJson({ formula: text, symbols }: FormulaJson): Formula {
    const formula = Formula.parse(text);
    if (formula.symbols.join(' ') !== symbols.join(' '))
      throw new InputError(`formula ${text}: its symbols are ${formula.symbols.join(' ')}, not ${symbols.join(' ')}`);
    return formula;
  }

  /** Names of the symbols, in order of first appearance. */
  get symbols(): string[] {
    return symbolsOf(this.node);
  }

  /** Plain text that `parse` reads back. */
  toString(): string {
    return this.node.toString({ parenthesis: 'auto' });
  }

  toLatex(): string {
    return latexOf(this.node);
  }

  toJSON(): FormulaJson {
    return { formula: this.toString(), symbols: this.symbols };
  }

  /**
   * The formula as a program of one input block, the symbols in order, and one output: it runs on every number field
   * and ring.
   */
  trace(): Program {
    const names = this.symbols;
    this.program ??= trace([names.length], (inputs) => [
      this.expression(new Map(names.map((name, k) => [name, inputs[k]]))),
    ]);
    return this.program;
  }

  /** The formula in terms of expressions, inside a traced formula. */
  expression(values: ReadonlyMap<string, Expr>): Expr {
    return sum(toPolynomial(this.node, values, this.what, false).terms.map((t) => t.coefficient));
  }

  /** The formula as an element of a ring. */
  in<T>(ring: Algebra<T>, symbol: (name: string) => T): T {
    return execute(this.trace(), ring, [this.symbols.map(symbol)])[0];
  }

  /**
   * The formula as a function on a number field: from decimal numerals by name to a decimal numeral.
   * @throws InputError if a symbol is not given
   */
  on<V>(field: Field<V>): (values: Readonly<Record<string, string | number>>) => string {
    const names = this.symbols;
    const kernel = field.compile(this.trace());
    const [input, output] = [field.vector(names.length), field.vector(1)];
    return (values) => {
      names.forEach((name, k) => {
        if (values[name] === undefined) throw new InputError(`formula ${this}: no value for ${name}`);
        field.set(input, k, values[name]);
      });
      kernel(input, 0, output, 0);
      return field.toText(output, 0);
    };
  }

  /** Puts formulas in the place of symbols. */
  substitute(values: ReadonlyMap<string, Formula>): Formula {
    const node = this.node.transform((inner, path, parent) => {
      const isSymbol = inner.type === 'SymbolNode' && !(parent?.type === 'FunctionNode' && path === 'fn');
      const value = isSymbol ? values.get((inner as AnyNode).name) : undefined;
      return value ? mathematics.parse(`(${value})`) : inner;
    });
    return new Formula(node);
  }
}

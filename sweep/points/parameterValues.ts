import { DoubleField } from '../../src/arithmetic/double.js';
import { sum, trace } from '../../src/arithmetic/expression.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { parseExpression, toPolynomial } from '../../src/theory/algebra.js';
import type { ParameterValues } from '../../src/theory/parameters.js';
import type { Theory } from '../../src/theory/theory.js';
import { parametersOf, readValue } from '../axes/axis.js';

/** A component this much smaller than the others may be a zero that rounding hides, such as cos(pi/2). */
const SUSPICIOUS = 1e-14;

/** Values in double precision of the parameters of a theory, from those of the names that change. */
export class ChangedValues {
  /** Parameters that change. */
  readonly names: readonly string[];
  private readonly plain: readonly (readonly [to: number, from: number])[];
  private readonly alternatives: ReturnType<typeof alternativesOf>;
  private readonly block: Float64Array;

  /** @param set what is given for the others; their texts are exact */
  constructor(
    private readonly theory: Theory,
    given: readonly string[],
    set: Readonly<Record<string, string>>,
  ) {
    const { parameterNames } = theory;
    this.plain = given.flatMap((name, k) => {
      const place = parameterNames.indexOf(name);
      return place < 0 ? [] : [[place, k] as const];
    });
    this.alternatives = alternativesOf(theory, given, set);
    const places = [...this.plain.map(([to]) => to), ...this.alternatives.flatMap(({ places: all }) => all)];
    this.names = places.map((place) => parameterNames[place]);
    this.block = new Float64Array(parameterNames.length);
  }

  /**
   * Puts the values into a block in the order of the parameters; infinite ones are left out.
   * @returns whether rounding can tell all components from zero
   */
  fill(given: ArrayLike<number>, into: Float64Array): boolean {
    for (const [to, from] of this.plain) if (given[from] !== Number.POSITIVE_INFINITY) into[to] = given[from];
    let isTold = true;
    for (const { inputs, block, out, run, places } of this.alternatives) {
      for (let k = 0; k < inputs.length; k++)
        block[k] = inputs[k].place < 0 ? inputs[k].number : given[inputs[k].place];
      run(block, 0, out, 0);
      let largest = 0;
      for (let k = 0; k < out.length; k++) largest = Math.max(largest, Math.abs(out[k]));
      for (let k = 0; k < out.length; k++) {
        if (out[k] !== 0 && !(Math.abs(out[k]) > SUSPICIOUS * largest)) isTold = false;
        into[places[k]] = out[k];
      }
    }
    return isTold;
  }

  /**
   * The finite ones by name.
   * @param exact has those of the point to all digits, and is asked where rounding cannot tell a component from zero
   */
  at(given: readonly number[], exact?: () => ParameterValues): Record<string, number> {
    const { block, names, theory } = this;
    block.fill(Number.NaN);
    const numerals = this.fill(given, block) ? undefined : exact?.().values;
    const values: Record<string, number> = {};
    for (const name of names) {
      const x = block[theory.parameterNames.indexOf(name)];
      if (!Number.isNaN(x)) values[name] = x;
    }
    for (const { places } of numerals ? this.alternatives : [])
      for (const place of places) {
        const name = theory.parameterNames[place];
        values[name] = Number(valueAt(numerals as ReadonlyMap<string, string>, name));
      }
    return values;
  }
}

/** Those other ways of giving parameters, such as by size and angles, that something given belongs to. */
function alternativesOf(theory: Theory, given: readonly string[], set: Readonly<Record<string, string>>) {
  const field = new DoubleField();
  const known = parametersOf(theory);
  return theory.definition.alternatives
    .filter(({ parameters }) => given.some((name) => name in parameters))
    .map(({ parameters, defines }) => {
      const inputs = Object.entries(parameters).map(([name, { default: usual = '0' }]) => {
        const { number } = readValue(valueAt(known, name), set[name] ?? usual);
        return { place: given.indexOf(name), number };
      });
      const program = trace([inputs.length], (block) => {
        const symbols = new Map(Object.keys(parameters).map((name, k) => [name, block[k]]));
        return Object.entries(defines).map(([what, text]) =>
          sum(toPolynomial(parseExpression(text, what), symbols, what, false).terms.map((t) => t.coefficient)),
        );
      });
      const [block, out] = [field.vector(inputs.length), field.vector(program.outputs.length)];
      const places = Object.keys(defines).map((name) => theory.parameterNames.indexOf(name));
      return { inputs, block, out, run: field.compile(program), places };
    });
}

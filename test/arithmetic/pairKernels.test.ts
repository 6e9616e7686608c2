import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cheaper } from '../../src/arithmetic/cheaper.js';
import { DoubleField } from '../../src/arithmetic/double.js';
import { constant, type Expr, type Program, pi, trace } from '../../src/arithmetic/expression.js';
import { isPaired, pairKernels } from '../../src/arithmetic/pairKernels.js';
import { fourRealRoots, noRealRoots, quarticDiscriminant, twoRealRoots } from '../../src/arithmetic/quartic.js';

const field = new DoubleField();

/** Runs a program of one block on two blocks at once. */
function onPairs(program: Program): (left: readonly number[], right: readonly number[]) => number[][] {
  const [inputs, outputs] = [program.blocks[0], program.outputs.length];
  const { memory, run } = pairKernels(
    { once: [{ together: 'all', steps: [{ program, places: [{ at: 0 }, { at: inputs }] }] }] },
    inputs + outputs,
  );
  return (...lanes) => {
    for (const [lane, values] of lanes.entries()) for (const [k, x] of values.entries()) memory[2 * k + lane] = x;
    run.once(0, 1);
    return lanes.map((_, lane) => Array.from({ length: outputs }, (__, k) => memory[2 * (inputs + k) + lane]));
  };
}

function alone(program: Program, values: readonly number[]): number[] {
  const out = field.vector(program.outputs.length);
  field.compile(program)(Float64Array.from(values), 0, out, 0);
  return [...out];
}

const UNARY = ['neg', 'abs', 'sign', 'sqrt', 'log', 'exp'] as const;
const positive = fc.double({ min: 1e-250, max: 1e250, noNaN: true });
const signed = fc.double({ min: -600, max: 600, noNaN: true });

describe('pairs of doubles', () => {
  it.each(UNARY)('have the %s of either lane', (name) => {
    const run = onPairs(trace([1], ([x]) => [x[name]()]));
    const sample = name === 'sqrt' || name === 'log' ? positive : signed;
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const right = [a, b].map((x) => (name === 'neg' ? -x : Math[name](x)));
        for (const [lane, [value]] of run([a], [b]).entries())
          expect(Math.abs(value - right[lane])).toBeLessThanOrEqual(4e-16 * Math.abs(right[lane]));
      }),
    );
  });

  it('have the angle of points all around, zeros with a sign among them', () => {
    const run = onPairs(trace([2], ([y, x]) => [y.atan2(x)]));
    const coordinate = fc.oneof(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.constantFrom(0, -0, 1, -1));
    fc.assert(
      fc.property(coordinate, coordinate.filter(Boolean), (y, x) => {
        for (const [value] of run([y, x], [y, x]))
          expect(Math.abs(value - Math.atan2(y, x))).toBeLessThanOrEqual(9e-16);
      }),
    );
  });

  it('have no logarithm of what is not positive, nor an exponential without bounds', () => {
    const [log, exp] = (['log', 'exp'] as const).map((name) => onPairs(trace([1], ([x]) => [x[name]()])));
    expect(log([0], [-1]).flat()).toEqual([Number.NaN, Number.NaN]);
    expect(exp([701], [Number.NaN]).flat()).toEqual([Number.NaN, Number.NaN]);
  });

  it('are loops over memory: sums, places at the end, several rounds in one', () => {
    const program = (size: number): Program => trace([size, 1], (x, [sum]) => [x.reduce((a, b) => a.add(b), sum)]);
    const sum = { at: 11 };
    const { memory, run } = pairKernels(
      {
        one: [{ steps: [{ program: program(1), places: [{ at: 0, stride: 1 }, sum, sum] }] }],
        pairwise: [{ together: 2, steps: [{ program: program(2), places: [{ at: 0, stride: 2 }, sum, sum] }] }],
        last: [{ together: 'all', steps: [{ program: program(1), places: [{ at: 0, stride: 1 }, sum, sum] }] }],
      },
      12,
    );
    const after = (name: keyof typeof run, from: number, to: number): number[] => {
      for (let k = 0; k < 11; k++) [memory[2 * k], memory[2 * k + 1]] = [k + 1, -k];
      memory.fill(0, 22);
      run[name](from, to);
      return [...memory.subarray(22, 24)];
    };
    expect(after('one', 0, 5)).toEqual([15, -10]);
    expect(after('one', 3, 5)).toEqual([9, -7]);
    expect(after('pairwise', 0, 5)).toEqual([21, -15]);
    expect(after('last', 0, 5)).toEqual([6, -5]);
  });

  it('know what they have no operation for', () => {
    expect(isPaired(trace([1], ([x]) => [x.log().exp()]))).toBe(true);
    expect(isPaired(trace([1], ([x]) => [x.cos()]))).toBe(false);
  });

  it('divide once by what divides several numbers, to a rounding error', () => {
    const program = trace([3], ([a, b, c]) => {
      const scale = c.square().add(1).sqrt();
      return [a.div(scale), b.div(scale), a.div(pi().square().mul(4)), b.div(3), constant(2).div(a)];
    });
    const divisions = (p: Program): number => p.instructions.filter(({ op }) => op === 'div').length;
    expect([divisions(program), divisions(cheaper(program))]).toEqual([5, 2]);
    const values = [1.7, -0.3, 2.1];
    const [plain, less] = [program, cheaper(program)].map((p) => alone(p, values));
    for (const [k, x] of plain.entries()) expect(Math.abs(less[k] / x - 1)).toBeLessThan(5e-16);
    expect(onPairs(program)(values, values)).toEqual([less, less]);
  });
});

describe('a quartic in closed form', () => {
  const root = fc.double({ min: -3, max: 3, noNaN: true });
  const top = fc.double({ min: 0.2, max: 5, noNaN: true });
  /** c_0 ... c_4 of c (x^2 - s_1 x + p_1) (x^2 - s_2 x + p_2). */
  const product = (c: number, [s1, p1]: number[], [s2, p2]: number[]): number[] =>
    [p1 * p2, -s1 * p2 - s2 * p1, p1 + p2 + s1 * s2, -s1 - s2, 1].map((x) => c * x);
  const apart = (roots: readonly number[]): boolean =>
    roots.every((x, k) => roots.slice(k + 1).every((y) => Math.abs(x - y) > 0.05));

  it('has its four real roots, and a discriminant that is positive', () => {
    fc.assert(
      fc.property(fc.tuple(root, root, root, root).filter(apart), top, (roots, c) => {
        const [a, b, d, e] = roots;
        const coefficients = product(c, [a + b, a * b], [d + e, d * e]);
        const found = alone(fourRealRoots(1), coefficients).sort((x, y) => x - y);
        for (const [k, x] of [...roots].sort((x, y) => x - y).entries()) expect(found[k]).toBeCloseTo(x, 6);
        expect(alone(discriminant, coefficients)[0]).toBeGreaterThan(0);
      }),
      { numRuns: 50 },
    );
  });

  it('has its two real roots and its pair, side by side with another', () => {
    const height = fc.double({ min: 0.05, max: 3, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(root, root).filter(apart), root, height, top, ([a, b], re, im, c) => {
        const coefficients = product(c, [a + b, a * b], [2 * re, re * re + im * im]);
        const found = alone(twoRealRoots(2), [...product(1, [0, -1], [0, 1]), ...coefficients]);
        const right = [-1, 1, 0, 1, Math.min(a, b), Math.max(a, b), re, im];
        for (const [k, x] of right.entries()) expect(found[k]).toBeCloseTo(x, 6);
        expect(alone(discriminant, coefficients)[0]).toBeLessThan(0);
      }),
      { numRuns: 50 },
    );
  });

  it('has two pairs, also where they are the same but for a sign, or lie on the axes', () => {
    const height = fc.double({ min: 0.3, max: 3, noNaN: true });
    const special = fc.constantFrom<[number, number, number, number]>([0, 1, 0, 2], [1, 1, -1, 1], [0, 1, 0.5, 1]);
    const pairs = fc.oneof(special, fc.tuple(root, height, root, height));
    const isApart = ([a, b, c, d]: number[]): boolean => Math.hypot(a - c, b - d) > 0.3;
    fc.assert(
      fc.property(pairs.filter(isApart), top, ([a, b, c, d], scale) => {
        const found = alone(noRealRoots(1), product(scale, [2 * a, a * a + b * b], [2 * c, c * c + d * d]));
        for (const [re, im] of [
          [a, b],
          [c, d],
        ])
          expect(Math.min(...[0, 2].map((k) => Math.hypot(found[k] - re, found[k + 1] - im)))).toBeLessThan(1e-9);
      }),
      { numRuns: 50 },
    );
  });

  const discriminant = trace([5], (coefficients: Expr[]) => [quarticDiscriminant(coefficients).value]);
});

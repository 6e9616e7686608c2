import fc from 'fast-check';
import { Fraction } from 'fraction.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { DoubleField } from '../../src/arithmetic/double.js';
import { constant, type Expr, pi, sum, trace } from '../../src/arithmetic/expression.js';
import { loadMpfr, MpfrField } from '../../src/arithmetic/mpfr.js';
import { numeral } from '../../src/theory/algebra.js';
import { runProgram, Wide } from './run.js';

beforeAll(loadMpfr);

const length = (formula: (x: Expr, y: Expr) => Expr[]): number =>
  trace([2], ([x, y]) => formula(x, y)).instructions.length;

describe('the expression graph', () => {
  it('shares equal subexpressions', () => {
    expect(length((x, y) => [x.add(y), y.add(x), x.mul(y), y.mul(x)])).toBe(4);
    expect(length((x, y) => [x.mul(y).sqrt().add(1), y.mul(x).sqrt().add(1)])).toBe(6);
    expect(length((x, y) => [x.sub(y), y.sub(x), x.div(y), y.div(x)])).toBe(6);
    expect(length((x) => [x.atan2(x), pi(), pi()])).toBe(3);
  });

  it('keeps only what the outputs need', () => {
    expect(
      length((x, y) => {
        x.div(y).sqrt();
        return [x.add(y)];
      }),
    ).toBe(3);
  });

  it('knows the neutral and the absorbing elements', () => {
    trace([2], ([x, y]) => {
      const same = (a: Expr, b: Expr): void => expect(a.id).toBe(b.id);
      same(x.add(0), x);
      same(constant(0).add(x), x);
      same(x.sub(0), x);
      same(x.mul(1), x);
      same(constant(1).mul(x), x);
      same(x.div(1), x);
      same(x.neg().neg(), x);
      same(constant(0).sub(x), x.neg());
      same(x.mul(-1), x.neg());
      same(x.div(-1), x.neg());
      same(sum([]), constant(0));
      expect(x.sub(x).known).toBe(0);
      expect(x.mul(0).known).toBe(0);
      expect(constant(0).div(y).known).toBe(0);
      expect(constant(-3).abs().known).toBe(3);
      expect(constant(-3).sign().known).toBe(-1);
      expect(constant(3).neg().known).toBe(-3);
      expect(x.known).toBeUndefined();
      return [x];
    });
  });

  it('refuses to be built outside a trace', () => {
    expect(() => constant(1)).toThrow('outside trace()');
    // and a formula that throws does not leave its trace open
    expect(() =>
      trace([], () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(() => pi()).toThrow('outside trace()');
  });

  it('lets one trace run inside another', () => {
    const outer = trace([1], ([x]) => {
      const inner = trace([1], ([y]) => [y.add(2)]);
      return [x.mul(constant(inner.instructions.length))];
    });
    expect(Number(runProgram(new DoubleField(), outer, [5])[0])).toBe(15);
  });
});

describe('constants', () => {
  const value = fc.oneof(
    fc.integer({ min: -9, max: 9 }),
    fc.maxSafeInteger(),
    fc.constantFrom(2 ** 80, 1e22, 1e300, -1e300, 2 ** -40, 0.1, 1 / 3, 1e-250, -1e15),
  );
  const exact = (x: number): Fraction => {
    const [bits, exponent] = x === 0 ? [0n, 0] : decompose(x);
    return exponent < 0 ? new Fraction(bits, 2n ** BigInt(-exponent)) : new Fraction(bits * 2n ** BigInt(exponent));
  };

  function decompose(x: number): [bigint, number] {
    let [whole, exponent] = [x, 0];
    for (; !Number.isInteger(whole); whole *= 2) exponent--;
    return [BigInt(whole), exponent];
  }

  it('are folded only where a double holds the result', () => {
    let folded = 0;
    fc.assert(
      fc.property(value, value, (a, b) => {
        trace([], () => {
          const [x, y] = [constant(a), constant(b)];
          const [p, q] = [exact(a), exact(b)];
          const sides: [Expr, Fraction][] = [
            [x.add(y), p.add(q)],
            [x.sub(y), p.sub(q)],
            [x.mul(y), p.mul(q)],
          ];
          for (const [made, right] of sides)
            if (made.known !== undefined) {
              folded++;
              expect(Number.isFinite(made.known) && exact(made.known).equals(right), `${a}, ${b}: ${made.known}`).toBe(
                true,
              );
            }
          return [x];
        });
      }),
      { numRuns: 2000 },
    );
    expect(folded).toBeGreaterThan(1000);
  });

  it('small integers are folded', () => {
    trace([], () => {
      for (const [a, b] of [
        [2, 3],
        [-7, 7],
        [0.5, 0.25],
      ] as const)
        expect([constant(a).add(b).known, constant(a).sub(b).known, constant(a).mul(b).known]).toEqual([
          a + b,
          a - b,
          a * b,
        ]);
      return [];
    });
  });

  it('survive large intermediate results', () => {
    const program = trace([], () => [
      constant(2 ** 53)
        .add(1)
        .sub(2 ** 53),
      constant(1e22).mul(1e22).div(constant(1e22)).div(constant(1e22)).sub(1),
      constant(1e300).mul(1e300).div(constant(1e300)).sub(1e300),
    ]);
    const field = new MpfrField(80);
    expect(runProgram(field, program).map(Number)).toEqual([1, 0, 0]);
    field.release();
  });
});

describe('decimal numerals', () => {
  const digitString = (from: number, to: number): fc.Arbitrary<string> =>
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: from, maxLength: to }).map((d) => d.join(''));
  const text = fc
    .tuple(
      fc.constantFrom('', '-', '+'),
      digitString(1, 260),
      digitString(0, 240),
      fc.option(fc.integer({ min: -300, max: 300 })),
    )
    .map(
      ([sign, whole, rest, exponent]) =>
        `${sign}${whole}${rest && `.${rest}`}${exponent === null ? '' : `e${exponent}`}`,
    );

  it('are exact to 500 digits', () => {
    const field = new MpfrField(520);
    fc.assert(
      fc.property(text, (t) => {
        const made = new Wide(
          runProgram(
            field,
            trace([], () => [numeral(t)]),
          )[0],
        );
        const right = new Wide(t);
        expect(made.minus(right).abs().lte(right.abs().times('1e-515')), t).toBe(true);
      }),
      { numRuns: 150 },
    );
    field.release();
  });

  it('of fifteen digits are rounded once in double precision', () => {
    for (const t of ['0.3', '.5', '5.', '12.25e2', '-7e-3', '1e22', '000.125', '0'])
      expect(
        Number(
          runProgram(
            new DoubleField(),
            trace([], () => [numeral(t)]),
          )[0],
        ),
      ).toBe(Number(t));
  });

  it.each(['', '.', '-', 'e5', '1e', '1.2.3', '0x10', '1_000', ' 1', 'NaN'])('"%s" is not one', (t) => {
    expect(() => trace([], () => [numeral(t)])).toThrow(`not a decimal numeral: "${t}"`);
  });

  it('have exponents up to 5000', () => {
    expect(() => trace([], () => [numeral('1e5001')])).toThrow('out of range');
    expect(() => trace([], () => [numeral('1e-5001')])).toThrow('out of range');
    const field = new MpfrField(40);
    const program = trace([], () => [numeral('3e5000').mul(numeral('2e-5000'))]);
    expect(new Wide(runProgram(field, program)[0]).minus(6).abs().lt('1e-35')).toBe(true);
    field.release();
  });
});

import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { trace } from '../../src/arithmetic/expression.js';
import { loadMpfr, MpfrField } from '../../src/arithmetic/mpfr.js';
import { parseExpression, toPolynomial } from '../../src/theory/algebra.js';
import { runProgram } from '../arithmetic/run.js';

beforeAll(loadMpfr);

const Long = Decimal.clone({ precision: 90 });

/** Value and both derivatives, evaluated directly. */
interface Jet {
  readonly v: Decimal;
  readonly x: Decimal;
  readonly y: Decimal;
}

type Point = { px: Decimal; py: Decimal; a: Decimal; b: Decimal };
/** A text of a polynomial and what it means. */
interface Formula {
  readonly text: string;
  readonly degree: number;
  readonly at: (point: Point) => Jet;
}

const zero = new Long(0);
const scalar = (f: (point: Point) => Decimal): Formula['at'] => {
  return (point) => ({ v: f(point), x: zero, y: zero });
};
const times = (f: Jet, g: Jet): Jet => ({
  v: f.v.times(g.v),
  x: f.x.times(g.v).plus(f.v.times(g.x)),
  y: f.y.times(g.v).plus(f.v.times(g.y)),
});

const number = fc.oneof(
  fc.integer({ min: 0, max: 40 }).map(String),
  fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 10 ** 9 })).map(([w, r]) => `${w}.${r}`),
  fc.constantFrom('1e-3', '2.5e2', '.5', '0.333333333333333333333333333333'),
);

const constants: fc.Arbitrary<Formula> = fc.oneof(
  number.map((text): Formula => ({ text, degree: 0, at: scalar(() => new Long(text)) })),
  fc.constantFrom<Formula>(
    { text: 'a', degree: 0, at: scalar((p) => p.a) },
    { text: 'b', degree: 0, at: scalar((p) => p.b) },
    { text: 'pi', degree: 0, at: scalar(() => Long.acos(-1)) },
    { text: 'sqrt(a^2 + 1)', degree: 0, at: scalar((p) => p.a.pow(2).plus(1).sqrt()) },
    { text: 'cos(b)', degree: 0, at: scalar((p) => p.b.cos()) },
    { text: 'sin(a b)', degree: 0, at: scalar((p) => p.a.times(p.b).sin()) },
    { text: 'abs(a - b)', degree: 0, at: scalar((p) => p.a.minus(p.b).abs()) },
    { text: 'sign(-b^2 - 1)', degree: 0, at: scalar(() => new Long(-1)) },
    { text: 'log(2 + b^2)', degree: 0, at: scalar((p) => p.b.pow(2).plus(2).ln()) },
    { text: '(1 + a^2)^(3/2)', degree: 0, at: scalar((p) => p.a.pow(2).plus(1).sqrt().pow(3)) },
    { text: '(1 + b^2)^-0.5', degree: 0, at: scalar((p) => p.b.pow(2).plus(1).sqrt().pow(-1)) },
    { text: 'tan(a/9)', degree: 0, at: scalar((p) => p.a.div(9).sin().div(p.a.div(9).cos())) },
  ),
);

const momenta = fc.constantFrom<Formula>(
  { text: 'px', degree: 1, at: (p) => ({ v: p.px, x: new Long(1), y: zero }) },
  { text: 'py', degree: 1, at: (p) => ({ v: p.py, x: zero, y: new Long(1) }) },
);

const { formula } = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    { arbitrary: fc.oneof(constants, momenta, momenta), weight: 2 },
    {
      arbitrary: fc.tuple(fc.constantFrom('+', '-', '*', ' '), tie('formula'), tie('formula')).map(
        ([op, f, g]): Formula =>
          op === '+' || op === '-'
            ? {
                text: `(${f.text} ${op} (${g.text}))`,
                degree: Math.max(f.degree, g.degree),
                at: (p) => {
                  const [s, t] = [f.at(p), g.at(p)];
                  const join = (u: Decimal, w: Decimal): Decimal => (op === '+' ? u.plus(w) : u.minus(w));
                  return { v: join(s.v, t.v), x: join(s.x, t.x), y: join(s.y, t.y) };
                },
              }
            : {
                text: op === '*' ? `(${f.text}) * (${g.text})` : `(${f.text}) (${g.text})`,
                degree: f.degree + g.degree,
                at: (p) => times(f.at(p), g.at(p)),
              },
      ),
      weight: 4,
    },
    {
      arbitrary: fc.tuple(tie('formula'), fc.integer({ min: 0, max: 3 })).map(
        ([f, n]): Formula => ({
          text: `(${f.text})^${n}`,
          degree: f.degree * n,
          at: (p) => Array.from({ length: n }, () => f.at(p)).reduce(times, { v: new Long(1), x: zero, y: zero }),
        }),
      ),
      weight: 1,
    },
    {
      arbitrary: tie('formula').map(
        (f): Formula => ({
          text: `-(${f.text}) / (1 + b^2)`,
          degree: f.degree,
          at: (p) => times(f.at(p), { v: p.b.pow(2).plus(1).pow(-1).neg(), x: zero, y: zero }),
        }),
      ),
      weight: 1,
    },
  ),
}));

const coordinate = fc.integer({ min: -300, max: 300 }).map((k) => (k / 100).toString());

describe('polynomials read from text', () => {
  it('have the value and the derivatives of the text', () => {
    let seen = 0;
    const field = new MpfrField(70);
    fc.assert(
      fc.property(
        formula,
        fc.tuple(coordinate, coordinate, coordinate, coordinate),
        ({ text, degree, at }, [px, py, a, b]) => {
          fc.pre(degree <= 10 && text.length < 3000);
          const program = trace([4, 2], ([x, y, ...rest], [cos, sin]) => {
            const p = toPolynomial(
              parseExpression(text, 'h0'),
              new Map([['a', rest[0]] as const, ['b', rest[1]] as const]),
              'h0',
            );
            expect(p.degree).toBeLessThanOrEqual(degree);
            // x = cos, y = sin up to the factor 2: the restriction to a line
            const along = p.along(cos, sin, degree).reduceRight((total, c) => total.mul(2).add(c));
            return [p.at(x, y), p.derivative(0).at(x, y), p.derivative(1).at(x, y), along];
          });
          const half = [px, py].map((z) => new Long(z).div(2).toString());
          const ours = runProgram(field, program, [px, py, a, b], half).map((z) => new Long(z));
          const { v, x, y } = at({ px: new Long(px), py: new Long(py), a: new Long(a), b: new Long(b) });
          [v, x, y, v].forEach((right, k) => {
            const off = ours[k].minus(right).abs();
            expect(
              off.lte(right.abs().plus(1).times('1e-40')),
              `${['value', 'd/dpx', 'd/dpy', 'along a line'][k]} of ${text}`,
            ).toBe(true);
          });
          if (!x.isZero() || !y.isZero()) seen++;
        },
      ),
      { numRuns: 300 },
    );
    expect(seen).toBeGreaterThan(80);
    field.release();
  });

  const refused: [string, string][] = [
    ['1/px', 'no division by and no function of the momentum'],
    ['sqrt(px^2)', 'no division by and no function of the momentum'],
    ['cos(py)', 'no division by and no function of the momentum'],
    ['px^0.5', 'no division by and no function of the momentum'],
    ['px^-1', 'no division by and no function of the momentum'],
    ['px^py', 'must be an integer or half an integer'],
    ['px^a', 'must be an integer or half an integer'],
    ['px^(1/3)', 'must be an integer or half an integer'],
    ['px^65', 'must be an integer or half an integer'],
    ['i px', 'non-Hermitian'],
    ['px + I', 'non-Hermitian'],
    ['c px', 'unknown name "c"; known: px, py, a, b, pi'],
    ['exp(a)', 'unknown function "exp"'],
    ['a (px + py)', '"a (...)" reads as a function; write a * (...)'],
    ['constructor(a)', 'unknown function "constructor"'],
    ['toString(a)', 'unknown function "toString"'],
    ['cos(a, b)', 'each of one argument'],
    ['a!', 'cannot use the operator "factorial"'],
    ['a > b', 'cannot use the operator "larger"'],
    ['[a, b]', 'cannot use'],
    ['a = 1', 'cannot use'],
    ['"px"', 'is not a number'],
    ['true', 'is not a number'],
    ['a/0', 'division by zero'],
    ['0/(1 - 1)', 'division by zero'],
    ['0^-1', 'division by zero'],
    ['0 log(0)', 'a finite real number is expected'],
    ['0 sqrt(-2)', 'a finite real number is expected'],
    ['1e6000 a', 'out of range'],
  ];

  it.each(refused)('%s is refused', (text, message) => {
    const read = (): unknown =>
      trace([2], ([a, b]) => [
        toPolynomial(parseExpression(text, 'h0'), new Map([['a', a] as const, ['b', b] as const]), 'h0').at(a, b),
      ]);
    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ name: 'InputError' }));
  });

  it('a formula of up to 60 characters is shown whole', () => {
    const broken = (length: number): string => `${'1+'.repeat(length / 2 - 1)}1+`;
    expect(() => parseExpression(broken(60), 'h0')).toThrow(`h0: cannot read "${broken(60)}": `);
    expect(() => parseExpression(broken(62), 'h0')).toThrow(`h0: cannot read "${broken(62).slice(0, 60)}...": `);
  });

  it.each([
    ['brackets', `${'('.repeat(1500)}1${')'.repeat(1500)}`],
    ['signs', `${'-'.repeat(2000)}1`],
    ['terms', `1${'+1'.repeat(1900)}`],
    ['characters', `1${'+1'.repeat(40_000)}`],
    ['functions', `${'sqrt('.repeat(700)}2${')'.repeat(700)}`],
  ])('too many %s are refused before they exhaust the stack', (_, text) => {
    expect(() => parseExpression(text, 'h0')).toThrow(/^h0: .{0,200}$/);
    expect(() => parseExpression(text, 'h0')).toThrow(expect.objectContaining({ name: 'InputError' }));
  });
});

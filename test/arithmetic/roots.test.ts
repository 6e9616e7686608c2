import type { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { DoubleField } from '../../src/arithmetic/double.js';
import type { Field } from '../../src/arithmetic/field.js';
import { loadMpfr, MpfrField } from '../../src/arithmetic/mpfr.js';
import { ComplexRootFinder, classify, discriminant, RealRootFinder, roughRoots } from '../../src/arithmetic/roots.js';
import { runProgram, Wide as Widest } from './run.js';

const Wide = Widest.clone({ precision: 250 });

beforeAll(loadMpfr);

/** Real roots and one root of each conjugate pair. */
interface Roots {
  readonly real: readonly string[];
  readonly pairs: readonly (readonly [string, string])[];
}

/** Coefficients of leading * prod (x - r) prod (x^2 - 2 re x + |z|^2), lowest power first, exact. */
function expand({ real, pairs }: Roots, leading = '1'): Decimal[] {
  const factors = [
    ...real.map((r) => [new Wide(r).neg(), new Wide(1)]),
    ...pairs.map(([re, im]) => [new Wide(re).pow(2).plus(new Wide(im).pow(2)), new Wide(re).times(-2), new Wide(1)]),
  ];
  return factors.reduce<Decimal[]>(
    (product, factor) => {
      const out = Array.from({ length: product.length + factor.length - 1 }, () => new Wide(0));
      product.forEach((a, i) => {
        factor.forEach((b, j) => {
          out[i + j] = out[i + j].plus(a.times(b));
        });
      });
      return out;
    },
    [new Wide(leading)],
  );
}

const size = (z: readonly [string, string]): number => Math.hypot(Number(z[0]), Number(z[1]));

/** Change of a root for relative changes of the coefficients by one: sum |a_k z^k| / |p'(z)|. */
function condition(coefficients: readonly Decimal[], roots: Roots, z: readonly [string, string]): number {
  const all = [
    ...roots.real.map((r): [string, string] => [r, '0']),
    ...roots.pairs.flatMap(([re, im]): [string, string][] => [
      [re, im],
      [re, new Wide(im).neg().toString()],
    ]),
  ];
  const itself = all.findIndex((w) => w[0] === z[0] && w[1] === z[1]);
  const slope = all
    .filter((_, k) => k !== itself)
    .reduce(
      (total, w) => total * Math.hypot(new Wide(z[0]).minus(w[0]).toNumber(), new Wide(z[1]).minus(w[1]).toNumber()),
      1,
    );
  const weight = coefficients.reduce((total, a, k) => total + Math.abs(a.toNumber()) * size(z) ** k, 0);
  return weight / (slope * Math.abs(coefficients[coefficients.length - 1].toNumber()));
}

interface Found {
  readonly settled: boolean;
  readonly reals: number;
  readonly numbers: string[];
}

function find<V>(field: Field<V>, coefficients: readonly Decimal[]): Found {
  const degree = coefficients.length - 1;
  const v = field.vector(degree + 1);
  coefficients.forEach((a, k) => {
    field.set(v, k, a.toSignificantDigits(200).toString());
  });
  const finder = new RealRootFinder(field, degree);
  const settled = finder.find(v, 0);
  return {
    settled,
    reals: finder.reals,
    numbers: Array.from({ length: degree }, (_, k) => field.toText(finder.roots, k)),
  };
}

/** Compares found roots with the known ones, each to its own conditioning. */
function expectRoots(found: Found, roots: Roots, coefficients: readonly Decimal[], roundoff: number): void {
  expect(found.reals, 'number of real roots').toBe(roots.real.length);
  const left = found.numbers.slice(0, found.reals).map((x): [string, string] => [x, '0']);
  for (let k = found.reals; k < found.numbers.length; k += 2) left.push([found.numbers[k], found.numbers[k + 1]]);
  for (const z of [...roots.real.map((r): [string, string] => [r, '0']), ...roots.pairs]) {
    const far = left.map((w) => new Wide(w[0]).minus(z[0]).pow(2).plus(new Wide(w[1]).minus(z[1]).pow(2)).sqrt());
    const nearest = far.reduce((best, d, k) => (d.lt(far[best]) ? k : best), 0);
    const bound = 50 * roundoff * condition(coefficients, roots, z) + 1e-290;
    expect(far[nearest].lte(bound), `root ${z}: off by ${far[nearest].toPrecision(3)}, allowed ${bound}`).toBe(true);
    left.splice(nearest, 1);
  }
}

/** Distinct positions on a logarithmic scale, so that nothing coincides. */
const position = (spread: number): fc.Arbitrary<number> =>
  fc.integer({ min: -100 * spread, max: 100 * spread }).map((k) => 10 ** (k / 100));
const rootsArbitrary = (spread: number): fc.Arbitrary<Roots> =>
  fc
    .record({
      real: fc.array(fc.tuple(position(spread), fc.constantFrom(1, -1)), { maxLength: 5 }),
      pairs: fc.array(fc.tuple(position(spread), fc.integer({ min: 5, max: 175 })), { maxLength: 3 }),
    })
    .map(({ real, pairs }) => ({
      real: real.map(([r, s]) => (r * s).toPrecision(12)),
      pairs: pairs.map(([r, degrees]): [string, string] => {
        const angle = (Math.PI * degrees) / 180;
        return [(r * Math.cos(angle)).toPrecision(12), (r * Math.sin(angle)).toPrecision(12)];
      }),
    }))
    .filter(({ real, pairs }) => real.length + pairs.length > 1);

const worst = (coefficients: readonly Decimal[], roots: Roots): number =>
  Math.max(
    ...[...roots.real.map((r): [string, string] => [r, '0']), ...roots.pairs].map(
      (z) => condition(coefficients, roots, z) / Math.max(size(z), 1e-300),
    ),
  );

const kinds: [string, number, () => Field<never>][] = [
  ['double', 2 ** -52, () => new DoubleField() as unknown as Field<never>],
  ['mpfr', 1e-50, () => new MpfrField(50) as unknown as Field<never>],
];

describe.each(kinds)('roots of real polynomials in %s', (_, roundoff, make) => {
  it.each([
    ['of one scale', 1],
    ['over ten decades', 5],
  ])('%s', (_name, spread) => {
    let seen = 0;
    fc.assert(
      fc.property(rootsArbitrary(spread), fc.constantFrom('1', '-3.7', '1e-20', '2e15'), (roots, leading) => {
        const coefficients = expand(roots, leading);
        fc.pre(worst(coefficients, roots) < 1e5);
        seen++;
        const field = make();
        const found = find(field, coefficients);
        expect(found.settled).toBe(true);
        expectRoots(found, roots, coefficients, roundoff);
        field.release();
      }),
      { numRuns: 60 },
    );
    expect(seen).toBeGreaterThan(40);
  });
});

describe('nearly double roots', () => {
  const cases = [2, 4, 6, 8, 10].flatMap((k) =>
    [
      { real: [`1`, `1.${'0'.repeat(k - 1)}1`, '-2', '3'], pairs: [] },
      { real: ['-2', '3'], pairs: [['1', `1e-${k}`] as [string, string]] },
    ].map((roots) => [`${roots.pairs.length === 0 ? 'real' : 'complex'}, apart by 1e-${k}`, roots] as const),
  );

  it.each(cases)('%s: MPFR finds them', (_, roots) => {
    const field = new MpfrField(60);
    const coefficients = expand(roots);
    const found = find(field, coefficients);
    expect(found.settled).toBe(true);
    expectRoots(found, roots, coefficients, 1e-60);
    field.release();
  });

  it.each(cases.filter(([name]) => / 1e-[246]$/.test(name)))(
    '%s: double finds them or says that it does not',
    (_, roots) => {
      const coefficients = expand(roots);
      const found = find(new DoubleField(), coefficients);
      if (found.settled) expectRoots(found, roots, coefficients, 2 ** -52);
      else expect(worst(coefficients, roots)).toBeGreaterThan(1e4);
    },
  );
});

describe('a finder that follows a changing polynomial', () => {
  it('notices when real roots become a pair', () => {
    const finder = new RealRootFinder(new DoubleField(), 4);
    // (x^2 - t)(x^2 - 9): the first two roots meet at t = 0
    for (const t of [1, 0.5, 0.1, 0.01, -0.01, -0.1, -1, 1]) {
      expect(finder.find(Float64Array.from([9 * t, 0, -9 - t, 0, 1]), 0)).toBe(true);
      expect(finder.reals).toBe(t > 0 ? 4 : 2);
      const inner = finder.reals === 4 ? finder.roots[2] : finder.roots[3];
      expect(inner).toBeCloseTo(Math.sqrt(Math.abs(t)), 12);
    }
  });
});

describe('layout', () => {
  it('needs conjugate partners', () => {
    expect(classify(Float64Array.from([1, 0, 2, 1, 2, -1])).reals).toBe(1);
    expect([...classify(Float64Array.from([1, 0, 2, 1, 2, -1])).values]).toEqual([1, 2, 1]);
    expect(classify(Float64Array.from([1, 0, 2, 1, 3, 1])).reals).toBe(-1);
    expect([...classify(Float64Array.from([5, 1e-9, -3, -1e-9])).values]).toEqual([-3, 5]);
  });

  it('of rough roots is that of the polynomial', () => {
    // (x - 1)(x + 2)(x^2 + 1)
    const { reals, values } = classify(roughRoots(Float64Array.from([-2, 1, -1, 1, 1])));
    expect(reals).toBe(2);
    [-2, 1, 0, 1].forEach((x, k) => {
      expect(values[k]).toBeCloseTo(x, 12);
    });
  });
});

describe('the discriminant', () => {
  const a = fc.integer({ min: -60, max: 60 });
  const formulas: [string, number, (c: number[]) => number][] = [
    ['quadratic', 2, ([c, b, a2]) => b * b - 4 * a2 * c],
    [
      'cubic',
      3,
      ([d, c, b, a3]) =>
        18 * a3 * b * c * d - 4 * b ** 3 * d + b ** 2 * c ** 2 - 4 * a3 * c ** 3 - 27 * a3 ** 2 * d ** 2,
    ],
    // x^4 + p x^2 + r, times a
    ['biquadratic', 4, ([r, , p, , a4]) => 16 * a4 * r * (p * p - 4 * a4 * r) ** 2],
  ];

  it.each(formulas)('of a %s polynomial is the formula', (name, degree, formula) => {
    let seen = 0;
    const field = new MpfrField(40);
    fc.assert(
      fc.property(fc.array(a, { minLength: degree + 1, maxLength: degree + 1 }), (numbers) => {
        const c = numbers.map((x, k) => (name === 'biquadratic' && k % 2 === 1 ? 0 : x));
        const right = formula(c);
        fc.pre(right !== 0 && c[degree] !== 0 && c[0] !== 0);
        seen++;
        const {
          settled,
          reals,
          numbers: roots,
        } = find(
          field,
          c.map((x) => new Wide(x)),
        );
        expect(settled).toBe(true);
        const made = new Wide(runProgram(field, discriminant({ degree, reals }), c, roots)[0]);
        expect(
          made.minus(right).abs().lte(new Wide(right).abs().plus(1).times('1e-18')),
          `${made.toPrecision(20)} against ${right}`,
        ).toBe(true);
      }),
      { numRuns: 60 },
    );
    expect(seen).toBeGreaterThan(30);
    field.release();
  });
});

describe.each(kinds)('roots of complex polynomials in %s', (_, roundoff, make) => {
  it('lie beside those of the real ones, on the side that the imaginary part says', () => {
    let seen = 0;
    fc.assert(
      fc.property(
        rootsArbitrary(1),
        fc.integer({ min: -40, max: -2 }),
        fc.constantFrom(1, -1),
        (roots, exponent, sign) => {
          const real = expand(roots);
          fc.pre(worst(real, roots) < 1e3);
          const degree = real.length - 1;
          const imaginary = new Wide(sign).times(`1e${exponent}`).times(real[0].abs());
          const field = make();
          const v = field.vector(2 * degree + 2);
          real.forEach((x, k) => {
            field.set(v, 2 * k, x.toSignificantDigits(200).toString());
            field.set(v, 2 * k + 1, k === 0 ? imaginary.toSignificantDigits(200).toString() : '0');
          });
          const finder = new ComplexRootFinder(field, degree);
          expect(finder.find(v, 0)).toBe(true);
          seen++;
          const z = Array.from({ length: degree }, (_x, k) =>
            [2 * k, 2 * k + 1].map((j) => new Wide(field.toText(finder.roots, j))),
          ) as [Decimal, Decimal][];
          // p(z) = 0 for each, and the sum of all roots is Vieta's
          for (const [re, im] of z) {
            let value: [Decimal, Decimal] = [new Wide(0), new Wide(0)];
            let scale = new Wide(0);
            const modulus = re.pow(2).plus(im.pow(2)).sqrt();
            [...real].reverse().forEach((c, k) => {
              const [x, y] = value;
              value = [
                x.times(re).minus(y.times(im)).plus(c),
                x
                  .times(im)
                  .plus(y.times(re))
                  .plus(k === degree ? imaginary : 0),
              ];
              scale = scale.times(modulus).plus(c.abs());
            });
            const residual = value[0].pow(2).plus(value[1].pow(2)).sqrt();
            expect(
              residual.lte(scale.times(100 * degree * roundoff)),
              `p(${re.toPrecision(9)}, ${im.toPrecision(9)}) = ${residual.toPrecision(3)}`,
            ).toBe(true);
          }
          const total = z.reduce((sum, [re]) => sum.plus(re), new Wide(0));
          const largest = Math.max(...z.map(([re, im]) => Math.hypot(re.toNumber(), im.toNumber())));
          const right = real[degree - 1].div(real[degree]).neg();
          expect(
            total
              .minus(right)
              .abs()
              .lte(1e6 * roundoff * largest),
            'sum of the roots',
          ).toBe(true);
          field.release();
        },
      ),
      { numRuns: 30 },
    );
    expect(seen).toBeGreaterThan(20);
  });
});

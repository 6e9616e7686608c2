import type { Decimal } from 'decimal.js';
import fc from 'fast-check';
import Fraction from 'fraction.js';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { decimals } from '../../src/arithmetic/numeral.js';
import { TimeError } from '../../src/solution/deadline.js';
import { AccuracyError } from '../../src/theory/errors.js';
import { loadTheory } from '../../src/theory/load.js';
import type { ExpandedTerm } from '../../symbolic/derivation/restoredTerm.js';
import { blindBelow, convergence, pointOf, scanPoints } from '../../symbolic/discovery/convergence.js';
import { type Discovery, discover } from '../../symbolic/discovery/discover.js';
import { Observer } from '../../symbolic/discovery/observer.js';
import { decimalOf, distance, nearestExponent, recognise } from '../../symbolic/discovery/recognise.js';
import { Formula } from '../../symbolic/formula/formula.js';

const Wide = decimals(150);
const PI = decimals(160).acos(-1).toString();
const wide = (x: string | number): Decimal => new Wide(x);

describe('a number is recognised', () => {
  const numeral = (n: bigint, d: bigint, power: number): string =>
    decimals(110).acos(-1).pow(power).times(n.toString()).div(d.toString()).toString();

  test('as the rational times a power of pi that it is', () => {
    const powers = [-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4];
    fc.assert(
      fc.property(
        fc.bigInt(1n, 200n),
        fc.bigInt(1n, 200n),
        fc.constantFrom(...powers),
        fc.boolean(),
        (n, d, power, minus) => {
          const found = recognise(numeral(minus ? -n : n, d, power), 24);
          expect(found?.coefficient.equals(new Fraction(minus ? -n : n, d))).toBe(true);
          expect(found?.piPower).toBe(power);
          expect(found?.digits).toBeGreaterThan(100);
        },
      ),
      { numRuns: 40 },
    );
    for (const power of powers) expect(recognise(numeral(2n, 3n, power), 20)?.piPower).toBe(power);
    expect(recognise('0', 20)).toBeUndefined();
    expect(recognise('2', 20)).toMatchObject({ piPower: 0, digits: 110 });
  });

  test('with the digits that are left after its size and the choice of the power of pi', () => {
    // 3/7: log10(3 * 7 + 1); one of eleven powers
    expect(recognise(numeral(3n, 7n, 0), 20)?.surplus).toBeCloseTo(20 - Math.log10(22) - Math.log10(11), 9);
    // of fewer agreeing digits fewer are left
    const off = recognise(`${decimals(60).div(3, 7).times('1.0000000001')}`, 8);
    expect(off?.coefficient.toFraction()).toBe('3/7');
    expect(off?.digits).toBeCloseTo(10, 6);
    expect(off?.surplus).toBeCloseTo(8 - Math.log10(22) - Math.log10(11), 6);
    // what is none has nothing to spare
    expect(recognise(decimals(60).sqrt(2).toString(), 24)?.surplus).toBeLessThan(4);
  });

  test('as the simplest one within the digits', () => {
    expect(recognise('0.3333', 3)?.coefficient.toFraction()).toBe('1/3');
    expect(recognise('0.3333', 20)?.coefficient.toFraction()).toBe('3333/10000');
    expect(recognise('-1234.5', 20)?.coefficient.toFraction()).toBe('-2469/2');
  });
});

describe('an exponent', () => {
  test('is the nearest fraction with a small denominator, the simpler of two that are as near', () => {
    for (const [text, fraction] of [
      ['2', '2'],
      ['-0.5000001', '-1/2'],
      ['0.33333', '1/3'],
      ['0.249', '1/4'],
      ['-1.7501', '-7/4'],
      ['1e-9', '0'],
    ]) {
      const { exponent, deviation } = nearestExponent(Number(text));
      expect(exponent.toFraction()).toBe(fraction);
      expect(deviation).toBeCloseTo(Math.abs(Number(text) - Number(new Fraction(fraction))), 12);
    }
    // a quarter is no more than twice as near as a third
    expect(nearestExponent(0.3).exponent.toFraction()).toBe('1/3');
  });

  test('and a distance are exact numbers', () => {
    expect(decimalOf(new Fraction(-1, 3)).toString()).toMatch(/^-0\.3{120}$/);
    expect(decimalOf(new Fraction(1, 3), decimals(5)).toString()).toBe('0.33333');
    expect([distance(wide(3), wide(2)), distance(wide(1), wide(2)), distance(wide(2), wide(-2))].map(Number)).toEqual([
      0.5, 0.5, 2,
    ]);
  });
});

describe('a discovery', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** A quantity as a function of the parameters, and of the effort of the observer. */
  type Quantity = (get: (name: string) => Decimal, digits: number, lines: number) => Decimal;
  let efforts: (readonly [digits: number, lines: number])[] = [];
  let released = 0;

  function discovered(quantity: Quantity, more: object = {}): Promise<Discovery> {
    [efforts, released] = [[], 0];
    vi.spyOn(Observer, 'create').mockImplementation(async (_, { digits, lines }) => {
      efforts.push([digits, lines]);
      const observe: Observer['observe'] = (point, quantities) => {
        const value = quantity((name) => wide(point.get(name) ?? '0'), digits, lines).toString();
        return quantities.map(() => value);
      };
      const release = (): void => {
        released++;
      };
      return { observe, release } as unknown as Observer;
    });
    const theory = loadTheory('rashba-ferromagnet');
    return discover('K.yx', { theory, regime: 'alpha*pF << eps', variable: 'u', settings: {}, ...more });
  }
  const reasonOf = (found: Discovery): string => (found.verdict === 'undecided' ? found.reason : found.verdict);

  test('is the leading monomial, with its evidence', async () => {
    const found = await discovered((get) =>
      wide(-3)
        .div(7)
        .div(wide(PI).pow(2))
        .times(get('alpha'))
        .times(get('u').pow(-2))
        .times(get('eps').sqrt())
        .times(wide(1).plus(get('alpha').pow(2).times(5))),
    );
    expect(found).toMatchObject({
      ...{ verdict: 'found', quantity: 'K.yx', regime: 'alpha*pF << eps' },
      ...{ powers: { alpha: '1', u: '-2', eps: '1/2' }, coefficient: '-3/7', piPower: -2 },
      evidence: { solvedDigits: 140, workingDigits: 330 },
    });
    if (found.verdict !== 'found') return;
    // without those that are zero
    expect(Object.keys(found.powers)).toEqual(['eps', 'alpha', 'u']);
    expect(String(found.formula)).toMatch(/alpha/);
    const { exponentDeviation, residuals, surplusDigits } = found.evidence;
    // alpha is 1e-4 and 1e-8: the correction is 5 alpha^2
    expect(residuals.map((x) => Number(x.toPrecision(2)))).toEqual([5e-8, 5e-16]);
    expect(exponentDeviation).toBeGreaterThan(1e-16);
    expect(exponentDeviation).toBeLessThan(1e-14);
    // the deep coefficient is trusted to 1.6 times the digits of the shallow one
    expect(surplusDigits).toBeCloseTo(-1.6 * Math.log10(5e-8) - Math.log10(22) - Math.log10(11), 3);
    expect(released).toBe(efforts.length);
  });

  test('needs more digits and lines until they do not change what is found', async () => {
    const noisy: Quantity = (get, digits) => get('alpha').times(wide(2).plus(wide(10).pow(Math.round(-digits / 20))));
    const found = await discovered(noisy);
    expect(reasonOf(found)).toBe('found');
    // two runs a time, half as many digits again and two lines more each time
    expect(efforts.slice(0, 4)).toEqual([
      [281, 7],
      [330, 6],
      [421, 9],
      [495, 8],
    ]);
    // exactly as many as are wanted are enough
    const exact = await discovered((get, digits) => get('alpha').times(wide(1).plus(digits % 2 ? '1e-24' : 0)));
    expect([reasonOf(exact), exact.evidence.solvedDigits]).toEqual(['found', 24]);
    // also where they are too few to solve anything
    const deep = await discovered((get, digits) => {
      if (digits < 400) throw new AccuracyError('the roots did not settle');
      return get('alpha').times(2);
    });
    expect([reasonOf(deep), deep.evidence.workingDigits]).toEqual(['found', 495]);
    const few = await discovered(noisy, { digits: 5 });
    expect(efforts[1]).toEqual([330, 6]);
    expect(few.evidence.workingDigits).toBe(330);
    const shared = { settle: vi.fn().mockResolvedValue(undefined), release: vi.fn() };
    expect(reasonOf(await discovered(noisy, { observatory: shared }))).toMatch(/^no digit of K.yx is stable/);
    // its owner releases it
    expect(shared.release).not.toHaveBeenCalled();
  });

  test('is undecided where no digit is stable', async () => {
    const found = await discovered((get, digits) => get('alpha').times(digits));
    expect(reasonOf(found)).toBe(
      'no digit of K.yx is stable up to 1400 working digits: it vanishes or the rule over directions fails',
    );
    expect(found.evidence).toEqual({});
    expect(reasonOf(await discovered(() => wide(0)))).toMatch(/^no digit of K.yx is stable/);
    const shallow = await discovered((get, digits) => get('alpha').times(get('alpha').gt('1e-6') ? digits : 2));
    expect(reasonOf(shallow)).toBe('K.yx cannot be followed to a smaller depth of the limit');
    expect(shallow.evidence).toEqual({ solvedDigits: 140, workingDigits: 330 });
  });

  test('is undecided where the time is over, and no other error is that', async () => {
    const late = await discovered(() => {
      throw new TimeError('the time limit of 1 s is over');
    });
    expect(late).toMatchObject({ verdict: 'undecided', quantity: 'K.yx', regime: 'alpha*pF << eps', evidence: {} });
    expect(reasonOf(late)).toBe(
      'the time limit of 1 s is over before any digit of K.yx settled; give a longer --time-limit',
    );
    const broken = discovered(() => {
      throw new TypeError('a mistake');
    });
    await expect(broken).rejects.toThrow(TypeError);
  });

  test('is undecided where the exponents are no simple fractions', async () => {
    const power =
      (exponent: string): Quantity =>
      (get) =>
        get('alpha').pow(wide(exponent)).times(2);
    const found = await discovered(power('0.50011'));
    expect(reasonOf(found)).toBe(
      'the exponents do not settle on simple fractions (m: 0 +- 0e+0, eps: 0 +- 0e+0, alpha: 1/2 +- 1e-4, ' +
        'u: 0 +- 0e+0): the leading term is no monomial in this regime',
    );
    expect(found.evidence).toMatchObject({ exponentDeviation: expect.closeTo(1.1e-4, 9) });
    // within a ten-thousandth it is for the coefficient to say
    expect(reasonOf(await discovered(power('0.50009')))).not.toMatch(/exponents/);
  });

  test('is undecided where the coefficient is no number yet', async () => {
    const moving = await discovered((get) => get('alpha').times(get('alpha').gt('1e-6') ? 7 : 3));
    expect(reasonOf(moving)).toBe('the coefficient has not settled between the two depths of the limit');
    const halving = await discovered((get) => get('alpha').times(get('alpha').gt('1e-6') ? 6 : 3));
    expect(reasonOf(halving)).toBe('the coefficient has not settled between the two depths of the limit');
    expect(Object.keys(moving.evidence)).toEqual(['solvedDigits', 'workingDigits', 'exponentDeviation']);
    const irrational = await discovered((get) => get('alpha').times(Wide.sqrt(2)));
    expect(reasonOf(irrational)).toBe('the coefficient 1.41421356237 is no simple rational times a power of pi');
    expect(irrational.evidence.surplusDigits).toBeLessThan(4);
    // 3 is near, but not much nearer at any deeper point
    const slow = await discovered((get) => get('alpha').times(wide('1e-5').div(get('alpha').log(10)).plus(3)));
    expect(reasonOf(slow)).toMatch(/^the coefficient 2\.999999\d+ is no simple rational times a power of pi$/);
  });

  test('is not sought where charge is not conserved, or of what does not exist', async () => {
    await expect(discovered(() => wide(1), { scheme: { kind: 'gaussian' } })).rejects.toThrow(
      'discover needs a conserving scheme: t-matrix or born:N',
    );
    await expect(discover('K.0x', { theory: loadTheory('rashba-ferromagnet') } as never)).rejects.toThrow(
      /exactly zero/,
    );
  });
});

describe('how an expansion converges', () => {
  const term = (power: Record<string, number>, text: string): ExpandedTerm => ({
    power: { alpha: 0, u: 0, ...power },
    formula: Formula.parse(text),
    weight: 0,
  });

  test('is seen at points at which one symbol runs and all others are far smaller', () => {
    const scan = { chain: ['alpha', 'Dz'], strength: 'u', decades: 2 };
    const found = (symbol: string) => scanPoints({ ...scan, symbol }).map((point) => Object.fromEntries(point));
    expect(found('alpha')).toEqual([3, 4, 5].map((alpha) => ({ alpha, Dz: 35, u: 150 })));
    expect(found('Dz')).toEqual([33, 34, 35].map((Dz) => ({ alpha: 30, Dz, u: 150 })));
    expect(found('u')).toEqual([3, 4, 5].map((u) => ({ alpha: 30, Dz: 60, u })));
    const point = pointOf(new Map([['alpha', 3]]));
    expect([...point]).toEqual([
      ['m', '1'],
      ['eps', '1'],
      ['alpha', '1e-3'],
    ]);
  });

  const points = scanPoints({ chain: ['alpha'], strength: 'u', symbol: 'alpha', decades: 2 });
  const terms = [
    term({ alpha: 1 }, '2*alpha'),
    term({ alpha: 2 }, '-5*alpha^2'),
    term({ alpha: 3 }, '7*alpha^3'),
    term({ alpha: 1, u: 1 }, '3*alpha*u'),
  ];
  const seen = (next: number) =>
    [3, 4, 5].map((k) =>
      wide(10)
        .pow(-k)
        .times(2)
        .minus(
          wide(10)
            .pow(-2 * k)
            .times(next),
        )
        .toString(),
    );

  test('is the fall of what the terms of the leading power leave, against the next one', () => {
    const found = convergence(terms, 'alpha', points, seen(5));
    expect(found?.power).toBe(1);
    expect(found?.predicted.map((x) => x.toExponential(6))).toEqual(['2.500000e-3', '2.500000e-4', '2.500000e-5']);
    expect(found?.differences.map((x) => x.toExponential(6))).toEqual(found?.predicted.map((x) => x.toExponential(6)));
    expect(found?.measured.map((x) => x.toFixed(9))).toEqual(['1.000000000', '1.000000000']);
    // another number than the expansion has
    const other = convergence(terms, 'alpha', points, seen(6));
    expect(other?.differences[0]).toBeCloseTo(3e-3, 9);
  });

  test('says nothing without a further power of the symbol, or without a term', () => {
    expect(convergence([terms[0], terms[3]], 'alpha', points, seen(5))).toBeUndefined();
    expect(convergence([], 'alpha', points, seen(5))).toBeUndefined();
  });

  test('is measured against the term that is largest there, whatever its sign and place', () => {
    const turned = [terms[1], term({ alpha: 1 }, '-2*alpha'), terms[2]];
    const found = convergence(
      turned,
      'alpha',
      points,
      seen(5).map((x) => `-${x}`),
    );
    expect(found?.power).toBe(1);
    expect(found?.predicted[0]).toBeCloseTo(2.5e-3, 9);
  });

  test('is blind below the largest monomial that is not known', () => {
    const ratios = [
      { weight: 1, exponent: 3 },
      { weight: 2, exponent: 30 },
    ];
    expect(blindBelow(ratios, 4)).toBeCloseTo(1e-12, 20);
    expect(blindBelow([ratios[1]], 4)).toBeCloseTo(1e-60, 70);
    expect(blindBelow(ratios, 1000)).toBe(1e-300);
  });
});

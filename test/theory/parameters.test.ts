import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueAt } from '../../src/arithmetic/memo.js';
import { loadTheory } from '../../src/theory/load.js';
import { type ParameterValues, readMeasured, readParameters, readQuantity } from '../../src/theory/parameters.js';

const Long = Decimal.clone({ precision: 120 });
const theory = loadTheory('rashba-ferromagnet');
const NATURAL = { m: '1', alpha: '0.3', Dx: '0.1', Dz: '0.1', eps: '1', u: '0.5' };
const read = (
  change: Record<string, string | undefined> = {},
  density = false,
  base: Record<string, string> = NATURAL,
): ParameterValues =>
  readParameters(
    theory,
    Object.fromEntries(Object.entries({ ...base, ...change }).filter(([, v]) => v !== undefined)) as never,
    density,
  );
const value = (name: string, text: string): Decimal => new Long(valueAt(read({ [name]: text }).values, name));
const close = (a: Decimal.Value, b: Decimal.Value, digits = 100): void => {
  const off = new Long(a).minus(b).abs();
  expect(
    off.lte(new Long(b).abs().times(`1e-${digits}`)),
    `${new Long(a).toPrecision(30)} against ${new Long(b).toPrecision(30)}`,
  ).toBe(true);
};

// the SI, exact since 2019, and CODATA 2022
const E = new Long('1.602176634e-19');
const HBAR = new Long('6.62607015e-34').div(Long.acos(-1).times(2));
const ELECTRON = new Long('9.1093837139e-31');

describe('units', () => {
  const MEASURED = {
    m: '0.8 m_e',
    alpha: '1.7e-11 eV m',
    Dx: '10 meV',
    Dz: '0',
    eps: '100 meV',
    u: '1.2 eV nm^2',
    n: '5e14 / m^2',
  };
  const measured = (name: string, text: string): Decimal => {
    const { values, units } = read({ [name]: text }, false, MEASURED);
    expect(units).toBe('eV nm');
    return new Long(valueAt(values, name));
  };
  /** A mass in kg in units of hbar^2/(eV nm^2). */
  const mass = (kg: Decimal.Value): Decimal => new Long(kg).times(E).div(HBAR.pow(2)).times('1e-18');

  const cases: [string, string, Decimal][] = [
    ['eps', '10 meV', new Long('0.01')],
    ['eps', '-2.5 eV', new Long('-2.5')],
    ['eps', '3e-21 J', new Long('3e-21').div(E)],
    ['eps', '2 pi meV', Long.acos(-1).times('0.002')],
    ['eps', '(1 + 1/4) eV', new Long('1.25')],
    ['eps', '1 eV + 20 meV', new Long('1.02')],
    ['eps', '2 kg nm^2 / s^2', new Long('2e-18').div(E)],
    ['alpha', '1.7e-11 eV m', new Long('0.017')],
    ['alpha', '0.1 eV angstrom', new Long('0.01')],
    ['alpha', '3e5 m/s', new Long('3e5').times(HBAR).div(E).times('1e9')],
    ['m', '0.8 m_e', mass(ELECTRON.times('0.8'))],
    ['m', '7e-31 kg', mass('7e-31')],
    ['n', '5e14 / m^2', new Long('5e-4')],
    ['n', '1e11 cm^-2', new Long('1e-3')],
    ['u', '1.2 eV nm^2', new Long('1.2')],
    ['u', '-1e-37 J m^2', new Long('-1e-19').div(E)],
  ];

  it.each(cases)('%s = %s', (name, text, right) => {
    close(measured(name, text), right);
  });

  it('the electron mass agrees with m c^2 and hbar c of the tables', () => {
    close(measured('m', '1 m_e'), new Long('510998.95069').div(new Long('197.3269804593').pow(2)), 9);
  });

  it('with a drive: charge counts', () => {
    const current = { energy: 1, length: -1, charge: 1, name: 'sheet current density', example: '100 A/m' };
    // 1 A/m in |e| eV/(hbar nm)
    const amperePerMetre = new Long(1).div(E).times(HBAR.div(E)).times('1e-9');
    const { value: natural, si } = readMeasured('current', '100 A/m', current);
    close(natural, amperePerMetre.times(100));
    close(si, 100);
    expect(() => readMeasured('current', '100 A', current)).toThrow(
      'current = 100 A: has the dimension energy x charge^1, expected a sheet current density',
    );
    expect(() => readMeasured('current', '100', current)).toThrow(
      'current = 100: a pure number, expected a sheet current density, such as 100 A/m',
    );
    const gamma = { energy: 1, length: 2, charge: 1, name: 'gyromagnetic ratio', example: '' };
    close(readMeasured('gamma', '1.76e11 / (T s)', gamma).si, '1.76e11');
    const angle = { energy: 0, length: 0, charge: 0, name: 'angle', example: '90 deg' };
    close(readMeasured('direction', '30 deg', angle).value, Long.acos(-1).div(6));
    close(readMeasured('direction', 'pi/6', angle).value, Long.acos(-1).div(6));
  });

  const wrong: [string, string, string][] = [
    ['eps', '1 nm', 'eps = 1 nm: has the dimension length, expected energy, such as 10 meV'],
    ['m', '1 eV', 'm = 1 eV: has the dimension energy, expected mass, such as 0.8 m_e'],
    ['alpha', '1 eV', 'alpha = 1 eV: has the dimension energy, expected energy x length, such as 1.7e-11 eV m'],
    ['n', '1 m^2', 'n = 1 m^2: has the dimension energy^0 length^2, expected 1/area, such as 5e14 / m^2'],
    ['u', '2 nm^2', 'u = 2 nm^2: has the dimension energy^0 length^2, expected energy x area, such as 1.2 eV nm^2'],
    ['eps', '1 A', 'eps = 1 A: has the dimension energy x charge^1, expected energy, such as 10 meV'],
    ['eps', '300 K', 'a unit of mechanics or electricity is expected'],
    ['eps', '1 eV + 1 nm', 'eps = 1 eV + 1 nm: '],
    ['eps', '1 florin', 'eps = 1 florin: neither a number nor a quantity with a unit'],
    ['eps', '30 deg', 'eps = 30 deg: has the dimension a pure number, expected energy'],
    ['eps', '3! meV', 'eps = 3! meV: a real number or a quantity with a unit is expected'],
  ];

  it.each(wrong)('%s = %s is refused', (name, text, message) => {
    expect(() => measured(name, text)).toThrow(message);
    expect(() => measured(name, text)).toThrow(expect.objectContaining({ name: 'InputError' }));
  });

  it('are given to all or to none', () => {
    expect(() => read({ eps: '10 meV' })).toThrow(
      /m = 1, .*u = 0\.5 without a unit, but eps = 10 meV with one: give units to all or to none/,
    );
    expect(() => read({ m: '1' }, false, MEASURED)).toThrow('m = 1 without a unit, but alpha = 1.7e-11 eV m');
    // zeros, infinities, angles and defaults go with both
    expect(read({ Dy: '0', u: 'inf' }, false, MEASURED).units).toBe('eV nm');
    expect(
      read({ Dx: undefined, Dz: undefined, Delta: '10 meV', theta: '0.3', phi: '20 deg' }, false, MEASURED).units,
    ).toBe('eV nm');
    expect(read({ Dx: undefined, Dz: undefined, Delta: '0.1', theta: '17 deg' }).units).toBe('natural');
    expect(() => read({ Dx: undefined, Dz: undefined, Delta: '0.1' }, false, MEASURED)).toThrow(
      'Delta = 0.1 without a unit',
    );
  });
});

describe('numbers', () => {
  it.each([
    ['pi/4', Long.acos(-1).div(4)],
    ['sqrt(2)', new Long(2).sqrt()],
    ['2^(-1/2)', new Long(2).sqrt().pow(-1)],
    ['-(1 + 2)/7', new Long(-3).div(7)],
    ['2 pi', Long.acos(-1).times(2)],
    ['cos(pi/3)', new Long('0.5')],
    ['log(2) + 1e-40', new Long(2).ln().plus('1e-40')],
    ['1/3 + 0.123456789012345678901234567890', new Long(1).div(3).plus('0.123456789012345678901234567890')],
    ['1e-30 * 3', new Long('3e-30')],
    ['12345678901234567890123456789 * 10', new Long('123456789012345678901234567890')],
    ['1e4000 / 1e4000', new Long(1)],
    [' 0.5 ', new Long('0.5')],
    ['+.5e1', new Long(5)],
    ['10%', new Long('0.1')],
  ])('eps = %s', (text, right) => {
    close(value('eps', text), right);
  });

  it('numerals are kept to the last digit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 500 }).map((d) => d.join('')),
        fc.integer({ min: -200, max: -1 }),
        (digits, exponent) => {
          const text = `1${digits}e${exponent}`;
          expect(read({ eps: text.length > 200 ? text : `${text}` }).values.get('eps')).toBe(text);
        },
      ),
    );
  });

  it('of an expression keep more than 500 digits', () => {
    const text = valueAt(read({ eps: 'sqrt(2)' }).values, 'eps');
    const Longest = Decimal.clone({ precision: 1200 });
    expect(new Longest(text).pow(2).minus(2).abs().lt('1e-540')).toBe(true);
  });

  const wrong: [string, string, string][] = [
    ['eps', 'nan', 'eps = nan: a finite number is expected'],
    ['eps', 'NaN', 'a finite number is expected'],
    ['eps', '', 'eps = : a finite number is expected'],
    ['eps', '   ', 'a finite number is expected'],
    ['eps', 'inf', 'eps = inf: must be finite'],
    ['eps', 'Infinity', 'eps = Infinity: must be finite'],
    ['m', '+inf', 'm = +inf: must be finite'],
    ['n', 'inf', 'n = inf: must be finite'],
    ['u', '-inf', 'u = -inf: a finite number is expected'],
    ['u', '2 inf', 'a finite number is expected'],
    ['eps', '1/0', 'division by zero'],
    ['eps', '0/0', 'division by zero'],
    ['eps', '0 * (1/(1 - 1))', 'division by zero'],
    ['eps', 'sqrt(-1)', 'a finite real number is expected'],
    ['eps', 'log(0)', 'a finite real number is expected'],
    ['eps', 'sqrt(1 - sqrt(2))', 'a finite real number is expected'],
    ['eps', '1e291', 'eps = 1.000e+291: magnitude out of range (1e-290 to 1e290)'],
    ['eps', '-1e-291', 'magnitude out of range'],
    ['eps', '1e999999999999', 'eps = 1.000e+999999999999: magnitude out of range'],
    ['eps', 'tan(pi/2)', 'magnitude out of range'],
    ['eps', 'i', 'a real number or a quantity with a unit is expected'],
    ['eps', '1 + 2i', 'a real number or a quantity with a unit is expected'],
    ['eps', 'alpha', 'eps = alpha: neither a number nor a quantity with a unit'],
    ['eps', '[1, 2]', 'cannot use [1, 2] here'],
    ['eps', '1; 2', 'cannot use'],
    ['eps', '"1"', 'is not a number'],
    ['eps', 'true', 'true is not a number'],
    ['eps', '2^1000000!', 'must be an integer or half an integer'],
    ['eps', 'constructor(1)', 'unknown function "constructor"'],
    ['eps', 'f(x) = x', 'cannot use f(x) = x here'],
    ['eps', '1,5', 'eps: cannot read "1,5"'],
    ['eps', '(', 'eps: cannot read "("'],
    ['m', '0', 'm = 0: must be positive (effective mass)'],
    ['m', '-1', 'm = -1: must be positive'],
    ['m', '-1e-250', 'must be positive'],
    ['n', '-1', 'n = -1: must be positive (density of impurities)'],
    ['n', '0', 'n = 0: must be positive'],
  ];

  it.each(wrong)('%s = %s is refused', (name, text, message) => {
    expect(() => read({ [name]: text })).toThrow(message);
    expect(() => read({ [name]: text })).toThrow(expect.objectContaining({ name: 'InputError' }));
  });

  it('infinite strengths are the unitary limit', () => {
    for (const text of ['inf', 'Infinity', '+inf', ' INF ']) {
      const { infinite, values } = read({ u: text });
      expect([...infinite]).toEqual(['u']);
      expect(values.get('u')).toBe('1');
    }
    expect(readQuantity('u', '0.5', { energy: 1, length: 2 })).toEqual({ value: '0.5', system: 'natural' });
  });

  it('garbage is refused with one line or read as a finite number', () => {
    let [accepted, refused] = [0, 0];
    const fragments = fc.array(
      fc.constantFrom(
        ...'0123456789.+-*/^()[]{}=,;:!%&|<>?"\'`~@#$_ ',
        'e',
        'E',
        'pi',
        'sqrt',
        'log',
        'meV',
        'nm',
        'inf',
        'i',
        'm_e',
        'to',
        'α',
        '\n',
        '\0',
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fragments.map((f) => f.join('')),
          fc.string({ unit: 'binary', maxLength: 20 }),
        ),
        fc.constantFrom('eps', 'u', 'm', 'theta'),
        (text, name) => {
          const given = name === 'theta' ? { theta: text, Delta: '1', Dx: undefined, Dz: undefined } : { [name]: text };
          try {
            const { values, infinite } = read(given);
            accepted++;
            for (const [key, x] of values)
              expect(infinite.has(key) || new Long(x).isFinite(), `${key} = ${x}`).toBe(true);
          } catch (error) {
            refused++;
            expect((error as Error).name, `${JSON.stringify(text)}: ${(error as Error).stack}`).toBe('InputError');
          }
        },
      ),
      { numRuns: 900 },
    );
    expect(Math.min(accepted, refused)).toBeGreaterThan(2);
  });
});

describe('names', () => {
  it('unknown ones are answered with the known ones', () => {
    for (const name of ['Eps', 'px', 'constructor', '__proto__', 'toString', ''])
      expect(() => readParameters(theory, JSON.parse(`{${JSON.stringify(name)}: "1"}`), false)).toThrow(
        `unknown parameter "${name}" of rashba-ferromagnet; its parameters are m alpha Dx Dy Dz u ux uy uz eps n ` +
          'Delta theta phi',
      );
  });

  it('missing ones are asked for', () => {
    expect(() => read({ m: undefined, u: undefined })).toThrow(
      'rashba-ferromagnet needs m, the effective mass (mass) (missing: m u); give it as --set m=VALUE',
    );
    expect(() => read({ eps: undefined })).toThrow('needs eps, the Fermi energy (energy); give it as --set eps=VALUE');
    expect(() => read({}, true)).toThrow('needs n, the density of impurities (1/area)');
    expect(read({}, false).values.get('n')).toBe('1');
    expect(read({ n: '0.02' }, true).values.get('n')).toBe('0.02');
  });
});

describe('an exchange field by its angles', () => {
  const polar = (Delta: string, theta?: string, phi?: string): Decimal[] => {
    const { values } = read({ Dx: undefined, Dz: undefined, Delta, ...(theta && { theta }), ...(phi && { phi }) });
    return ['Dx', 'Dy', 'Dz'].map((name) => new Long(valueAt(values, name)));
  };

  it('is the vector', () => {
    const right = (delta: string, theta: Decimal, phi: Decimal): Decimal[] => [
      new Long(delta).times(theta.sin()).times(phi.cos()),
      new Long(delta).times(theta.sin()).times(phi.sin()),
      new Long(delta).times(theta.cos()),
    ];
    const pi = Long.acos(-1);
    polar('0.2', 'pi/3', 'pi/5').forEach((x, k) => {
      close(x, right('0.2', pi.div(3), pi.div(5))[k]);
    });
    polar('0.2', '60 deg', '36 deg').forEach((x, k) => {
      close(x, right('0.2', pi.div(3), pi.div(5))[k]);
    });
    polar('0.3', '0.7', '-2').forEach((x, k) => {
      close(x, right('0.3', new Long('0.7'), new Long(-2))[k]);
    });
  });

  it('is exactly along an axis where it should be', () => {
    expect(polar('0.2').map(String)).toEqual(['0', '0', '0.2']);
    const [x, y, z] = polar('0.2', 'pi/2', '0');
    close(x, '0.2');
    expect([y.isZero(), z.isZero()]).toEqual([true, true]);
    const along = polar('0.2', 'pi/2', 'pi/2');
    expect([along[0].isZero(), along[2].isZero()]).toEqual([true, true]);
    expect(polar('0.2', 'pi').map((c) => c.isZero())).toEqual([true, true, false]);
  });

  it('is given in one way only', () => {
    expect(() => read({ Delta: '1', theta: 'pi/4' })).toThrow(
      'give either Dx Dy Dz or Delta theta phi, not both (given: Dx Dz)',
    );
    expect(() => read({ Dx: undefined, Dz: undefined, theta: '1' })).toThrow(
      'theta given without Delta, the magnitude of the exchange field',
    );
    expect(() => read({ Dx: undefined, Dz: undefined, Delta: '1', theta: '1 meV' })).toThrow(
      'theta = 1 meV: has the dimension energy, expected a pure number',
    );
    expect(() => read({ Dx: undefined, Dz: undefined, Delta: 'inf' })).toThrow('Delta = inf: must be finite');
  });
});

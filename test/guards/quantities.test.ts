import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/theory/errors.js';
import { loadTheory } from '../../src/theory/load.js';
import {
  breachOf,
  measuredQuantity,
  type ParameterValues,
  readMeasured,
  readParameters,
  readQuantity,
} from '../../src/theory/parameters.js';
import type { Theory } from '../../src/theory/theory.js';

const theory = loadTheory('rashba-ferromagnet');
const SET = { m: '1', alpha: '0.3', Dz: '0.1', eps: '1', u: '0.5' };
const ENERGY = { energy: 1, length: 0 };

describe('a quantity', () => {
  test('is infinite if it says so and nothing else', () => {
    for (const text of ['inf 2', 'infinitely', 'infinity2', '+inf/2', 'xinf', '-infinity'])
      expect(() => readParameters(theory, { ...SET, u: text }, false)).toThrow(InputError);
    expect([...readParameters(theory, { ...SET, u: ' +Inf ' }, false).infinite]).toEqual(['u']);
  });

  test('lies between 1e-290 and 1e290, ends included, or is zero', () => {
    for (const text of ['1e290', '-9.9e290', '1e-290', '0', '0e400'])
      expect(readQuantity('eps', text, ENERGY).value).toBe(text);
    for (const text of ['1e291', '-1e291', '9.9e-291'])
      expect(() => readQuantity('eps', text, ENERGY)).toThrow(/magnitude out of range \(1e-290 to 1e290\)$/);
  });

  test('of any unit may be read, or a plain number', () => {
    expect(measuredQuantity('x', '1/4')).toEqual({ value: '0.25', energy: 0, length: 0, charge: 0, si: '0.25' });
    expect(measuredQuantity('x', '10 meV')).toMatchObject({ energy: 1, length: 0, charge: 0 });
    expect(Number(measuredQuantity('x', '10 meV').value)).toBeCloseTo(0.01, 12);
    expect(() => measuredQuantity('x', '1/0')).toThrow(InputError);
  });

  test('that must have a unit is no plain number, whatever its dimension is', () => {
    const expected = { energy: 0, length: 0, charge: 0, name: 'thing', example: '1 of it' };
    for (const dimension of ['energy', 'length', 'charge'])
      expect(() => readMeasured('x', '3', { ...expected, [dimension]: 1 })).toThrow(
        'x = 3: a pure number, expected a thing, such as 1 of it',
      );
    expect(readMeasured('x', '3', expected)).toEqual({ value: '3', si: '3' });
    expect(() => readMeasured('x', '3 nm', expected)).toThrow('x = 3 nm: has the dimension length, expected a thing');
    expect(() => readMeasured('x', '3 nm', { ...expected, energy: 1, length: 1 })).toThrow(/has the dimension length/);
  });

  test('is the same whatever was read before it', () => {
    const first = measuredQuantity('x', '1 meV').value;
    for (let k = 0; k < 600; k++) expect(measuredQuantity('x', `${k} nm`).length).toBe(1);
    expect(measuredQuantity('x', '1 meV').value).toBe(first);
  });
});

test('what is missing is an error with a name, all of it at once', () => {
  const asked = (set: Record<string, string>): unknown => {
    try {
      return readParameters(theory, set, false);
    } catch (error) {
      return error;
    }
  };
  expect(asked({})).toBeInstanceOf(InputError);
  expect(asked({})).toMatchObject({
    message: expect.stringMatching(/\(missing: m alpha u eps\); give it as --set m=VALUE$/),
  });
  const { eps: _, ...rest } = SET;
  expect(asked(rest)).toMatchObject({ message: expect.not.stringContaining('missing') });
});

test('bounds see an infinite strength as infinite', () => {
  const seen: number[] = [];
  const bounded = {
    bounds: {
      breach: (number: (name: string) => number): string => {
        seen.push(number('u'), number('m'));
        return 'u < 1';
      },
    },
  } as unknown as Theory;
  const values = { values: new Map(Object.entries({ u: '1', m: '2.5' })), infinite: new Set(['u']) };
  expect(breachOf(bounded, values as unknown as ParameterValues)).toBe('u < 1');
  expect(seen).toEqual([Number.POSITIVE_INFINITY, 2.5]);
});

import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { readProblem } from '../../src/solution/readProblem.js';
import { mathematics } from '../../src/theory/algebra.js';
import { loadTheory } from '../../src/theory/load.js';

const POINT = { m: '1', eps: '1', alpha: '0.3', Dz: '0.1', u: '1/2' };

it('reads plain numbers without the units and the files that they do not need, the longest part of a start', () => {
  const { cache } = createRequire(import.meta.url);
  // of another file of tests in this process
  for (const path of Object.keys(cache)) if (/yaml/.test(path)) delete cache[path];
  const { parameters } = readProblem(loadTheory('rashba-ferromagnet'), { set: POINT });
  expect(parameters.values.get('u')).toBe('0.5');
  expect(Object.keys(cache).filter((path) => /yaml/.test(path))).toEqual([]);
  expect((mathematics as { Unit?: unknown }).Unit).toBeUndefined();
  expect(() => readProblem(loadTheory('rashba-ferromagnet'), { set: { ...POINT, eps: '5 furlongs' } })).toThrow(/eps/);
});

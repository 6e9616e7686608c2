import { describe, expect, it } from 'vitest';
import { readProblem } from '../../src/solution/readProblem.js';
import { solve } from '../../src/solution/solve.js';
import { loadTheory } from '../../src/theory/load.js';
import { rashba } from '../transport/problems.js';

const DIGITS = { field: 'mpfr', digits: 4 } as const;
const finite = { limit: 'finite', cutoff: '30' };

describe('what sigma.xy leaves out is said', () => {
  const [one, two, annulus] = [
    { m: '1', alpha: '.5', eps: '.1', Dz: '.3', u: '.5' },
    { m: '1', alpha: '.3', eps: '1', Dz: '.3', u: '.5' },
    { m: '1', alpha: '1', eps: '-.3', Dz: '.2', u: '.5' },
  ];
  const note = async (set: Record<string, string>, more = {}): Promise<string> =>
    (await solve(rashba(set, more), DIGITS)).notes.filter((text) => text.startsWith('sigma.xy')).join();

  it.each([
    ['at finite n, one ring', { ...one, n: '.05' }, finite, /left out, which are not small/],
    ['at finite n, two rings', { ...two, n: '.05' }, finite, /left out$/],
    ['in the dilute limit, one ring', one, {}, /coefficient of 1\/n.* n\^0/],
    ['in the dilute limit, an annulus of one band', annulus, {}, /coefficient of 1\/n/],
    ['in the dilute limit, two rings', two, {}, /^$/],
    ['at finite n without a magnet', { ...one, Dz: '0', n: '.05' }, finite, /^$/],
    ['at finite n with magnetic impurities', { ...two, Dz: '0', uz: '.1', n: '.05' }, finite, /left out/],
  ])('%s', async (_, set, more, expected) => {
    expect(await note(set, more)).toMatch(expected);
  });
});

it('a density is refused in the dilute limit, where it would be ignored', () => {
  const set = { m: '1', alpha: '.5', eps: '.1', Dz: '.3', u: '.5', n: '0.5' };
  expect(() => readProblem(loadTheory('rashba-ferromagnet'), { set })).toThrow(/^n = 0.5: .*--limit finite/);
});

describe('what a cutoff leaves out or lets in is said', () => {
  const notes = async (theory: string, set: Record<string, string>, cutoff: string): Promise<string[]> => {
    const problem = readProblem(loadTheory(theory), { set, cutoff });
    return (await solve(problem, DIGITS)).notes.filter((text) => text.includes('cutoff'));
  };
  const holes = { m: '1', l: '0.05', Dz: '0.2', eps: '1', u: '0.5' };
  const ferromagnet = { m: '1', alpha: '0.8', Dz: '0.2', Dx: '0.1', u: '0.5' };

  it.each([
    ['contours beyond it', 'examples/heavy-holes.yaml', holes, '5', [/^Fermi contours beyond .* = 5 do not count$/]],
    [
      'the contour of a band that falls again',
      'examples/heavy-holes.yaml',
      holes,
      '20',
      [/up to 9\.\d+: that .* counts/],
    ],
    ['nothing, beyond an annulus', 'rashba-ferromagnet', { ...ferromagnet, eps: '-0.1' }, '20', []],
    ['nothing, beyond the holes of a cone', 'massive-dirac', { v: '1', M: '0.2', eps: '-1', u: '0.5' }, '20', []],
  ])('%s', async (_, theory, set, cutoff, expected) => {
    const found = await notes(theory, set, cutoff);
    expect(found).toHaveLength(expected.length);
    for (const [k, pattern] of expected.entries()) expect(found[k]).toMatch(pattern);
  });
});

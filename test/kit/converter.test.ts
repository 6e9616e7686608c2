import { describe, expect, it } from 'vitest';
import {
  conventionsOf,
  type Departure,
  factorOf,
  parametersOf,
  RESPONSE_CHOICES,
  signChoices,
  sourceOf,
} from '../../kit/data/conventions.js';
import { converted, type Notation, signsFrom, WRITTEN, type Written } from '../../kit/data/converter.js';
import { lawTable } from '../../properties/catalogue/table.js';
import { remembered } from '../../src/arithmetic/memo.js';
import { batchSolver } from '../../src/solution/batch.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { loadTheory } from '../../src/theory/load.js';
import { TENSORS } from '../../src/transport/tensors.js';

const theory = loadTheory('rashba-ferromagnet');
const POINT = { m: 1, eps: 0.9, alpha: 0.35, Dx: 0.12, Dz: 0.21, u: 0.7 };
const NATURAL = { drive: 'E', energy: 1, length: 1 } as const;
const CORE: Notation = { departures: [], ...NATURAL };
const ABSENT = ['Dy', 'ux', 'uy', 'uz'];
const signs = signsFrom(lawTable(theory, []).parities, ABSENT);

/** What the theory itself gives with some signs of parameters turned. */
const solvedWith = (flipped: readonly string[]): ((entry: string) => number) =>
  remembered(known, flipped.join(), () => solution(flipped));
const known = new Map<string, (entry: string) => number>();

function solution(flipped: readonly string[]): (entry: string) => number {
  const values = Object.entries(POINT).map(([name, x]) => [name, flipped.includes(name) ? -x : x] as const);
  const set = Object.fromEntries(values.map(([name, x]) => [name, String(x)]));
  const found = batchSolver(readProblem(theory, { set }))(Object.fromEntries(values));
  return (entry) => {
    const name = entry.split('.')[0] as 'K' | 'KJ' | 'sigma';
    return found[name].flat()[(TENSORS[name].entries as readonly string[]).indexOf(entry)];
  };
}

const listed = (read: (entry: string) => number, drive: 'E' | 'J'): Written => ({
  spin: WRITTEN[drive].map(read),
  sigma: WRITTEN.sigma.map(read),
});

/** The data that another program would print: its own signs of parameters, factors and indices. */
const elsewhere = (departures: readonly Departure[], drive: 'E' | 'J'): Written => {
  const solved = solvedWith(parametersOf(departures).flipped ?? []);
  return listed((entry) => {
    const tensor = TENSORS[entry.split('.')[0] as 'K' | 'KJ' | 'sigma'];
    return factorOf(departures, tensor) * solved(sourceOf(departures, entry));
  }, drive);
};

function near(found: Written, right: Written): void {
  for (const part of ['spin', 'sigma'] as const) {
    const size = Math.max(...right[part].map(Math.abs));
    for (const [k, x] of found[part].entries()) expect(Math.abs(x - right[part][k]) / size).toBeLessThan(1e-8);
  }
}

describe('the converter', () => {
  const core = listed(solvedWith([]), 'E');
  const conventions = conventionsOf([...RESPONSE_CHOICES, ...signChoices(theory)]).filter((set) => set.length <= 3);

  it('writes what a theory with other signs, factors and indices gives, for every convention', () => {
    expect(conventions.length).toBeGreaterThan(60);
    for (const departures of conventions) {
      const found = converted(core, CORE, { departures, ...NATURAL }, signs, true);
      near(found, elsewhere(departures, 'E'));
      near(converted(found, { departures, ...NATURAL }, CORE, signs, true), core);
    }
  });

  it('turns the response to a field into that to a current and back, in either notation', () => {
    for (const departures of conventions.filter((set) => set.length <= 1)) {
      const perCurrent: Notation = { departures, ...NATURAL, drive: 'J' };
      const found = converted(core, CORE, perCurrent, signs, true);
      // transposed indices of K and sigma are those of two matrices, whose quotient is another matrix
      if (!departures.some(({ transposes }) => transposes)) near(found, elsewhere(departures, 'J'));
      near(converted(found, perCurrent, CORE, signs, true), core);
    }
  });

  it('counts units: n K falls with energy and the third power of length, n sigma with the second', () => {
    const finer: Notation = { ...CORE, energy: 1e-3, length: 10 };
    const found = converted(core, CORE, finer, signs, true);
    near(found, { spin: core.spin.map((x) => x * 1e-3 * 1e3), sigma: core.sigma.map((x) => x * 100) });
    const plain = converted(core, CORE, finer, signs, false);
    near(plain, { spin: core.spin.map((x) => x * 1e-3 * 10), sigma: [...core.sigma] });
  });

  it('says nothing where symmetry does not', () => {
    const [[alpha], [exchange]] = signChoices(theory);
    expect(alpha.id).toBe('sign-alpha');
    const general = signsFrom(lawTable(theory, []).parities, ABSENT.slice(1));
    const found = converted(core, CORE, { departures: [exchange], ...NATURAL }, general, true);
    expect(found.spin.every(Number.isNaN)).toBe(true);
    expect(found.sigma.map(Number.isNaN)).toEqual([false, true, true, false]);
  });
});

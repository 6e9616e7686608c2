import { beforeAll, describe, expect, test, vi } from 'vitest';
import { lawsOf } from '../../properties/catalogue/catalogue.js';
import type { Law } from '../../properties/law/law.js';
import { MUTANTS } from '../../properties/mutants/all.js';
import { type Matrix, type MatrixOptions, matrixOf, Trial } from '../../properties/mutants/matrix.js';
import { type Mutant, mutantsFrom } from '../../properties/mutants/mutant.js';
import { BoltzmannSolver } from '../../properties/routes/boltzmann.js';
import { Classification } from '../../properties/symmetry/classification.js';
import { loadMpfr } from '../../src/arithmetic/mpfr.js';
import { loadTheory } from '../../src/theory/load.js';

const classification = new Classification(loadTheory('rashba-ferromagnet'));
const chosen = (...ids: string[]) => MUTANTS.filter((m) => ids.includes(m.id));
const laws = (...ids: string[]) => lawsOf(classification).filter((law) => ids.includes(law.id));
const tried = async (tools: Law[], mutants: Mutant[], options: MatrixOptions): Promise<Matrix> => {
  const trial = new Trial(classification, tools, options);
  return matrixOf(tools, await Promise.all(mutants.map((mutant) => trial.row(mutant))), options.seed);
};

beforeAll(loadMpfr);

describe('mutants', () => {
  test('there are at least forty, and no two of one name', () => {
    expect(MUTANTS.length).toBeGreaterThanOrEqual(40);
    expect(() => mutantsFrom(MUTANTS, [MUTANTS[0]])).toThrow(MUTANTS[0].id);
  });

  test('a dropped anomalous velocity breaks charge conservation, but not the Ward identity of the ladder', async () => {
    const matrix = await tried(laws('ward.current', 'ward.ladder'), chosen('velocity.no-anomalous'), {
      runs: 6,
      seed: 1,
    });
    expect(matrix.mutants[0].killedBy).toEqual(['ward.current']);
  });

  test('a transposed Upsilon passes the conservation laws and falls to the Boltzmann equation', async () => {
    const matrix = await tried(laws('optical-theorem', 'ward.ladder', 'boltzmann'), chosen('vertex.transposed'), {
      runs: 4,
      seed: 1,
      patience: 8,
    });
    expect(matrix.mutants[0].killedBy).toEqual(['boltzmann']);
    expect(matrix.laws.find((law) => law.id === 'boltzmann')?.redundant).toBe(false);
  });

  test('what shares no step with a mutant is asked once, and says the same to all of them', async () => {
    const options = { runs: 1, seed: 77 };
    const [first, second] = chosen('spin.z-sign', 'vertex.transposed');
    const asked = vi.spyOn(BoltzmannSolver.prototype, 'solve');
    const inDouble = (): number =>
      asked.mock.calls.filter(([environment]) => environment instanceof Float64Array).length;
    const alone = await tried(laws('boltzmann'), [first], options);
    const before = inDouble();
    const after = await tried(laws('boltzmann'), [first, second, first], options);
    // the cases are drawn again on the sound theory, whose answers are not kept
    expect(inDouble() - before).toBe(before / 2);
    expect(after.mutants.map(({ killedBy }) => killedBy)).toEqual([['boltzmann'], ['boltzmann'], ['boltzmann']]);
    expect(after.mutants[0]).toEqual(alone.mutants[0]);
    vi.restoreAllMocks();
  });

  test('a mutant that nothing refutes survives, and other killers count', async () => {
    const options = { runs: 2, seed: 1 };
    const alive = await tried(laws('energy-origin'), chosen('charge.sign'), options);
    expect(alive.survivors).toEqual(['charge.sign']);
    const killers = [{ id: 'claim', run: async () => 'refuted' as const }];
    expect(
      (await tried(laws('energy-origin'), chosen('charge.sign'), { ...options, killers })).mutants[0].killedBy,
    ).toEqual(['claim']);
  });
});

import { describe, expect, test } from 'vitest';
import { lawsOf } from '../../properties/catalogue/catalogue.js';
import { MUTANTS } from '../../properties/mutants/all.js';
import { mutantMatrix } from '../../properties/mutants/matrix.js';
import { mutantsFrom } from '../../properties/mutants/mutant.js';
import { Facts } from '../../properties/symmetry/classification.js';
import { loadMpfr } from '../../src/arithmetic/mpfr.js';
import { loadTheory } from '../../src/theory/load.js';

const facts = new Facts(loadTheory('rashba-ferromagnet'));
const chosen = (...ids: string[]) => MUTANTS.filter((m) => ids.includes(m.id));
const laws = (...ids: string[]) => lawsOf(facts).filter((law) => ids.includes(law.id));

describe('mutants', () => {
  test('there are at least forty, and no two of one name', () => {
    expect(MUTANTS.length).toBeGreaterThanOrEqual(40);
    expect(() => mutantsFrom(MUTANTS, [MUTANTS[0]])).toThrow(MUTANTS[0].id);
  });

  test('a dropped anomalous velocity breaks charge conservation, but not the Ward identity of the ladder', async () => {
    await loadMpfr();
    const matrix = await mutantMatrix(facts, laws('ward.current', 'ward.ladder'), chosen('velocity.no-anomalous'), {
      runs: 6,
      seed: 1,
    });
    expect(matrix.mutants[0].killedBy).toEqual(['ward.current']);
  });

  test('a transposed Upsilon passes the conservation laws and falls to the Boltzmann equation', async () => {
    await loadMpfr();
    const matrix = await mutantMatrix(
      facts,
      laws('optical-theorem', 'ward.ladder', 'boltzmann'),
      chosen('vertex.transposed'),
      { runs: 4, seed: 1 },
    );
    expect(matrix.mutants[0].killedBy).toEqual(['boltzmann']);
    expect(matrix.laws.find((law) => law.id === 'boltzmann')!.redundant).toBe(false);
  });

  test('a mutant that nothing refutes survives, and other killers count', async () => {
    await loadMpfr();
    const options = { runs: 2, seed: 1 };
    const alive = await mutantMatrix(facts, laws('energy-origin'), chosen('charge.sign'), options);
    expect(alive.survivors).toEqual(['charge.sign']);
    const killers = [{ id: 'claim', run: async () => 'refuted' as const }];
    expect(
      (await mutantMatrix(facts, laws('energy-origin'), chosen('charge.sign'), { ...options, killers })).mutants[0]
        .killedBy,
    ).toEqual(['claim']);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Orders } from '../../ledger/runMutants.js';
import type { MutantRow } from '../../properties/mutants/matrix.js';

type Work = { script: URL; data: Orders; orders: string[]; threads: number };
const seen = { works: [] as Work[], solvable: [] as string[], killers: [] as unknown[] };
/** Answers from the last order to the first one. */
const inThreads = async (work: Work, answered: (row: MutantRow) => void): Promise<void> => {
  seen.works.push(work);
  for (const id of [...work.orders].reverse()) answered({ id, change: '', killedBy: ['thread'] });
};
const ledgerKiller = (path: string, all: boolean) => {
  seen.killers.push([path, all]);
  return { id: 'ledger:x', run: async () => 'refuted' as const };
};
const demandSolvable = async (path: string): Promise<void> => {
  seen.solvable.push(path);
};
const MADE_UP = {
  '../../properties/catalogue/threads.js': { inThreads },
  '../../ledger/claimKiller.js': { demandSolvable, ledgerKiller },
};
let runMutants: typeof import('../../ledger/runMutants.js').runMutants;
let all: string[] = [];

// modules are shared between test files: those of this one are its own, and gone when it ends
beforeAll(async () => {
  vi.resetModules();
  for (const [path, module] of Object.entries(MADE_UP)) vi.doMock(path, () => module);
  ({ runMutants } = await import('../../ledger/runMutants.js'));
  all = (await import('../../properties/mutants/all.js')).MUTANTS.map(({ id }) => id);
  // no sample is solved
  const { SampleJudge } = await import('../../properties/law/sampleJudge.js');
  vi.spyOn(SampleJudge.prototype, 'judge').mockReturnValue({
    ...{ status: 'holds', worst: 0, contours: 'one ring', digits: 15 },
  });
});
afterAll(() => {
  vi.restoreAllMocks();
  for (const path of Object.keys(MADE_UP)) vi.doUnmock(path);
  vi.resetModules();
});
beforeEach(() => {
  Object.assign(seen, { works: [], solvable: [], killers: [] });
});

const session = { runs: 1, seed: 3, laws: ['ward'], jobs: 1 };
const ids = ({ mutants }: { mutants: readonly MutantRow[] }): string[] => mutants.map(({ id }) => id);

describe('mutants by their names', () => {
  test('are an id or its beginning up to a dot', async () => {
    const [family] = all[0].split('.');
    const chosen = await runMutants('rashba-ferromagnet', { ...session, mutants: [family, all[0]] });
    expect(ids(chosen)).toEqual(all.filter((id) => id.startsWith(`${family}.`)));
    expect(ids(await runMutants('rashba-ferromagnet', { ...session, mutants: [all[3], all[1]] }))).toEqual([
      all[1],
      all[3],
    ]);
    for (const unknown of ['q', family.slice(0, -1), `${family}.`])
      await expect(runMutants('rashba-ferromagnet', { ...session, mutants: [family, unknown] })).rejects.toMatchObject({
        ...{ name: 'InputError', message: `no mutant "${unknown}"; there are ${all.join(' ')}` },
      });
    await expect(runMutants('rashba-ferromagnet', { ...session, laws: ['q'] })).rejects.toThrow(/^no law "q"/);
  });

  test('are all if none is named, or a part of them', async () => {
    const told: string[] = [];
    const progress: string[] = [];
    const run = await runMutants('rashba-ferromagnet', {
      ...session,
      onMutant: ({ id }) => told.push(id),
      onProgress: (done, total) => progress.push(`${done} ${total}`),
    });
    expect([ids(run), told, run.seed]).toEqual([all, all, 3]);
    expect(run.laws.map(({ id }) => id).every((id) => id.startsWith('ward'))).toBe(true);
    expect(run.survivors).toEqual(all);
    expect(progress).toEqual(all.map((_, k) => `${k + 1} ${all.length}`));
    const parts = await Promise.all(
      [1, 2, 3].map((index) => runMutants('rashba-ferromagnet', { ...session, shard: { index, of: 3 } })),
    );
    expect(parts.flatMap(ids)).toEqual(all);
    expect(seen.works).toEqual([]);
  });
});

describe('a ledger', () => {
  test('is a killer too, once it can be solved', async () => {
    const mutants = [all[0]];
    const killed = async (more: object): Promise<unknown> => {
      const [{ killedBy }] = (await runMutants('rashba-ferromagnet', { ...session, mutants, ...more })).mutants;
      return killedBy;
    };
    expect([await killed({}), seen.solvable, seen.killers]).toEqual([[], [], []]);
    expect(await killed({ ledger: 'x.yaml' })).toEqual(['ledger:x']);
    expect(await killed({ ledger: 'x.yaml', allClaims: true })).toEqual(['ledger:x']);
    expect([seen.solvable, seen.killers]).toEqual([
      ['x.yaml', 'x.yaml'],
      [
        ['x.yaml', false],
        ['x.yaml', true],
      ],
    ]);
  });
});

describe('threads', () => {
  test('take what is more than four, and are told in order', async () => {
    const [told, progress]: [string[], number[]] = [[], []];
    const run = await runMutants('rashba-ferromagnet', {
      ...{ runs: 2, seed: 3, laws: ['ward'], ledger: 'x.yaml', allClaims: true },
      onMutant: ({ id }) => told.push(id),
      onProgress: (done, total) => progress.push(done, total),
    });
    expect([ids(run), told, run.survivors]).toEqual([all, all, []]);
    expect(progress).toEqual(all.flatMap((_, k) => [k + 1, all.length]));
    const [{ script, data, orders, threads }] = seen.works;
    expect([String(script), orders, threads]).toEqual([expect.stringMatching(/\/ledger\/mutantWorker\.js$/), all, 2]);
    expect(data).toEqual({
      ...{ theory: 'rashba-ferromagnet', runs: 2, seed: 3, laws: ['ward'], ledger: 'x.yaml', allClaims: true },
    });
    const used = async (count: number, jobs: number): Promise<number> => {
      seen.works = [];
      await runMutants('rashba-ferromagnet', { ...session, jobs, mutants: all.slice(0, count) });
      return seen.works.length;
    };
    expect([await used(5, 2), await used(4, 2), await used(5, 1)]).toEqual([1, 0, 0]);
  });
});

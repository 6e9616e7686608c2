import { afterEach, describe, expect, test, vi } from 'vitest';
import { ledgerKiller } from '../../ledger/claimKiller.js';
import { Sweep } from '../../ledger/figures/sweep.js';
import { Judging } from '../../ledger/judging.js';
import type { Judgement } from '../../ledger/language/judgement.js';
import { Solutions } from '../../ledger/language/solutions.js';
import { checkedLedger } from '../../ledger/ledger.js';
import { loadLedger } from '../../ledger/ledgerFile.js';
import { runMutants } from '../../ledger/runMutants.js';
import { verify } from '../../ledger/verify.js';
import { SOUND } from '../../properties/law/variant.js';
import type { Verdict } from '../../src/solution/verdict.js';
import { AccuracyError, InputError, NoCarriersError } from '../../src/theory/errors.js';
import { loadTheory } from '../../src/theory/load.js';
import { written } from '../cli/samples.js';

const paper = loadLedger('veneri-2022');
const common = { source: { place: 'here' }, expect: { verdict: 'holds', why: 'planted' } };
const EQUATION = { id: 'eq', kind: 'equation', at: [Object.keys(paper.points)[0]], left: 'K.xy', right: 'K.xy' };
const CURVE = {
  ...{ id: 'curve', kind: 'curve', of: 'KJ.xy', shape: { kind: 'bounded', most: 1e9 } },
  set: { m: '1', alpha: '0.3', Delta: '0.1', theta: '0', u: '0.5' },
  sweep: { parameter: 'eps', from: 0.2, to: 0.4 },
};

afterEach(() => {
  vi.restoreAllMocks();
});

/** A row, judged where every solve with many digits ends with an error. */
async function judgedWith(error: Error, row: object): Promise<Judgement> {
  vi.spyOn(Solutions.prototype, 'at').mockRejectedValue(error);
  const rows = [{ ...common, ...row }];
  const { judgements } = await verify(checkedLedger({ ...paper, contents: undefined, rows }, 'ledger'), {});
  return judgements[0];
}

describe('a row whose numbers cannot be solved', () => {
  test('is undecided, and says why', async () => {
    const { verdict, reason, routes } = await judgedWith(new AccuracyError('no digit'), EQUATION);
    expect([verdict, reason, routes]).toEqual(['undecided', 'no digit', []]);
  });

  test('is undecided where one route of a curve has no value', async () => {
    for (const error of [new AccuracyError('no digit'), new NoCarriersError('no band')]) {
      const { verdict, routes } = await judgedWith(error, CURVE);
      expect([verdict, routes.map(({ evidence }) => Number.isFinite(evidence.residual))]).toEqual([
        'undecided',
        [true, false],
      ]);
      vi.restoreAllMocks();
    }
  });

  test.each([['equation', EQUATION] as const, ['curve', CURVE] as const])(
    'ends the run if that is a mistake: %s',
    async (_, row) => {
      for (const error of [new InputError('wrong'), new TypeError('wrong')]) {
        await expect(judgedWith(error, row)).rejects.toThrow(`row ${row.id}: wrong`);
        vi.restoreAllMocks();
      }
    },
  );
});

test('a curve has no value where double precision has none, and ends with any other error', () => {
  const sweep = new Sweep(loadTheory('rashba-ferromagnet'), CURVE, { ...CURVE.sweep, unit: '', points: 2 });
  const valueWith = (error: Error, x: number): unknown => {
    Object.assign(sweep, {
      solve: () => {
        throw error;
      },
    });
    return sweep.valuesAt(x);
  };
  expect(valueWith(new AccuracyError('no digit'), 0.31)).toBeUndefined();
  expect(valueWith(new NoCarriersError('no band'), 0.32)).toBeUndefined();
  expect(() => valueWith(new InputError('wrong'), 0.33)).toThrow('wrong');
  expect(() => valueWith(new TypeError('wrong'), 0.34)).toThrow('wrong');
  expect(() => sweep.dressedAt(0.34)).toThrow('wrong');
});

describe('the claims of a ledger as a killer', () => {
  /** Rows by ids, as they are judged; the first one is said to be. */
  function judging(answer: (judged: string[], row: Judgement['row']) => Verdict): string[] {
    const judged: string[] = [];
    vi.spyOn(Judging.prototype, 'judge').mockImplementation(async function (this: Judging, id) {
      const row = this.rows.find((r) => r.id === id) as Judgement['row'];
      judged.push(id);
      return { row, verdict: answer(judged, row), routes: [], readings: [], digits: 0 };
    });
    vi.spyOn(Judging.prototype, 'conventions').mockReturnValue([]);
    return judged;
  }
  const refuted = { verdict: 'refuted', why: 'planted' };
  const rows = [
    ...['a', 'b', 'c'].map((id) => ({ ...common, ...EQUATION, id })),
    { ...common, ...EQUATION, id: 'misprint', expect: refuted },
    { ...common, ...EQUATION, id: 'drawn', at: [], over: [Object.keys(paper.ranges)[0]] },
    { ...common, id: 'law', kind: 'law', law: 'ward.ladder' },
  ];
  const path = written(JSON.stringify({ ...paper, contents: undefined, rows }), 'yaml');
  const killed = (all = false) => ledgerKiller(path, all).run(SOUND);

  test('refute a theory by the first row that should hold and is refuted', async () => {
    const judged = judging(({ length }) => (length === 2 ? 'refuted' : 'holds'));
    expect([await killed(), judged]).toEqual(['refuted', ['a', 'b']]);
  });

  test('do not if nothing is refuted but what the ledger refutes itself, or nothing is settled', async () => {
    const judged = judging((_, row) => row.expect.verdict);
    expect([await killed(), judged]).toEqual(['holds', ['a', 'b', 'c', 'misprint']]);
    vi.restoreAllMocks();
    judging(() => 'undecided');
    expect(await killed()).toBe('holds');
  });

  test('are all rows if that is asked: then every verdict that is not the expected one counts', async () => {
    const judged = judging((_, row) => row.expect.verdict);
    expect(await killed(true)).toBe('holds');
    expect(judged).toEqual(expect.arrayContaining(['a', 'b', 'c', 'misprint', 'drawn', 'law']));
    for (const [id, verdict] of [
      ['law', 'undecided'],
      ['misprint', 'holds'],
    ] as const) {
      vi.restoreAllMocks();
      judging((_, row) => (row.id === id ? verdict : row.expect.verdict));
      expect(await killed(true)).toBe('refuted');
    }
  });

  test('say nothing of a theory that cannot be solved at their points, and end with any other error', async () => {
    const fails = (error: Error): void => {
      vi.spyOn(Judging.prototype, 'judge').mockRejectedValue(error);
    };
    fails(new InputError('wrong'));
    expect(await killed()).toBe('undecided');
    fails(new TypeError('a mistake'));
    await expect(killed()).rejects.toThrow('a mistake');
  });

  test('are tried on the sound theory first, and then on every mutant', async () => {
    const session = { runs: 1, seed: 1, laws: ['energy-origin'], mutants: ['charge.sign'], ledger: path };
    // the four equations hold for the sound theory
    judging(({ length }) => (length <= 4 ? 'holds' : 'refuted'));
    const { mutants, survivors } = await runMutants('rashba-ferromagnet', session);
    expect([mutants[0].killedBy, survivors]).toEqual([['ledger:veneri-2022'], []]);
    vi.spyOn(Judging.prototype, 'judge').mockRejectedValue(new InputError('a broken row'));
    await expect(runMutants('rashba-ferromagnet', session)).rejects.toThrow('a broken row');
    const alone = await runMutants('rashba-ferromagnet', { ...session, ledger: undefined });
    expect(alone.survivors).toEqual(['charge.sign']);
    for (const wrong of ['charge.', 'charg', 'nothing'])
      await expect(runMutants('rashba-ferromagnet', { ...session, mutants: [wrong] })).rejects.toThrow(
        `no mutant "${wrong}"; there are `,
      );
  });
});

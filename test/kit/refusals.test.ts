import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as diffuson from '../../cli/index.js';
import { lawTests, ledgerTests, matchers } from '../../cli/vitest.js';
import { LedgerError } from '../../ledger/ledger.js';
import { folder } from '../cli/samples.js';

const { AccuracyError, InputError, loadTheory, readProblem } = diffuson;
const theory = loadTheory('rashba-ferromagnet');
const problem = readProblem(theory, {
  set: { m: '1 m_e', alpha: '1e-11 eV m', eps: '10 meV', Delta: '1 meV', u: '1 eV nm^2' },
});

/** What JavaScript may pass in place of anything. */
const WRONG = [undefined, null, 5, Number.NaN, 'nothing', '', true, {}, [], [1], { set: 5 }, () => 0, Symbol('s')];

/** Functions with arguments that are right. */
const CALLS: Readonly<Record<string, readonly [(...args: never[]) => unknown, readonly unknown[]]>> = {
  diff: [diffuson.diff, ['massive-dirac', 'massive-dirac', { samples: 1 }]],
  writeBaseline: [
    diffuson.writeBaseline,
    [join(folder, 'w.json'), { points: [{ set: { m: 1 } }], quantities: ['K.xy'], why: 'any' }],
  ],
  checkBaseline: [diffuson.checkBaseline, ['nothing.json']],
  acceptBaseline: [diffuson.acceptBaseline, ['nothing.json', 'any']],
  compare: [diffuson.compare, ['nothing.csv', { theory }]],
  consistency: [diffuson.consistency, ['nothing.csv', {}]],
  doctor: [diffuson.doctor, [theory, { m: 1 }]],
  init: [diffuson.init, [{ directory: join(folder, 'refused'), template: 'nothing' }]],
  jsonSchema: [diffuson.jsonSchema, ['theory']],
  torqueTable: [diffuson.torqueTable, [problem, { thickness: '1 nm', magnetisation: 'x' }]],
  mumaxSnippet: [diffuson.mumaxSnippet, [{ rows: [] }]],
  ubermagSnippet: [diffuson.ubermagSnippet, [{ rows: [] }]],
  acceptVerdicts: [diffuson.acceptVerdicts, ['nothing.yaml', [], 'any']],
  selectRows: [diffuson.selectRows, [diffuson.loadLedger('veneri-2022'), ['eq33']]],
  lawTests: [lawTests, ['nothing.yaml', {}]],
  ledgerTests: [ledgerTests, ['nothing.yaml']],
  toAgree: [matchers.toAgree, ['1', '1', { digits: 2 }]],
  toObey: [matchers.toObey, ['nothing.yaml', 'optical-theorem', { runs: 1 }]],
};

describe('every function of the kit answers what is wrong with one line', () => {
  it.each(Object.entries(CALLS))('%s', async (_, [call, args]) => {
    for (const k of args.keys())
      for (const wrong of WRONG)
        try {
          await (call as (...given: unknown[]) => unknown)(...args.map((arg, j) => (j === k ? wrong : arg)));
        } catch (error) {
          const { name, message } = error as Error;
          expect([name, message]).toEqual([expect.stringMatching(/^(InputError|AccuracyError)$/), message]);
          expect(error instanceof InputError || error instanceof AccuracyError).toBe(true);
          // a ledger has a line for each of its faults
          if (!(error instanceof LedgerError)) expect(message).toMatch(/^[^\n]+$/);
        }
  });

  it('takes numbers where numerals are expected', async () => {
    const set = { m: 1, alpha: 0.3, Dz: 0.1, eps: 1, u: 0.5 };
    const file = join(folder, 'numbers.json');
    const made = await diffuson.writeBaseline(file, { points: [{ set }], quantities: ['K.xy'], digits: 8, why: 'any' });
    expect(made.points[0].set).toEqual({ m: '1', alpha: '0.3', Dz: '0.1', eps: '1', u: '0.5' });
    expect((await diffuson.checkBaseline(file)).holds).toBe(true);
    expect(diffuson.doctor(theory, { m: 2 }).values.m).toBe('2');
    expect(matchers.toAgree(0.5, '0.5').pass).toBe(true);
  });
});

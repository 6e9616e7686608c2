import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fraction from 'fraction.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { sharedFactor } from '../../ledger/asymptotics/convention.js';
import { isExpected, type Judgement } from '../../ledger/language/judgement.js';
import { LedgerError, ledgerJsonSchema } from '../../ledger/ledger.js';
import { loadLedger } from '../../ledger/ledgerFile.js';
import { verify as run, type VerifyOptions } from '../../ledger/verify.js';
import { MUTANTS } from '../../properties/mutants/all.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { judge } from '../../src/solution/verdict.js';
import { STEPS } from '../../src/torque/steps.js';

const LEDGER = new URL('../../papers/veneri-2022/ledger.yaml', import.meta.url).pathname;
const text = readFileSync(LEDGER, 'utf8');

/** A ledger with some text replaced and only the rows whose id passes. */
function altered(keep: (id: string) => boolean, ...replacements: [string, string][]): string {
  const changed = replacements.reduce((all, [from, to]) => {
    expect(all).toContain(from);
    return all.replace(from, to);
  }, text);
  const path = join(mkdtempSync(join(tmpdir(), 'ledger-')), 'ledger.yaml');
  const document = parse(changed);
  const rows = document.rows.filter(({ id }: { id: string }) => keep(id));
  writeFileSync(
    path,
    rows.length === document.rows.length ? changed : stringify({ ...document, contents: undefined, rows }),
  );
  return path;
}

const verify = async (path: string, options: VerifyOptions = {}): Promise<readonly Judgement[]> =>
  (await run(loadLedger(path), options)).judgements;

describe('verdicts', () => {
  it('are made from evidence only, undecided by default', () => {
    const band = { holdsBelow: 1e-4, refutedAbove: 1e-2 };
    expect(judge({ residual: 1e-6, uncertainty: 1e-6, ...band })).toBe('holds');
    expect(judge({ residual: 1, uncertainty: 0.1, ...band })).toBe('refuted');
    expect(judge({ residual: 1e-3, uncertainty: 0, ...band })).toBe('undecided');
    expect(judge({ residual: 1e-6, uncertainty: 1, ...band })).toBe('undecided');
    expect(judge({ residual: Number.NaN, uncertainty: 0, ...band })).toBe('undecided');
    expect(judge({ residual: 0, uncertainty: 0, holdsBelow: 1, refutedAbove: 0 })).toBe('undecided');
  });

  it('a convention factor needs the majority of its rows', () => {
    const ratios = (list: number[]) => list.map((x) => new Fraction(x));
    const allowed = ['1', '-1', '2', '-2', '1/2'];
    expect(sharedFactor(ratios([-2, -2, 7, -2]), allowed)).toEqual(new Fraction(-2));
    expect(sharedFactor(ratios([-2, -2, 1, 1]), allowed)).toBeUndefined();
    expect(sharedFactor(ratios([3, 3, 3]), allowed)).toBeUndefined();
  });
});

describe('ledgers', () => {
  it.each([
    ['a duplicate id', ['id: eq33.xy', 'id: eq33.xx'], /eq33\.xx stands twice/],
    ['an unknown regime', ['regime: tilde', 'regime: nowhere'], /unknown regime "nowhere"/],
    ['an unknown point', ['at: [A, B]', 'at: [A, Q]'], /unknown point "Q"/],
    ['a verdict that does not exist', ['verdict: holds', 'verdict: green'], /expect/],
    [
      'a claim without its formula',
      ["    latex: '\\bar{\\tau}_2", "    statement: '\\bar{\\tau}_2"],
      /give the claim either as "latex"/,
    ],
    [
      'LaTeX that is not read',
      ['\\Delta_{\\mathrm{xc}}^2 u}{4\\pi e \\alpha', '\\Delta_{q}^2 u}{4\\pi e \\alpha'],
      /column \d+: .*table of symbols/,
    ],
    ['a quantity that does not exist', ['\\tilde{K}_{zx}: K.zx', '\\tilde{K}_{zx}: K.zz'], /unknown quantity "K.zz"/],
  ] as const)('refuses %s', (_, replacement, message) => {
    const path = altered(() => true, [...replacement] as [string, string]);
    expect(() => loadLedger(path)).toThrow(message);
    expect(() => loadLedger(path)).toThrow(/ledger\.yaml:\d+:\d+: row [\w.-]+: /);
  });

  it('says every fault at once, each with its line, column and row', () => {
    const path = altered(
      () => true,
      ['regime: tilde', 'regime: 7'],
      ['verdict: holds', 'verdict: green'],
      ['at: [A, B]', 'at: 7'],
    );
    const lines = readFileSync(path, 'utf8').split('\n');
    const caught = (): LedgerError => {
      try {
        loadLedger(path);
      } catch (error) {
        if (error instanceof LedgerError) return error;
      }
      throw new Error('nothing was refused');
    };
    const faults = caught().lines;
    expect(faults.length).toBe(3);
    for (const [k, wrong] of ['7', 'green', '7'].entries()) {
      const [, line, column] = /ledger\.yaml:(\d+):(\d+): row [\w.-]+: /.exec(faults[k]) ?? [];
      expect(lines[Number(line) - 1].slice(Number(column) - 1).startsWith(wrong), faults[k]).toBe(true);
    }
  });

  it('is described by a JSON Schema that is published beside it', () => {
    const published = new URL('../../papers/ledger.schema.json', import.meta.url);
    expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(JSON.parse(JSON.stringify(ledgerJsonSchema())));
  });
});

describe('the ledger of the first paper', () => {
  const some = (id: string): boolean => /^(eq33|fba\.zy|parity\.zx)/.test(id);
  let judgements: readonly Judgement[];
  beforeAll(async () => {
    const found = await run(loadLedger(altered(some)));
    judgements = found.judgements;
    expect(found.conventions.map(({ factor }) => factor)).toEqual(['-2']);
  });

  it('is judged as expected, with numbers behind each row', () => {
    expect(judgements.length).toBeGreaterThan(9);
    for (const j of judgements) {
      expect(isExpected(j), j.row.id).toBe(true);
      expect(j.digits, j.row.id).toBeGreaterThanOrEqual(20);
      for (const { evidence } of j.routes) expect(evidence.uncertainty).toBeLessThan(1e-3);
    }
  });

  it('notices a wrong theory: the anomalous velocity dropped, T+ and T- exchanged', async () => {
    const drop: typeof STEPS = {
      ...STEPS,
      contourPoint: (line, root) => {
        const point = STEPS.contourPoint(line, root);
        return { ...point, velocity: [point.momentum.mul(line.cos), point.momentum.mul(line.sin)] };
      },
    };
    const exchange: typeof STEPS = {
      ...STEPS,
      scattering: (species, g, scheme) => {
        const right = STEPS.scattering(species, g, scheme);
        return { ...right, vertex: right.vertex[0].map((_, b) => right.vertex.map((row) => row[b])) };
      },
    };
    for (const steps of [drop, exchange]) {
      const found = await verify(
        altered((id) => /^(eq33.(xx|zy)|eq30)/.test(id)),
        {
          variant: { steps },
        },
      );
      expect(found.some((j) => j.verdict !== 'holds')).toBe(true);
    }
  });

  it('ends a run with the first judgement that is asked for', async () => {
    const path = altered((id) => /^fba/.test(id));
    const all = loadLedger(path).rows.map(({ id }) => id);
    expect(all.length).toBeGreaterThan(2);
    const seen = await verify(path, { digits: 8, until: ({ row }) => row.id === all[1] });
    expect(seen.map(({ row }) => row.id)).toEqual(all.slice(0, 2));
  });

  it.each([
    ['torque.swapped', 'eq34.1o'],
    ['torque.even-sign', 'eq34.2e'],
    ['request.full-for-born', 'fba.zx'],
  ])('sees the mutant %s in the claim %s', async (mutant, id) => {
    const { variant } = valueAt(new Map(MUTANTS.map((m) => [m.id, m])), mutant);
    const rows = (row: string): boolean => row === id || /^eq33\.(xy|yx)$/.test(row);
    const found = await verify(altered(rows), { variant });
    const [sound] = (await verify(altered(rows))).filter((j) => j.row.id === id);
    const lead = ({ terms, verdict }: Judgement): string => terms?.[0].verdict ?? verdict;
    expect(lead(sound)).toBe('holds');
    expect(found.filter((j) => j.row.id === id).map(lead)).not.toContain('holds');
  });
});

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fraction from 'fraction.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { Wide } from '../../ledger/evaluate.js';
import { isExpected, type Judgement } from '../../ledger/judgement.js';
import { sharedFactor } from '../../ledger/leadingTerm.js';
import { loadLedger } from '../../ledger/ledger.js';
import { verify } from '../../ledger/verify.js';
import { MUTANTS } from '../../properties/mutants/all.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { judge } from '../../src/solution/verdict.js';
import { STEPS } from '../../src/torque/steps.js';

const LEDGER = new URL('../../papers/veneri-2022/ledger.yaml', import.meta.url).pathname;
const text = readFileSync(LEDGER, 'utf8');

/** A ledger with only the rows whose id passes, and some text replaced. */
function altered(keep: (id: string) => boolean, ...replacements: [string, string][]): string {
  const lines = text.split('\n').filter((line) => {
    const id = /\{ id: ([\w.-]+)/.exec(line)?.[1];
    return id === undefined || keep(id);
  });
  const changed = replacements.reduce((all, [from, to]) => {
    expect(all).toContain(from);
    return all.replace(from, to);
  }, lines.join('\n'));
  const path = join(mkdtempSync(join(tmpdir(), 'ledger-')), 'ledger.yaml');
  writeFileSync(path, changed);
  return path;
}

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
    const ratios = (list: number[]) => list.map((x) => new Wide(x));
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
    ['a verdict that does not exist', ['expect: holds', 'expect: green'], /expect/],
    ['a missing formula', ["formula: '-e/(2 pi) * alpha/u^2', ", ''], /formula/],
  ] as const)('refuses %s', (_, replacement, message) => {
    expect(() => loadLedger(altered(() => true, [...replacement] as [string, string]))).toThrow(message);
  });
});

describe('the ledger of the first paper', () => {
  const some = (id: string): boolean => /^(eq33|fba\.zy|parity\.zx|charge\.x|ward)/.test(id);
  let judgements: Judgement[];
  beforeAll(async () => {
    judgements = await verify(loadLedger(altered(some)));
  });

  it('is judged as expected, with numbers behind each row', () => {
    expect(judgements.length).toBeGreaterThan(9);
    for (const j of judgements) {
      expect(isExpected(j), j.row.id).toBe(true);
      expect(j.digits, j.row.id).toBeGreaterThanOrEqual(20);
      expect(j.evidence.uncertainty).toBeLessThan(1e-3);
    }
    expect(judgements.find((j) => j.row.id === 'eq33.zx')?.note).toContain('-2');
  });

  it('a wrong sign, factor or exponent in print is refuted and the right formula given', async () => {
    const path = altered(
      (id) => id.startsWith('eq33'),
      [
        "quantity: K.zx, formula: '-e/(2 pi) * m Dx Dz^2/(4 pi alpha eps^2)'",
        "quantity: K.zx, formula: 'e/(2 pi) * m Dx Dz^2/(4 pi alpha eps^2)'",
      ],
      [
        "quantity: K.zy, formula: '-e/(2 pi) * (-(Dx Dz)/(2 pi u alpha eps))'",
        "quantity: K.zy, formula: '-e/(2 pi) * (-(Dx Dz)/(2 pi u alpha^2 eps))'",
      ],
    );
    const wrong = await verify(loadLedger(path));
    const verdictOf = (id: string) => valueAt(new Map(wrong.map((j) => [j.row.id, j])), id);
    expect(verdictOf('eq33.zx').verdict).toBe('refuted');
    expect(verdictOf('eq33.zy').verdict).toBe('refuted');
    expect(verdictOf('eq33.zy').right).toMatch(/Dx \* Dz/);
    expect(verdictOf('eq33.xx').verdict).toBe('holds');
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
      const found = await verify(loadLedger(altered((id) => /^(eq33.(xx|zy)|ward|charge)/.test(id))), {
        variant: { steps },
      });
      expect(found.some((j) => j.verdict !== 'holds')).toBe(true);
    }
  });

  it.each([
    ['torque.swapped', 'eq34.1o'],
    ['torque.even-sign', 'eq34.2e'],
    ['request.full-for-born', 'fba.zx'],
  ])('sees the mutant %s in the claim %s', async (mutant, id) => {
    const { variant } = valueAt(new Map(MUTANTS.map((m) => [m.id, m])), mutant);
    const rows = (row: string): boolean => row === id || /^eq33\.(xy|yx)$/.test(row);
    const found = await verify(loadLedger(altered(rows)), { variant });
    const [sound] = (await verify(loadLedger(altered(rows)))).filter((j) => j.row.id === id);
    expect(sound.verdict).toBe('holds');
    expect(found.find((j) => j.row.id === id)?.verdict).not.toBe('holds');
  });
});

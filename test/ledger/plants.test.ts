import { evaluate } from 'mathjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { isExpected, type Judgement } from '../../ledger/language/judgement.js';
import { checkedLedger, type Row } from '../../ledger/ledger.js';
import { loadLedger } from '../../ledger/ledgerFile.js';
import { verify } from '../../ledger/verify.js';
import { valueAt } from '../../src/arithmetic/memo.js';

const ledger = loadLedger('veneri-2022');
const rows = new Map(ledger.rows.map((row) => [row.id, row]));

/** A row of the paper with some of its text replaced. */
function planted(id: string, from: string, to: string, more: object = {}): Row {
  const row = valueAt(rows, id);
  const text = row.latex ?? '';
  expect(text).toContain(from);
  return { ...row, latex: text.replace(from, to), ...more } as Row;
}

/** A row of the paper with a plain formula in place of its LaTeX. */
function formula(id: string, text: string): Row {
  const entry = id.slice(id.indexOf('.') + 1);
  const quantity = `${/\d/.test(entry) ? 'tau' : 'K'}.${entry}`;
  return { ...valueAt(rows, id), latex: undefined, formula: text, quantity } as Row;
}

interface Plant {
  readonly name: string;
  readonly row: Row;
  /** What is right, in the names of `solve`; undefined where a plant is no formula. */
  readonly right?: string;
  readonly ratio?: string;
  readonly diagnosis?: RegExp;
  readonly isUndimensional?: boolean;
}

const K = '-e/(2 pi n)';
const PLANTS: readonly Plant[] = [
  {
    name: 'a factor',
    row: planted('eq33.zy', '{2\\pi u', '{4\\pi u'),
    right: `${K} * (-Dx Dz/(2 pi u alpha eps))`,
    ratio: '2',
    diagnosis: /^a factor 2 is missing$/,
  },
  {
    name: 'a sign',
    row: planted('eq33.zx', '= -', '= '),
    right: `${K} * m Dx Dz^2/(4 pi alpha eps^2)`,
    ratio: '-1',
    diagnosis: /^the sign is wrong$/,
  },
  {
    name: 'a power',
    row: planted('eq33.xx', '\\Delta_z \\alpha', '\\Delta_z \\alpha^2'),
    right: `${K} * (-m^2 Dz alpha/(2 pi eps))`,
    ratio: '1 / alpha',
    diagnosis: /^a factor 1\/alpha is missing$/,
    isUndimensional: true,
  },
  {
    name: 'a power of pi',
    row: planted('eq35.zy', '{2\\pi u', '{2 u'),
    right: `${K} * (-m alpha Dx/(2 pi u Dz))`,
    ratio: '1 / pi',
    diagnosis: /pi\^-1/,
  },
  {
    name: 'the density',
    row: planted('eq33.xy', '{2\\pi n}', '{2\\pi}'),
    right: `${K} * alpha/u^2`,
    ratio: '1 / n',
    isUndimensional: true,
  },
  {
    name: 'the charge',
    row: planted('eq34.1e', '4\\pi e', '4\\pi'),
    right: 'm^3 Dz alpha u^2/(4 pi e eps^2)',
    ratio: '1 / e',
    isUndimensional: true,
  },
  {
    name: 'a swapped component',
    row: planted('eq35.zx', '{zx}', '{zy}'),
    right: `${K} * (-m alpha Dx/(2 pi u Dz))`,
  },
  {
    name: 'a swapped index',
    row: planted('eq33.zy', '\\Delta_x \\Delta_z', '\\Delta_z^2'),
    right: `${K} * (-Dx Dz/(2 pi u alpha eps))`,
    ratio: 'Dx / Dz',
    diagnosis: /^Dx belongs where Dz is printed$/,
  },
  {
    name: 'the wrong regime',
    row: planted('eq35.zy', '', '', { regime: 'tilde' }),
    right: `${K} * (-Dx Dz/(2 pi u alpha eps))`,
  },
  {
    name: 'the wrong exponent of a correction',
    row: formula('eq34.1o', '-m/(2 e eps) * (alpha - Dz^3 u/(pi alpha eps^2))'),
  },
  {
    name: 'the wrong factor of a correction',
    row: formula('eq34.1o', '-m/(2 e eps) * (alpha - Dz^2 u/(2 pi alpha eps))'),
    right: '-m/(2 e eps) * (alpha - Dz^2 u/(pi alpha eps))',
    ratio: '2',
  },
  {
    name: 'the second order in m_x dropped',
    row: formula('eq36.2o', '-m^2 alpha u/(4 pi e eps)'),
    right: '-m^3 alpha^3 u/(4 pi e Dz^2)',
    ratio: 'm * alpha^2 * eps / Dz^2',
  },
  {
    name: 'a zero that is none',
    row: formula('eq33.zy', '0'),
    right: '-e/(2 pi) * (-Dx Dz/(2 pi u alpha eps))',
    diagnosis: /zero/,
  },
  {
    name: 'a term that is none',
    row: planted('eq33.zx', '', '', { scheme: 'first-born', convention: undefined }),
    right: '0',
  },
  { name: 'one ring for two', row: { ...valueAt(rows, 'fba.zy'), at: ['B'] } as Row },
  { name: 'the wrong scheme', row: { ...valueAt(rows, 'fba.xx'), scheme: 't-matrix' } as Row },
];

/** What is true must stay so: corrections and formulas that are right. */
const TRUTHS: readonly Row[] = [
  formula('eq34.1o', '-m/(2 e eps) * (alpha - Dz^2 u/(pi alpha eps))'),
  formula('eq34.2o', '-m Delta^2 u/(4 pi e alpha eps^2)'),
  formula('eq34.2e', '-m^2 Delta u^2/(4 pi e eps^2) * (m alpha - 3 Dz^2/(2 alpha eps))'),
  formula('eq36.2e', '-m^4 alpha^3 u^2/(8 pi e eps Dz)'),
];

const POINT = { m: 0.7, eps: 1.9, alpha: 0.31, Dx: 0.13, Dz: 0.23, Delta: 0.23, u: 0.41, n: 0.37, e: -1.1 };
const numberAt = (text: string): number => Number(evaluate(text, POINT));

describe('errors planted into the ledger', () => {
  const found = new Map<string, Judgement>();
  beforeAll(async () => {
    const named = [
      ...PLANTS.map(({ row }, k) => ({ ...row, id: `plant.${k}`, expect: { verdict: 'holds', why: 'planted' } })),
      ...TRUTHS.map((row, k) => ({ ...row, id: `truth.${k}`, expect: { verdict: 'holds', why: 'derived' } })),
      { ...valueAt(rows, 'eq33.xy'), id: 'called-wrong', expect: { verdict: 'refuted', why: 'planted' } },
    ];
    const spoiled = checkedLedger({ ...ledger, rows: [...ledger.rows, ...named] }, 'ledger');
    const ids = new Set(named.map(({ id }) => id));
    const run = await verify(spoiled, { only: ({ id }) => ids.has(id) });
    for (const judgement of run.judgements) found.set(judgement.row.id, judgement);
  });

  it.each(PLANTS.map((plant, k) => [plant.name, plant, k] as const))('%s is refuted', (_, plant, k) => {
    const judgement = valueAt(found, `plant.${k}`);
    expect(judgement.verdict).toBe('refuted');
    expect(isExpected(judgement)).toBe(false);
    const { proposal } = judgement;
    if (plant.right !== undefined) expect(numberAt(proposal?.formula ?? 'NaN')).toBeCloseTo(numberAt(plant.right), 12);
    if (plant.ratio !== undefined) expect(proposal?.ratio).toBe(plant.ratio);
    if (plant.diagnosis) expect(proposal?.diagnosis).toMatch(plant.diagnosis);
    if (plant.row.kind === 'asymptotic') expect(proposal?.dimension !== undefined).toBe(plant.isUndimensional === true);
  });

  it.each(TRUTHS.map((row, k) => [row.formula, k] as const))('%s holds', (_, k) => {
    const judgement = valueAt(found, `truth.${k}`);
    expect(judgement.verdict).toBe('holds');
    expect(judgement.routes.length).toBeGreaterThan(1);
    expect(judgement.proposal).toBeUndefined();
  });

  it('a right row called wrong is seen', () => {
    const judgement = valueAt(found, 'called-wrong');
    expect([judgement.verdict, isExpected(judgement)]).toEqual(['holds', false]);
  });
});

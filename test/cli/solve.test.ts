import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { POINT_A, POINT_B, pointA, run } from './run.js';

type Table = Record<string, string>;
const NUMERAL = /^-?\d+(\.\d+)?(e[+-]\d+)?$/;
const Long = Decimal.clone({ precision: 120 });

async function solved(...args: string[]): Promise<Record<string, Table> & { agreedDigits: number; notes: string[] }> {
  const { code, out, err } = await run('solve', ...args, '--json');
  expect(err).toBe('');
  expect(code).toBe(0);
  return JSON.parse(out);
}

const agree = (ours: Table, reference: Table, digits: number): void => {
  for (const [name, x] of Object.entries(reference)) {
    const off = new Long(ours[name]).minus(x).abs();
    expect(off.lte(new Long(x).abs().times(`1e-${digits}`)), `${name}: ${ours[name]} against ${x}`).toBe(true);
  }
};

// from an independent program
const A = {
  K: {
    xx: '0.0012915579068196047758541594733',
    xy: '-0.39648573216711885785572211546',
    yx: '0.39674405682793194602313513628',
    yy: '0.0013073224183607378855403390760',
    zx: '-0.000073720354977742505405022769181',
    zy: '0.0028512151752037390831443658795',
  },
  sigma: {
    xx: '1.4703327049502233979283638741',
    xy: '0.00042860566854153669176440287958',
    yy: '1.4704479065346328267502062561',
  },
};
const B = {
  K: {
    xx: '0.086444634515052510372797807415',
    xy: '-0.95998551673732823499953884497',
    yx: '0.99659593556529750876604206793',
    yy: '0.089011810300954249153612762574',
    zx: '-0.0090797305854998619920830500374',
    zy: '0.099344869277403880618206618128',
  },
};
const C = {
  K: {
    xx: '0.0618839845',
    xy: '-47.0341385',
    yx: '47.0558579',
    yy: '0.0620780789',
    zx: '-0.00126373023',
    zy: '0.224535328',
  },
  sigma: { xx: '172.597447', xy: '0.0219899886', yy: '172.603447' },
};

describe('the published points', () => {
  it('A to 28 digits', async () => {
    const found = await solved(...POINT_A, '--digits', '28');
    expect(found.agreedDigits).toBe(28);
    agree(found.K, A.K, 28);
    agree(found.sigma, A.sigma, 28);
  });

  it('B to 28 digits', async () => {
    const found = await solved(...POINT_B, '--digits', '28');
    expect(found.agreedDigits).toBe(28);
    agree(found.K, B.K, 28);
  });

  it('C to 8 digits', async () => {
    const found = await solved(
      ...POINT_A,
      'n=0.02',
      '--limit',
      'finite',
      '--scheme',
      'self-consistent',
      '--cutoff',
      '50',
      '--digits',
      '9',
    );
    agree(found.K, C.K, 8);
    agree(found.sigma, C.sigma, 8);
  });

  it('A by its angles is the same point', async () => {
    const found = await solved(
      ...pointA({ Dx: undefined, Dz: undefined, Delta: 'sqrt(2)/10', theta: 'pi/4' }),
      '--digits',
      '28',
    );
    agree(found.K, A.K, 28);
  });
});

it('prints parameters as they were given, and no longer than the numbers that depend on them', async () => {
  const units = ['m=1 m_e', 'alpha=0.17 eV \u00c5', 'eps=1 eV', 'Dz=1 meV', 'u=1 eV nm^2'];
  const { parameters } = JSON.parse((await run('solve', '--set', ...units, '--digits', '5', '--json')).out);
  expect(parameters).toMatchObject({ alpha: '0.017', eps: '1', Dz: '0.001', u: '1', m: '13.1234211982399' });
  const sign = await run(
    'solve',
    '--set',
    ...units.map((x) => x.replace('\u00c5', '\u212b')),
    '--digits',
    '5',
    '--json',
  );
  expect(JSON.parse(sign.out).parameters).toEqual(parameters);
});

describe('the object that --json prints', () => {
  it('has the fixed keys, with numerals', async () => {
    const { out } = await run('solve', ...POINT_A, '--json');
    const found = JSON.parse(out);
    expect(Object.keys(found).slice(0, 11)).toEqual([
      'schema',
      'theory',
      'limit',
      'scheme',
      'cutoff',
      'digits',
      'agreedDigits',
      'K',
      'sigma',
      'KJ',
      'tau',
    ]);
    expect(found).toMatchObject({
      theory: 'rashba-ferromagnet',
      limit: 'dilute',
      scheme: 't-matrix',
      cutoff: 'renormalised',
      digits: 15,
    });
    expect(Object.keys(found.K)).toEqual(['0x', '0y', 'xx', 'xy', 'yx', 'yy', 'zx', 'zy']);
    expect(Object.keys(found.sigma)).toEqual(['xx', 'xy', 'yx', 'yy']);
    expect(Object.keys(found.KJ)).toEqual(['xx', 'xy', 'yx', 'yy', 'zx', 'zy']);
    expect(Object.keys(found.tau)).toEqual(['1e', '2e', '1o', '2o']);
    for (const table of [found.K, found.sigma, found.KJ, found.tau])
      for (const x of Object.values(table)) expect(x).toMatch(NUMERAL);
    expect([found.K['0x'], found.K['0y']]).toEqual(['0', '0']);
    // the same as numbers, for programs that have nothing else
    for (const name of ['K', 'sigma', 'KJ', 'tau'])
      expect(found.numbers[name]).toEqual(
        Object.fromEntries(Object.entries(found[name]).map(([ab, text]) => [ab, Number(text)])),
      );
    expect(found.numbers.torqueEven.xx).toBe(null);
    expect(found.units.system).toBe('natural (hbar = |e| = 1)');
    expect(found.units.sigma).toContain('e^2/hbar');
    expect(found.parameters).toMatchObject({ m: '1', alpha: '0.3', Dy: '0', u: '0.5' });
  });

  it('K_J is K times the inverse of sigma, and tau is Eq. (4)', async () => {
    const { K, sigma, KJ, tau } = await solved(...POINT_A, '--digits', '30');
    const s = Object.fromEntries(Object.entries(sigma).map(([ab, x]) => [ab, new Long(x)])) as Record<string, Decimal>;
    const det = s.xx.times(s.yy).minus(s.xy.times(s.yx));
    for (const a of ['x', 'y', 'z']) {
      const [p, q] = [new Long(K[`${a}x`]), new Long(K[`${a}y`])];
      const row = {
        [`${a}x`]: p.times(s.yy).minus(q.times(s.yx)).div(det),
        [`${a}y`]: q.times(s.xx).minus(p.times(s.xy)).div(det),
      };
      for (const [name, x] of Object.entries(row)) agree(KJ, { [name]: x.toString() }, 27);
    }
    // Eq. (4) with m in the xz plane, m_x = m_z
    const m = new Long(0.5).sqrt();
    const k = (ab: string): Decimal => new Long(KJ[ab]);
    const right = {
      '1e': k('yy').div(m),
      '2e': k('xx').minus(k('yy')).div(m.pow(3)).minus(k('xx').div(m)).minus(k('zx').div(m)),
      '1o': k('xy').minus(k('zy')),
      '2o': k('xy').plus(k('yx')).div(m).minus(k('zy').div(m)).div(m),
    };
    agree(tau, Object.fromEntries(Object.entries(right).map(([name, x]) => [name, x.toString()])), 24);
  });

  it('the three fields print the same digits', async () => {
    const asked = ['--digits', '9'];
    const [mpfr, decimal, double] = [
      await solved(...POINT_B, ...asked, '--field', 'mpfr'),
      await solved(...POINT_B, ...asked, '--field', 'decimal'),
      await solved(...POINT_B, ...asked, '--field', 'double'),
    ];
    for (const found of [decimal, double])
      for (const tensor of ['K', 'sigma', 'KJ', 'tau'])
        agree(found[tensor], Object.fromEntries(nonZero(mpfr[tensor])), 9);
  });

  it('scales as its units say', async () => {
    const units = [
      '--set',
      'm=0.8 m_e',
      'alpha=1.7e-11 eV m',
      'Dx=5 meV',
      'Dz=8 meV',
      'eps=60 meV',
      'u=0.4 eV nm^2',
      '--digits',
      '12',
    ];
    const found = await solved(...units);
    expect(found.units.system).toContain('eV, nm');
    // the same point in natural units of eV and nm
    const hbar = new Long('6.62607015e-34').div(Long.acos(-1).times(2));
    const mass = new Long('9.1093837139e-31').times('0.8').times('1.602176634e-19').div(hbar.pow(2)).times('1e-18');
    const plain = await solved(
      ...[
        '--set',
        `m=${mass.toSignificantDigits(60)}`,
        'alpha=0.017',
        'Dx=0.005',
        'Dz=0.008',
        'eps=0.06',
        'u=0.4',
        '--digits',
        '12',
      ],
    );
    for (const tensor of ['K', 'sigma', 'tau']) agree(found[tensor], Object.fromEntries(nonZero(plain[tensor])), 11);
    // and with every energy in units of 60 meV, every length so that m = 1: K ~ 1/(energy length), sigma ~ 1
    const length = mass.times('0.06').sqrt().pow(-1);
    const [a, u] = [new Long('0.017').div('0.06').div(length), new Long('0.4').div('0.06').div(length.pow(2))];
    const scaled = await solved(
      ...['--set', 'm=1', `alpha=${a}`, 'Dx=5/60', 'Dz=8/60', 'eps=1', `u=${u}`, '--digits', '12'],
    );
    // the dilute limit prints n sigma: 1/length^2
    agree(
      found.sigma,
      Object.fromEntries(nonZero(scaled.sigma).map(([ab, x]) => [ab, new Long(x).div(length.pow(2)).toString()])),
      11,
    );
    agree(
      found.KJ,
      Object.fromEntries(nonZero(scaled.KJ).map(([ab, x]) => [ab, new Long(x).div('0.06').div(length).toString()])),
      11,
    );
  });
});

const nonZero = (table: Table): [string, string][] => Object.entries(table).filter(([, x]) => x !== '0');

describe('the tables for a terminal', () => {
  it('hold the same numbers as --json', async () => {
    const { code, out } = await run('solve', ...POINT_A, '--digits', '12');
    const { K, sigma, KJ, tau } = await solved(...POINT_A, '--digits', '12');
    expect(code).toBe(0);
    for (const table of [K, sigma, KJ, tau]) for (const x of Object.values(table)) expect(out).toContain(x);
    expect(out).toContain('two-dimensional Rashba ferromagnet: dilute limit, t-matrix, cutoff renormalised');
    expect(out).toContain('12 digits agreed between two runs');
  });

  it('say which quantities do not exist', async () => {
    const { code, out } = await run(
      'solve',
      ...POINT_A,
      'n=0.1',
      '--limit',
      'finite',
      '--digits',
      '5',
      '--field',
      'double',
    );
    expect(code).toBe(0);
    expect(out).toContain('give --cutoff VALUE');
  });
});

describe('theories from files', () => {
  it('give what the built-in one gives', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'diffuson-cli-'));
    const path = join(folder, 'mine.yaml');
    const dimension = (energy: number, length: number): string =>
      `{ meaning: x, dimension: { energy: ${energy}, length: ${length} } }`;
    writeFileSync(
      path,
      `name: mine
title: my Rashba ferromagnet
parameters:
  m: ${dimension(-1, -2)}
  alpha: ${dimension(1, 1)}
  Dx: ${dimension(1, 0)}
  Dz: ${dimension(1, 0)}
  u: ${dimension(1, 2)}
hamiltonian: { h0: "px^2/2/m + py^2/(2 m)", hx: "-alpha py + Dx", hy: alpha px, hz: Dz }
impurities: [{ matrix: [u, "0", "0", "0"] }]
`,
    );
    const found = await solved(path, ...POINT_A, '--digits', '20');
    agree(found.K, A.K, 20);
    expect(found.theory).toBe('mine');
    expect(found.tau['1e']).toBeNull();
    writeFileSync(path, 'name: mine\ntitle: t\n');
    rmSync(folder, { recursive: true });
  });
});

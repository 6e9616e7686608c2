import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadMpfr } from '../../src/arithmetic/mpfr.js';
import { TimeError } from '../../src/solution/deadline.js';
import { Passes } from '../../src/solution/passes.js';
import type { Plan } from '../../src/solution/schedule.js';
import { type Effort, type Solution, solve } from '../../src/solution/solve.js';
import { AccuracyError } from '../../src/theory/errors.js';
import { A, rashba } from '../transport/problems.js';

/** The texts of a run: by its number, its field and its plan. */
type Script = (level: number, field: string, plan: Plan) => Record<string, string>;

let runs: { level: number; field: string; digits: number; lines: number }[] = [];

beforeAll(loadMpfr);
beforeEach(() => {
  runs = [];
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Solves point A, where every run finds what a script says. */
function solved(script: Script, effort: Partial<Effort> = {}, problem = rashba(A)): Promise<Solution> {
  vi.spyOn(Passes.prototype, 'run').mockImplementation((field, plan, level) => {
    runs.push({ level, field, ...plan });
    return { digits: plan.digits, numerals: new Map(Object.entries(script(level, field, plan))) };
  });
  return solve(problem, { field: 'mpfr', digits: 20, ...effort });
}

/** A number of which two runs share so many digits, by the number of the run. */
const shaken = (level: number, digits: number): string => `1.${'0'.repeat(digits - 1)}${level % 2}`;
const STEADY = { 'K.xy': '1.5', 'sigma.xx': '2.5' };

describe('a solve ends', () => {
  test('once two runs in turn share the asked digits', async () => {
    // the third and the fourth run agree
    const found = await solved((level) => ({ ...STEADY, 'K.xy': level < 2 ? `${1 + level}.5` : '4' }));
    expect(runs.map(({ level }) => level)).toEqual([0, 1, 2, 3]);
    expect(found).toMatchObject({ agreedDigits: 20, closure: 'conserved', tangents: 0 });
    expect([found.lines, found.workingDigits]).toEqual([runs[3].lines, runs[3].digits]);
    expect(found.quantities.get('K.xy')?.value).toBe('4');
    for (const [k, { digits, lines }] of runs.slice(1).entries()) {
      expect(digits).toBeGreaterThan(runs[k].digits);
      expect(lines).toBeGreaterThan(runs[k].lines);
    }
  });

  test('at the asked digits themselves', async () => {
    const found = await solved((level) => ({ ...STEADY, 'K.xy': level ? `1.${'0'.repeat(19)}1` : '1' }));
    expect([found.agreedDigits, runs.length]).toEqual([20, 2]);
  });

  test('without a note where there is nothing to say', async () => {
    expect((await solved(() => STEADY)).notes).toEqual([]);
  });

  test('with whole digits, those that are shared', async () => {
    const script: Script = (level) => ({ ...STEADY, 'K.xy': `1.${'0'.repeat(6)}${level % 2 ? 4 : 0}` });
    const found = await solved(script, { bestEffort: true });
    // log10(1/4e-7) = 6.4
    expect(found.agreedDigits).toBe(6);
    await expect(solved(script)).rejects.toThrow(
      /^asked 20 digits, reached 6 \(K.xy, \d+ lines, \d+ working digits\);/,
    );
    await expect(solved(script)).rejects.toThrow(/; ask for fewer digits, or move away from the band edge$/);
    await expect(solved(script)).rejects.toThrow(AccuracyError);
  });

  test('after twelve runs, with the best of them', async () => {
    // two runs in turn share 17 digits, but the fourth and the fifth share 19
    const tails = ['0', '9', '0', '9', '904', '0', '9', '0', '9', '0', '9', '0'];
    const script: Script = (level) => ({ ...STEADY, 'K.xy': `1.${'0'.repeat(17)}${tails[level]}` });
    const found = await solved(script, { bestEffort: true });
    expect(runs).toHaveLength(12);
    expect([found.agreedDigits, found.lines]).toEqual([19, runs[11].lines]);
    // a few digits are missing: a small step
    expect(runs[2].digits - runs[1].digits).toBeLessThan(30);
    await expect(solved(script)).rejects.toThrow(/^asked 20 digits, reached 19 /);
  });

  test('with the last of those that are as good', async () => {
    const found = await solved((level) => ({ ...STEADY, 'K.xy': `1.${String(9 * level).padStart(18, '0')}` }), {
      bestEffort: true,
    });
    expect([found.agreedDigits, found.quantities.get('K.xy')?.value]).toEqual([17, `1.${'99'.padStart(18, '0')}`]);
  });

  test('with the name of the worst of the numbers that it is for, the first of them', async () => {
    const script: Script = (level) => ({
      ...{ 'N.xx': shaken(level, 3), 'K.xx': '2', 'K.xy': shaken(level, 5), 'K.yx': shaken(level, 5) },
      'sigma.xx': shaken(level, 9),
    });
    await expect(solved(script)).rejects.toThrow(/^asked 20 digits, reached 5 \(K.xy, /);
  });

  test('with the lines that touch a contour, not with those that nearly do', async () => {
    const crescent = (eps: string) => rashba({ m: '1', eps, alpha: '0.88', Dx: '0.37', Dz: '0.15', u: '0.5' });
    expect((await solved(() => STEADY, {}, crescent('-0.22'))).tangents).toBe(0);
    expect((await solved(() => STEADY, {}, crescent('-0.3'))).tangents).toBeGreaterThan(0);
  });

  test('early where not one digit is stable', async () => {
    const wild: Script = (level) => ({ ...STEADY, 'K.xy': `${(-1) ** level}` });
    await expect(solved(wild)).rejects.toThrow(
      /^no digit of K.xy is stable up to \d+ lines and \d+ working digits: the ladder is singular/,
    );
    expect(runs).toHaveLength(6);
    // one digit is something
    runs = [];
    await expect(solved((level) => ({ ...STEADY, 'K.xy': level % 2 ? '10' : '9' }))).rejects.toThrow(/reached 1 /);
    expect(runs).toHaveLength(12);
  });

  test('where more is beyond all means', async () => {
    const script: Script = (level) => ({ ...STEADY, 'K.xy': shaken(level, 3) });
    await expect(solved(script, { digits: 480 })).rejects.toThrow(/^asked 480 digits, reached 3 /);
    expect(runs.length).toBeLessThan(12);
  });
});

describe('lines that are allowed', () => {
  const drifting: Script = (level) => ({ ...STEADY, 'K.xy': shaken(level, 9) });

  test('are refused before a run if the first two need more, and how many are said', async () => {
    await solved(() => STEADY);
    const [first, second] = runs.map(({ lines }) => lines);
    runs = [];
    const few = solved(() => STEADY, { lines: first - 1 });
    await expect(few).rejects.toThrow(`asked 20 digits: ${first} lines are needed, and ${first - 1} are allowed`);
    expect(runs).toEqual([]);
    await expect(solved(() => STEADY, { lines: second - 1 })).rejects.toThrow(`${second} lines are needed`);
    expect(runs).toHaveLength(1);
    expect((await solved(() => STEADY, { lines: second })).agreedDigits).toBe(20);
  });

  test('end further runs with the best of those before', async () => {
    await expect(solved(drifting)).rejects.toThrow(/reached 9/);
    const [, second, third] = runs.map(({ lines }) => lines);
    runs = [];
    const found = await solved(drifting, { lines: third - 1, bestEffort: true });
    expect([found.agreedDigits, found.lines, runs.length]).toEqual([9, second, 2]);
  });
});

describe('a number without a digit', () => {
  const torque = (level: number) => ({
    'tau.1e': '3',
    'tau.2e': `${(-1) ** level}`,
    'torqueEven.xx': `${(-1) ** level}`,
    'torqueOdd.xx': `${(-1) ** level}`,
  });

  test('is no torque: it is left out and named, and the others stand', async () => {
    const { quantities, notes, agreedDigits } = await solved((level) => ({ ...STEADY, ...torque(level) }));
    expect([...quantities.keys()]).toEqual(['K.xy', 'sigma.xx', 'tau.1e']);
    expect(notes).toContain('tau.2e, torqueEven.xx, torqueOdd.xx: no digit is stable');
    expect(agreedDigits).toBe(20);
    await solved(() => STEADY).then((found) => expect(found.notes.join()).not.toContain('no digit'));
  });

  test('of K fails the solve, unless what was reached is asked for', async () => {
    const script: Script = (level) => ({ ...STEADY, 'K.xx': `${(-1) ** level}` });
    await expect(solved(script)).rejects.toThrow(/^no digit of K.xx is stable/);
    const { quantities, notes } = await solved(script, { bestEffort: true });
    expect([...quantities.keys()]).toEqual(['K.xy', 'sigma.xx']);
    expect(notes).toContain('K.xx: no digit is stable');
  });

  test('leaves nothing to report if it is the only one, or if all are zero', async () => {
    await expect(solved((level) => ({ 'K.xx': `${(-1) ** level}` }), { bestEffort: true })).rejects.toThrow(
      AccuracyError,
    );
    await expect(solved(() => ({ 'K.xx': '0', 'sigma.xx': '0' }), { bestEffort: true })).rejects.toThrow(AccuracyError);
  });
});

describe('double precision', () => {
  test('reports its own numbers, judged by MPFR', async () => {
    const found = await solved((level) => ({ ...STEADY, 'K.xy': level === 0 ? '1.0000000001' : '1' }), {
      field: 'double',
      digits: 9,
    });
    expect(runs.map(({ field }) => field)).toEqual(['double', 'mpfr']);
    expect(found).toMatchObject({ workingDigits: 16, agreedDigits: 9 });
    expect(found.quantities.get('K.xy')?.value).toBe('1.0000000001');
  });

  test('is not improved by more runs once these agree', async () => {
    const script: Script = (level) => ({ ...STEADY, 'K.xy': level === 0 ? '1.0000001' : '1' });
    const said =
      /^asked 12 digits, reached 7 \(K.xy, \d+ lines, 16 working digits\); use --field mpfr or ask for fewer/;
    await expect(solved(script, { field: 'double', digits: 12 })).rejects.toThrow(said);
    expect(runs.map(({ level }) => level)).toEqual([0, 1, 2]);
  });

  test('is compared with a second run of MPFR before that is said', async () => {
    await expect(solved(() => STEADY, { field: 'double', digits: 40 })).rejects.toThrow(
      /^asked 40 digits, reached 16 /,
    );
    expect(runs.map(({ level }) => level)).toEqual([0, 1, 2]);
    runs = [];
    // sixteen digits are enough to say so
    const sixteen: Script = (level) => ({ ...STEADY, 'K.xy': ['1.0000001', '1', '1.0000000000000001'][level] ?? '9' });
    await expect(solved(sixteen, { field: 'double', digits: 12 })).rejects.toThrow(/reached 7 /);
    expect(runs.map(({ level }) => level)).toEqual([0, 1, 2]);
    runs = [];
    // a number that may be zero must shrink as in any other field
    const falling: Script = (level) => ({
      ...{ ...STEADY, 'K.xy': level ? '1' : '1.0000001' },
      'K.xx': ['1e-20', '1e-20', '1e-31', '1e-31'][level] ?? '1e-31',
    });
    await expect(solved(falling, { field: 'double', digits: 12 })).rejects.toThrow();
    expect(runs.map(({ level }) => level)).toEqual([0, 1, 2, 3]);
  });

  test('is compared with finer and finer runs until these agree to sixteen digits', async () => {
    const exact = ['', '1.000001', '1.00000000000001', '1', '1'];
    const script: Script = (level) => ({ ...STEADY, 'K.xy': exact[level] || '1.00000000001' });
    const found = await solved(script, { field: 'double', digits: 12, bestEffort: true });
    expect(runs.map(({ field }) => field)).toEqual(['double', 'mpfr', 'mpfr', 'mpfr', 'mpfr']);
    expect(found.agreedDigits).toBe(11);
    const lost = await solved((level) => ({ ...STEADY, 'tau.1e': level === 0 ? '1' : '-1' }), {
      field: 'double',
      digits: 9,
    });
    expect(lost.notes).toContain('tau.1e: no digit is stable in double precision');
  });
});

describe('a time limit', () => {
  const ending =
    (level: number): Script =>
    (at) => {
      if (at === level) throw new TimeError('the time is over');
      return { ...STEADY, 'K.xy': shaken(at, 7) };
    };

  test('says what was reached, and how to go on', async () => {
    const advice = 'give a longer --time-limit or ask for fewer digits';
    await expect(solved(ending(3))).rejects.toThrow(`the time is over: asked 20 digits, reached 7; ${advice}`);
    await expect(solved(ending(1))).rejects.toThrow(`the time is over: asked 20 digits, reached 0; ${advice}`);
    await expect(solved(ending(0), { bestEffort: true })).rejects.toThrow(AccuracyError);
  });

  test('leaves what was reached to who asks for that', async () => {
    const found = await solved(ending(3), { bestEffort: true });
    expect(found.agreedDigits).toBe(7);
    expect([found.lines, found.workingDigits]).toEqual([runs[2].lines, runs[2].digits]);
  });

  test('is not what any other error is', async () => {
    const broken: Script = () => {
      throw new TypeError('a mistake');
    };
    await expect(solved(broken, { bestEffort: true })).rejects.toThrow(TypeError);
  });

  test('is told of every run, and refuses one that is too long', async () => {
    const waits: [string, number][] = [];
    await solved(() => STEADY, { onWait: (message, seconds) => waits.push([message, seconds]), seconds: 1e6 });
    const said = runs.map(
      ({ lines, digits }) => `waiting for: K and sigma in mpfr, ${lines} lines, ${digits} digits, `,
    );
    expect(waits).toHaveLength(2);
    for (const [k, [message]] of waits.entries()) expect(message).toContain(said[k]);
    await expect(solved(() => STEADY, { seconds: 1e-9 })).rejects.toThrow(
      /^the time limit of 1e-9 s is over: asked 20 digits, reached 0; give a longer --time-limit or ask for fewer/,
    );
    await expect(solved(() => STEADY, { seconds: 1e-9, bestEffort: true })).rejects.toThrow(AccuracyError);
  });
});

describe('the edge at a hard cutoff', () => {
  const CURRENT = { 'ward.Jx': '1e-4', 'ward.Jy': '-2e-4', 'Gamma.0': '-2', 'Gamma.z': '1', 'J.0x': '1', 'J.xy': '-5' };
  const noted = async (more: Parameters<typeof rashba>[1], change: Record<string, string> = {}): Promise<string> => {
    const atDensity = more?.limit === 'finite' ? { n: '0.02' } : {};
    const problem = rashba({ ...A, ...atDensity }, more);
    return (await solved(() => ({ ...STEADY, ...CURRENT, ...change }), {}, problem)).notes.join();
  };
  const hard = { limit: 'finite', scheme: 'self-consistent', cutoff: '50' };

  test('is measured in units of the source, and said', async () => {
    // 2e-4/(2 * 5)
    expect(await noted(hard)).toMatch(
      /edge current at the cutoff: relative size 2\.0e-5 of the source; it is returned to the density row without spin/,
    );
    expect(await noted(hard, { 'ward.Jx': '3e-4' })).toContain('relative size 3.0e-5');
    expect(await noted(hard, { 'ward.Jx': '0', 'ward.Jy': '0' })).toBe('the density row closes the ladder (K_0b = 0)');
    expect(await noted(hard, { 'ward.Jx': '0', 'ward.Jy': '0' })).not.toContain('edge current');
    expect(await noted(hard, { 'Gamma.0': '0', 'Gamma.z': '0', 'ward.Jx': '0', 'ward.Jy': '0' })).not.toContain('edge');
  });

  test('is there only at a finite density, with an edge, in a conserving scheme', async () => {
    for (const more of [{}, { ...hard, limit: 'dilute', scheme: 't-matrix' }, { ...hard, scheme: 't-matrix' }])
      expect(await noted(more)).not.toContain('edge current');
    expect(await noted({ ...hard, cutoff: 'renormalised' })).not.toContain('edge current');
  });
});

test('the numbers of a problem in other units are given back in its own', async () => {
  const large = { m: '1e-20', eps: '1e20', alpha: '1e20', Dx: '1e20', Dz: '1e20', u: '1e20' };
  const { quantities } = await solved(() => ({ ...STEADY, 'K.xx': '0' }), {}, rashba(large));
  expect(['K.xy', 'sigma.xx', 'K.xx'].map((name) => quantities.get(name)?.value)).toEqual(['1.5e-20', '2.5', '0']);
});

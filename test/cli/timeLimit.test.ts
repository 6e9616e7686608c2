import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { hearBefore, interruptible, orStop } from '../../cli/commands/interruption.js';
import { buildProgram } from '../../cli/program.js';
import { POINT_A, run } from './run.js';
import { folder, THEORY, written } from './samples.js';

/** A regime of which a series takes seconds. */
const HARD = ['tau.2e', '--regime', 'alpha*pF << Dx << Dz << eps'];

describe('--time-limit', () => {
  it('ends a series, and says how far it went', async () => {
    const { code, err } = await run('expand', ...HARD, '--time-limit', '0.01');
    expect(code).toBe(2);
    expect(err).toMatch(/^tau.2e: the time limit of 0.01 s is over at the relative weight \d+; give a longer --time-l/);
  });

  it('leaves a discovered term undecided', async () => {
    const { code, out } = await run('discover', ...HARD, '--time-limit', '0.01', '--json');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ verdict: 'undecided', reason: expect.stringContaining('0.01 s is over') });
  });

  it('ends a law with the samples that it has', async () => {
    const options = ['--law', 'boltzmann', '--seed', '1', '--runs', '100000', '--time-limit', '0.2', '--json'];
    // a search for symmetries that takes longer leaves no sample
    await run('laws', '--law', 'boltzmann');
    const { code, out, err } = await run('laws', '--run', ...options);
    const [law] = JSON.parse(out).laws;
    expect(law).toMatchObject({ id: 'boltzmann', verdict: 'untested', ended: 'the time limit of 0.2 s is over' });
    expect(law.reason).toMatch(/effective samples of 100000.*; give a longer --time-limit$/);
    expect([code, err]).toEqual([1, '']);
  });

  it('ends a sweep, which goes on from there', async () => {
    const line = [
      'sweep',
      '--set',
      'm=1',
      'alpha=0.3',
      'Dz=0.1',
      'u=0.5',
      '--over',
      'eps=0.5:2:20000',
      '--workers',
      '1',
    ];
    const [whole, parts] = ['whole', 'parts'].map((name) => `${folder}/limited-${name}.csv`);
    const { code, out, err } = await run(...line, '--out', parts, '--time-limit', '0.01');
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(
      /the time limit of 0.01 s is over: \d+ of 20000 rows are finished in .*; go on with --resume\n$/,
    );
    expect((await run(...line, '--out', parts, '--resume')).code).toBe(0);
    await run(...line, '--out', whole);
    expect(readFileSync(parts, 'utf8')).toBe(readFileSync(whole, 'utf8'));
    const inTerminal = await run(...line, '--time-limit', '0.01');
    expect([inTerminal.code, inTerminal.err]).toEqual([
      2,
      expect.stringMatching(/the time limit of 0.01 s is over: (no point is|\d+ of 20000 points are) finished\n$/),
    ]);
  });

  // of a theory that nothing is known of yet
  const REPLAY = ['--law', 'optical-theorem', '--replay', 'm=1 a=0.3 eps=1 u=0.5'];
  it.each<[string, () => string[]]>([
    ['contour', () => ['contour', ...POINT_A]],
    ['doctor', () => ['doctor', written(THEORY)]],
    ['diff', () => ['diff', written(THEORY), written(THEORY)]],
    ['figures', () => ['figures', '--only', '2', '--out', folder]],
    ['figures with curves', () => ['figures', '--only', '3a', '--out', folder]],
    ['laws', () => ['laws', written(THEORY)]],
    ['laws --run', () => ['laws', written(THEORY), '--run', '--runs', '1', '--seed', '1']],
    ['mutants', () => ['mutants', written(THEORY), '--mutant', 'charge.sign', '--runs', '1', '--no-ledger']],
    ['laws --replay', () => ['laws', written(THEORY), ...REPLAY]],
  ])('ends %s', async (_, line) => {
    expect(await run(...line(), '--time-limit', '1e-9')).toEqual({
      code: 2,
      out: '',
      err: 'the time limit of 1e-9 s is over; give a longer --time-limit\n',
    });
  });

  it('is an option of every command whose work has no bound', () => {
    const endless = buildProgram().commands.flatMap((command) => {
      const all = command.commands.length > 0 ? command.commands : [command];
      return all.filter(({ options }) => !options.some(({ long }) => long === '--time-limit')).map((one) => one.name());
    });
    expect(endless.sort()).toEqual(['bands', 'complete', 'init', 'merge', 'schema']);
  });

  it.each(['0', '-1', 'x'])('%s is none', async (text) => {
    const lines = [
      ...[['mutants'], ['sweep', ...POINT_A, '--over', 'ux=0:1:3'], ['explain', 'eq33.zy'], ['figures']],
      ...[['doctor'], ['contour', ...POINT_A], ['diff', 'massive-dirac', 'massive-dirac'], ['laws']],
      ['verify', '--accept', 'eq33.zy', '--why', 'any'],
    ];
    for (const command of lines)
      expect(await run(...command, '--time-limit', text)).toMatchObject({
        code: 1,
        err: `time limit ${text}: a positive number of seconds is expected\n`,
      });
  });

  it('is not waited for by what is done before, nor by a process that ends', async () => {
    const ends: string[] = [];
    await interruptible(
      async () => {},
      0.005,
      (why) => ends.push(why),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(ends).toEqual([]);
  });

  it('ends beside signals, which are heard before anything is begun', async () => {
    const [told, exit] = [
      vi.spyOn(process.stderr, 'write').mockReturnValue(true),
      vi.spyOn(process, 'exit').mockReturnValue(undefined as never),
    ];
    const before = process.listenerCount('SIGHUP');
    const ends: [string, number][] = [];
    hearBefore();
    process.emit('SIGHUP', 'SIGHUP');
    await interruptible(
      async () => process.emit('SIGTERM', 'SIGTERM'),
      60,
      (...end) => ends.push(end),
    );
    const said = [told.mock.calls, exit.mock.calls];
    told.mockRestore();
    exit.mockRestore();
    expect(said).toEqual([[['interrupted: nothing is begun\n']], [[129]]]);
    expect(ends).toEqual([['interrupted', 143]]);
    expect(process.listenerCount('SIGHUP')).toBe(before);
    for (const line of [['sweep'], ['verify', 'nobody']]) await run(...line);
    expect(process.listenerCount('SIGHUP')).toBe(before);
  });

  it('says what is finished, and ends the process with 2', async () => {
    const [told, exit] = [
      vi.spyOn(process.stderr, 'write').mockReturnValue(true),
      vi.spyOn(process, 'exit').mockReturnValue(undefined as never),
    ];
    await orStop(
      () => new Promise((resolve) => setTimeout(resolve, 30)),
      0.005,
      (more) => `3 of 9 rows are finished${more}`,
    );
    const said = [told.mock.calls, exit.mock.calls];
    told.mockRestore();
    exit.mockRestore();
    expect(said).toEqual([
      [['the time limit of 0.005 s is over: 3 of 9 rows are finished; give a longer --time-limit\n']],
      [[2]],
    ]);
  });
});

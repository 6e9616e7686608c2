import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { type History, movesOf, readHistory, withRun } from '../../ledger/history.js';
import type { Verdict } from '../../src/solution/verdict.js';
import { run } from '../cli/run.js';
import { folder, LEDGER, written } from '../cli/samples.js';

const EMPTY: History = { schema: 1, paper: 'p', runs: [] };
const at = (when: string) => ({ when, version: '1.0.0', seed: 1, profile: 'quick' });
const verdicts = (of: Record<string, Verdict>) => new Map(Object.entries(of));

describe('a history', () => {
  const first = withRun(EMPTY, at('1'), verdicts({ a: 'holds', b: 'refuted' }), new Set(['a', 'b']));
  const second = withRun(first, at('2'), verdicts({ a: 'refuted', b: 'refuted' }), new Set(['a', 'b']));
  const part = withRun(second, at('3'), verdicts({ c: 'holds' }), new Set(['a', 'b', 'c']));
  const last = withRun(part, at('4'), verdicts({ a: 'refuted', c: 'holds' }), new Set(['a', 'c']));

  it('keeps of every run what changed', () => {
    expect(last.runs.map((r) => r.verdicts)).toEqual([
      { a: 'holds', b: 'refuted' },
      { a: 'refuted' },
      { c: 'holds' },
      { b: null },
    ]);
  });

  it('tells when each row changed', () => {
    expect(movesOf(last)).toEqual([
      { id: 'a', when: '2', before: 'holds', after: 'refuted' },
      { id: 'c', when: '3', before: null, after: 'holds' },
      { id: 'b', when: '4', before: 'refuted', after: null },
    ]);
  });

  it('is refused where it is none, or of another paper', () => {
    const path = written(JSON.stringify(EMPTY), 'json');
    expect(() => readHistory(path, 'q')).toThrow(/is of p, not of q/);
    expect(() => readHistory(written('{}', 'json'), 'p')).toThrow(/no file that verify --history wrote/);
    expect(() => readHistory(written('{', 'json'), 'p')).toThrow(/JSON/);
    expect(readHistory(join(folder, 'nowhere.json'), 'p')).toEqual(EMPTY);
  });
});

describe('verify --history', () => {
  it('shows in every report when a row changed', async () => {
    const [ledger, file, page, summary] = [
      ...[written(LEDGER), join(folder, 'history.json'), join(folder, 'page.html'), join(folder, 'summary.md')],
    ];
    const judged = () => run('verify', ledger, '--only', 'same', '--history', file, '--markdown', summary);
    expect((await judged()).out).not.toContain('changed since');
    writeFileSync(ledger, LEDGER.replace('right: K.yx', 'right: 2 K.yx'));
    const { out } = await judged();
    const day = new Date().toISOString().slice(0, 10);
    expect(out).toContain(`changed since the run before\nsame ${day}: holds -> refuted\n`);
    expect(readFileSync(summary, 'utf8')).toContain(`## Changed\n\n- same: ${day}: holds -> refuted`);
    const options = ['--only', 'same', '--history', file, '--report', page, '--json'];
    const third = JSON.parse((await run('verify', ledger, ...options)).out) as { history: { runs: string[] } };
    expect(third.history.runs.length).toBe(3);
    const { document } = parseHTML(readFileSync(page, 'utf8'));
    expect(document.getElementById('panel:history').textContent).toMatch(/3 runs from .*same.*holds.*refuted/s);
    expect(document.getElementById('same').textContent).toContain(`${day}: holds -> refuted`);
    expect(readHistory(file, 'mine').runs.map((r) => Object.keys(r.verdicts))).toEqual([['same'], ['same'], []]);
  });

  it('refuses parts of a run, and says before it begins that a file is none', async () => {
    const file = join(folder, 'no-history.json');
    const ledger = written(LEDGER);
    const part = await run('verify', ledger, '--history', file, '--shard', '1/2', '--json');
    expect(part).toMatchObject({ code: 1, err: '--history needs all rows: give it without --shard\n' });
    expect(existsSync(file)).toBe(false);
    const { code, err, out } = await run('verify', ledger, '--history', written('[]', 'json'));
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('this is no file that verify --history wrote');
  });
});

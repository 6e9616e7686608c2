import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { LedgerDocument } from '../../../cli/reports/ledger/document.js';
import { Judging } from '../../../ledger/judging.js';
import { run } from '../run.js';

const folder = mkdtempSync(join(tmpdir(), 'diffuson-verify-'));
const at = (name: string): string => join(folder, name);
const read = (name: string): string => readFileSync(at(name), 'utf8');
const ledger = at('ledger.yaml');

afterAll(() => rmSync(folder, { recursive: true }));

/** Two equations, one right and one wrong, and what is expected of them. */
const row = (id: string, right: string, expect: string): string =>
  `  - { id: ${id}, source: { place: Eq. (4a) }, kind: equation, at: [A], statement: ${id}, left: tau.1e, ` +
  `right: '${right}', scale: tau.1e, expect: { verdict: ${expect}, why: tried } }`;
const write = (wrong: 'holds' | 'refuted'): void =>
  writeFileSync(
    ledger,
    [
      'paper: { id: small, title: A small <ledger>, authors: Nobody }',
      'theory: rashba-ferromagnet',
      'regimes: {}',
      'conventions: {}',
      "points: { A: { m: '1', eps: '1', alpha: '0.3', u: '0.5', Delta: '0.15', theta: 'pi/4' } }",
      'rows:',
      row('right', 'KJ.yy / cos(theta)', 'holds').replace('cos(theta)', '(2^(-1/2))'),
      row('wrong', '2 * tau.1e', wrong),
      '',
    ].join('\n'),
  );

/** What is read of a SARIF file. */
interface SarifRun {
  readonly tool: { readonly driver: { readonly name: string } };
  readonly results: readonly {
    readonly ruleId: string;
    readonly level: string;
    readonly message: { readonly text: string };
    readonly locations: readonly {
      readonly physicalLocation: {
        readonly artifactLocation: { readonly uri: string };
        readonly region: { readonly startLine: number };
      };
    }[];
  }[];
}

describe('verify writes reports', () => {
  const { GITHUB_ACTIONS, GITHUB_STEP_SUMMARY } = process.env;
  const restore = (name: string, value: string | undefined): void => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  afterEach(() => {
    restore('GITHUB_ACTIONS', GITHUB_ACTIONS);
    restore('GITHUB_STEP_SUMMARY', GITHUB_STEP_SUMMARY);
  });

  it('of every kind in one run, of the same rows', async () => {
    write('refuted');
    writeFileSync(
      at('figures.yaml'),
      'theory: rashba-ferromagnet\nfigures: [{ id: "9", title: contours, caption: none, ' +
        'set: { m: 1, eps: 1, alpha: 0.3, u: 1 }, panels: [{ kind: contours, title: rings }] }]\n',
    );
    writeFileSync(at('mutants.json'), JSON.stringify({ mutants: [{ id: 'm', change: 'c', killedBy: ['right'] }] }));
    const files = ['report', 'junit', 'sarif', 'markdown', 'errata'].flatMap((kind) => [`--${kind}`, at(kind)]);
    const { code, out, err } = await run('verify', ledger, '--json', ...files, '--mutants', at('mutants.json'));
    expect([code, err]).toEqual([0, '']);
    const document: LedgerDocument = JSON.parse(out);
    expect(document.claims.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['right', 'holds'],
      ['wrong', 'refuted'],
    ]);
    const page = parseHTML(read('report')).document;
    const embedded: LedgerDocument = JSON.parse(page.getElementById('data:ledger').textContent);
    expect(embedded.claims).toEqual(document.claims);
    expect(embedded.figures?.map(({ id }) => id)).toEqual(['9']);
    expect(embedded.mutants?.map(({ id }) => id)).toEqual(['m']);
    expect(embedded.laws?.length).toBeGreaterThan(30);
    for (const law of embedded.laws ?? []) expect(law.verdict, law.id).not.toBe('refuted');
    expect(read('junit')).toMatch(/tests="2" failures="0"/);
    expect(read('markdown')).toContain('**2 rows: 1 hold, 1 refuted, 0 undecided.**');
    expect(read('errata')).toContain('% row wrong');
    const [{ results, tool }] = (JSON.parse(read('sarif')) as { runs: SarifRun[] }).runs;
    expect([tool.driver.name, results.map(({ ruleId, level }) => [ruleId, level])]).toEqual([
      'diffuson',
      [['wrong', 'note']],
    ]);
  });

  it('as findings first in the terminal, with all the evidence if asked', async () => {
    write('refuted');
    const { out } = await run('verify', ledger);
    expect(out.indexOf('findings')).toBeLessThan(out.indexOf('Eq. (4a)\n'));
    expect(out).not.toContain('evidence: ');
    expect((await run('verify', ledger, '--all')).out).toMatch(/evidence: .*holds.* by diagrams: off by \d/);
  });

  it('to GitHub: a summary, and a mark where a row is not as expected, which fails the run', async () => {
    write('holds');
    process.env.GITHUB_ACTIONS = 'true';
    process.env.GITHUB_STEP_SUMMARY = at('summary');
    writeFileSync(at('summary'), 'before\n');
    const { code, out, err } = await run('verify', ledger, '--json', '--junit', at('junit'), '--sarif', at('sarif'));
    expect(code).toBe(1);
    const [{ results }] = (JSON.parse(read('sarif')) as { runs: SarifRun[] }).runs;
    expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([['wrong', 'error']]);
    expect(results[0].message.text).toMatch(/^refuted, the ledger expects holds\n/);
    const [{ physicalLocation }] = results[0].locations;
    expect(physicalLocation.artifactLocation.uri).toMatch(/ledger\.yaml$/);
    expect(physicalLocation.region.startLine).toBe(8);
    expect(JSON.parse(out).expected).toBe(false);
    const marks = err.trimEnd().split('\n');
    expect(marks.length).toBe(1);
    expect(marks[0]).toMatch(
      /^::error file=.*ledger\.yaml,line=8,title=wrong is refuted%2C the ledger expects holds::/,
    );
    expect(read('summary')).toMatch(/^before\n# A small &lt;ledger>/);
    expect(read('junit')).toMatch(/tests="2" failures="1"/);
    write('refuted');
    expect((await run('verify', ledger, '--json')).err).toBe('');
  });

  it('and says before the run where it cannot', async () => {
    write('refuted');
    const judged = vi.spyOn(Judging.prototype, 'judge');
    const { code, err } = await run('verify', ledger, '--report', at('no/such/folder.html'));
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/^--report .*folder\.html: ENOENT.*; give a file in a folder/),
    ]);
    expect(judged).not.toHaveBeenCalled();
    judged.mockRestore();
    writeFileSync(at('other.json'), '{}');
    const bad = await run('verify', ledger, '--report', at('report'), '--mutants', at('other.json'));
    expect([bad.code, bad.err]).toEqual([1, expect.stringContaining('expected the JSON of diffuson mutants --json')]);
  });
});

describe('explain', () => {
  it('prints everything about one row, and judges only that', async () => {
    write('holds');
    const { code, out } = await run('explain', 'wrong', ledger);
    expect(code).toBe(1);
    for (const said of ['wrong', 'Eq. (4a)', 'the ledger expects holds: tried', 'evidence: ', 'sure by: ', 'again: '])
      expect(out).toContain(said);
    expect(out).not.toContain('right  Eq.');
    const claim = JSON.parse((await run('explain', 'right', ledger, '--json')).out);
    expect([claim.id, claim.verdict]).toEqual(['right', 'holds']);
  });

  it('knows the rows', async () => {
    write('holds');
    const { code, err } = await run('explain', 'nothing', ledger);
    expect([code, err]).toEqual([1, expect.stringMatching(/^no row "nothing"; the rows are right, wrong\n$/)]);
  });
});

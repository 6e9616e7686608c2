import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { annotations } from '../../../cli/reports/ledger/annotations.js';
import type { LedgerDocument } from '../../../cli/reports/ledger/document.js';
import { ledgerErrata } from '../../../cli/reports/ledger/errata.js';
import { findingsOf, groupsOf, placeOf } from '../../../cli/reports/ledger/groups.js';
import { ledgerJunit } from '../../../cli/reports/ledger/junit.js';
import { ledgerMarkdown } from '../../../cli/reports/ledger/markdown.js';
import { explainText, ledgerText } from '../../../cli/reports/ledger/terminal.js';
import { DOCUMENT, HOSTILE } from './fixture.js';

const plain = (text: string): string => text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '');

describe('groups', () => {
  it('go by the first equation, panel or section that a source names', () => {
    expect(placeOf('Eq. (34), leading term')).toBe('Eq. (34)');
    expect(placeOf('Eqs. (19)-(21), charge')).toBe('Eqs. (19)-(21)');
    expect(placeOf('Eqs. (4), (33), (34)')).toBe('Eq. (4)');
    expect(placeOf('caption of Fig. 3a')).toBe('Fig. 3a');
    expect(placeOf('Sec. III below Eq. (33)')).toBe('Sec. III');
    expect(placeOf('Abstract')).toBe('Abstract');
    expect(groupsOf(DOCUMENT.claims).map(({ place, claims }) => [place, claims.length])).toEqual([
      ['Eq. (33)', 1],
      ['Eq. (34)', 1],
      ['Fig. 3a', 1],
      ['Sec. III', 2],
    ]);
  });

  it('stand in the order of the paper: equations, figures, sections by number, then what else there is', () => {
    const sources = [
      'Abstract',
      'Sec. III',
      'Fig. 10',
      'Eq. (16a)',
      'Fig. 4',
      'Eqs. (1)-(4)',
      'Sec. II',
      'Eq. (4)',
      'Data',
    ];
    const claims = sources.map((source) => ({ ...DOCUMENT.claims[0], source }));
    const ordered = 'Eqs. (1)-(4), Eq. (4), Eq. (16a), Fig. 4, Fig. 10, Sec. II, Sec. III, Abstract, Data';
    expect(groupsOf(claims).map(({ place }) => place)).toEqual(ordered.split(', '));
  });

  it('findings begin with what is not as expected', () => {
    expect(findingsOf(DOCUMENT.claims).map(({ id }) => id)).toEqual(['sec3.hostile', 'eq34.2o']);
  });
});

describe('terminal', () => {
  const text = plain(ledgerText(DOCUMENT, { width: 100 }));
  const lines = text.split('\n');

  it('says the findings first, with what is right and how to see it again', () => {
    const [findings, table] = text.split('\nEq. (33)\n');
    expect(lines[1]).toBe('findings');
    for (const said of [
      'right is: -(m * Delta^2',
      'ratio to print: 1 / eps',
      'diagnosis: a power of eps',
      '--only eq34.2o',
    ])
      expect(findings).toContain(said);
    expect(findings).toContain('(the ledger expects holds)');
    expect(findings.indexOf('not decided')).toBeGreaterThan(findings.indexOf('eq34.2o'));
    expect(findings).toContain('the caption does not give u');
    expect(table).toContain('sec3.unread');
  });

  it('has one line a row, no longer than the terminal is wide', () => {
    const table = lines.slice(lines.indexOf('Eq. (33)'));
    for (const { id } of DOCUMENT.claims) {
      const own = table.filter((line) => new RegExp(`^(holds|refuted|undecided) +${id} `).test(line));
      expect(own.length, id).toBe(1);
      expect(own[0].replace(' (the ledger expects holds)', '').length).toBeLessThanOrEqual(100);
    }
    expect(text).not.toContain('evidence:');
  });

  it('shows the evidence of every row if it is asked', () => {
    const all = plain(ledgerText(DOCUMENT, { all: true }));
    expect(all).toContain('evidence: refuted by discovery: ratio 1.5; residual 5.0e-1 +- 1.0e-12 (holds up to 1.0e-4');
    expect(all).toContain('evidence: undecided by kinetics: no regime is that deep; residual unknown');
    expect(all).toContain('error over alpha, falls as alpha^2: alpha, distance, predicted\n        0.1, 0.03, 2.9e-2');
  });

  it('ends with counts and surprises', () => {
    expect(lines.slice(-3)).toEqual([
      'convention printed: factor -2 (S = s/2, e < 0)',
      'veneri-2022: 5 rows: 2 hold, 2 refuted, 1 undecided',
      'not as the ledger expects: sec3.hostile',
    ]);
  });

  it('names readings only where there is a choice', () => {
    const [plain, open] = DOCUMENT.claims;
    const one = { ...plain, readings: [{ name: 'as printed', verdict: plain.verdict }] };
    expect(explainText(one, DOCUMENT)).not.toContain('as printed');
    expect(explainText(open, DOCUMENT)).toContain('E held fixed');
  });

  it('explains a row by everything that is known of it', () => {
    const claim = DOCUMENT.claims[1];
    const told = plain(explainText(claim, DOCUMENT));
    for (const value of [claim.id, claim.source, claim.why, claim.latex, claim.read?.formula, claim.computed])
      expect(told).toContain(value);
    for (const said of [
      'holds J held fixed: ratio 1',
      'sure by: 60 digits, discovery + derivation',
      'convention printed',
    ])
      expect(told).toContain(said);
  });
});

describe('JUnit', () => {
  const xml = ledgerJunit(DOCUMENT);
  const { document } = parseHTML(`<html><body>${xml.replace(/<\?xml.*?\?>/, '')}</body></html>`);
  const cases = [...document.querySelectorAll('testcase')];

  it('is one case a row; surprises fail, what is undecided is skipped', () => {
    expect(cases.map((c) => c.getAttribute('name'))).toEqual(DOCUMENT.claims.map(({ id }) => id));
    const having = (tag: string): string[] =>
      cases.filter((c) => c.querySelector(tag)).map((c) => String(c.getAttribute('name')));
    expect(having('failure')).toEqual(['sec3.hostile']);
    expect(having('skipped')).toEqual(['sec3.unread']);
    expect(xml).toMatch(/<testsuite [^>]*tests="5"[^>]*failures="1"[^>]*skipped="1"/);
  });

  it('keeps the text of the ledger text', () => {
    const outside = xml.replace(/<!\[CDATA\[.*?\]\]>/gs, '');
    expect(outside).not.toMatch(/\]\]>|<script>|& /);
    expect(xml).toContain('<script>alert("x")</script>');
    const odd = { ...DOCUMENT, claims: [{ ...DOCUMENT.claims[0], computed: `a${String.fromCharCode(0, 27)}b` }] };
    expect(ledgerJunit(odd)).toContain('ab');
  });
});

describe('Markdown', () => {
  const text = ledgerMarkdown(DOCUMENT);

  it('has counts, findings and a table by equation', () => {
    expect(text).toContain('**5 rows: 2 hold, 2 refuted, 1 undecided.** Not as the ledger expects: sec3.hostile.');
    expect(text.indexOf('## Findings')).toBeLessThan(text.indexOf('### Eq. (33)'));
    expect(text).toContain('  - right is: `-(m * Delta^2 * u) / (4 * pi * e * alpha * eps^2)`');
    expect(text).toContain('- Sec. I: a definition, no claim');
  });

  it('has rows of six cells, whatever the ledger says', () => {
    const rows = text.split('\n').filter((line) => /^\| (holds|refuted|undecided)/.test(line));
    expect(rows.length).toBe(5);
    for (const line of rows) expect(line.split(/(?<!\\)\|/).length).toBe(8);
    // raw HTML stands only in code spans, which show it as it is
    expect(text.replace(/(`+).*?\1/g, '')).not.toMatch(/<script>/);
  });
});

describe('errata', () => {
  const tex = ledgerErrata(DOCUMENT);

  it('list the refuted formulas, printed and right', () => {
    expect(tex).toContain('\\item Eq. (34):');
    expect(tex).toContain(`\\[ ${DOCUMENT.claims[1].latex} \\]`);
    expect(tex).toMatch(/should read \\\[ .*\\varepsilon\}?\^\{?2/);
    expect(tex).toContain('(right over printed: $\\frac{1}{\\varepsilon}$).');
    expect(tex).toContain('Diagnosis: a power of eps is missing.');
    expect(tex).not.toContain('eq33.xy');
    expect(ledgerErrata({ ...DOCUMENT, claims: [DOCUMENT.claims[0]] })).toContain('% No row of the ledger is refuted.');
  });

  it('keep text text: no special character stands bare, braces are balanced', () => {
    const bare = tex
      .split('\n')
      .filter((line) => !/^\s*%/.test(line))
      .join('\n')
      .replace(/\\\[ .*? \\\]/g, '')
      .replace(/\$[^$]*(?<!\\)\$/g, (inside) => (/(?<!\\)[%#&]/.test(inside) ? inside : ''));
    expect(bare).not.toMatch(/(?<!\\)[%#&$_^~]/);
    expect(bare).not.toContain('undefinedmacro');
    let depth = 0;
    for (const brace of tex.match(/(?<!\\)[{}]/g) ?? []) {
      depth += brace === '{' ? 1 : -1;
      expect(depth).toBeGreaterThanOrEqual(0);
    }
    expect(depth).toBe(0);
  });

  it('takes no formula whose end is a comment', () => {
    const odd = { ...DOCUMENT.claims[1], latex: 'a + b % c' };
    expect(ledgerErrata({ ...DOCUMENT, claims: [odd] })).not.toContain('% c \\]');
  });
});

describe('annotations', () => {
  const annotated = (document: LedgerDocument): string[] =>
    annotations(document, 'papers/a,b:c.yaml', new Map([['sec3.hostile', 7]]));

  it('mark the rows that are not as expected, where they stand', () => {
    const [line, ...more] = annotated(DOCUMENT);
    expect(more).toEqual([]);
    expect(line).toMatch(/^::error file=papers\/a%2Cb%3Ac\.yaml,line=7,title=sec3\.hostile is refuted%2C the ledger/);
    expect(line).not.toMatch(/[\r\n]/);
    expect(line).toContain(HOSTILE.replaceAll('%', '%25'));
    expect(annotated({ ...DOCUMENT, claims: DOCUMENT.claims.slice(0, 4) })).toEqual([]);
  });
});

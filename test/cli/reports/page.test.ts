import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { ledgerPage } from '../../../cli/reports/ledger/page/page.js';
import { DOCUMENT, HOSTILE } from './fixture.js';

const html = ledgerPage(DOCUMENT);
const { document } = parseHTML(html);
const texts = (selector: string): string[] => [...document.querySelectorAll(selector)].map((x) => x.textContent.trim());
const attributes = (selector: string, name: string): string[] =>
  [...document.querySelectorAll(selector)].map((x) => String(x.getAttribute(name)));
const row = (id: string) => document.querySelector(`[id="${id}"]`);

describe('the page', () => {
  it('has the data embedded, whatever text they contain', () => {
    expect(JSON.parse(document.getElementById('data:ledger').textContent)).toEqual(
      JSON.parse(JSON.stringify({ schema: 1, ...DOCUMENT })),
    );
    expect(texts('title')).toEqual(['veneri-2022: 2 hold, 2 refuted, 1 undecided']);
  });

  it('needs nothing from elsewhere', () => {
    for (const name of ['src', 'srcset', 'data', 'action']) expect(attributes(`[${name}]`, name)).toEqual([]);
    const targets = attributes('[href]', 'href').filter((href) => href !== 'data:,');
    for (const href of targets) expect(row(href.slice(1)), href).not.toBeNull();
    expect(targets.length).toBeGreaterThan(10);
    expect(html).not.toMatch(/@import|url\(/);
    expect(html.replaceAll(/http:\/\/www\.w3\.org\/[\w/]+/g, '')).not.toMatch(/https?:\/\//);
  });

  it('shows the text of the ledger as text', () => {
    expect(texts('script').length).toBe(2);
    const { statement, source } = DOCUMENT.claims[4];
    expect(row('sec3.hostile').textContent).toContain(String(statement).replaceAll(/\s+/g, ' '));
    expect(row('sec3.hostile').textContent).toContain(source);
    expect(row('figure:3a').textContent).toContain(HOSTILE);
  });

  it('begins with counts and findings', () => {
    expect(texts('.bar > *')).toEqual(['2 refuted', '1 undecided', '2 hold']);
    expect(attributes('.bar', 'aria-label')).toEqual(['2 hold, 2 refuted, 1 undecided']);
    expect(texts('.finding a')).toEqual(['sec3.hostile', 'eq34.2o']);
    const [, finding] = document.querySelectorAll('.finding');
    expect([...finding.querySelectorAll('h3')].map((x) => x.textContent)).toEqual([
      'Print',
      'Right is',
      'Ratio to print',
    ]);
    expect(finding.querySelectorAll('.formula math').length).toBe(3);
    expect(finding.textContent).toContain('Diagnosis: a power of eps is missing');
    expect(html.indexOf('Findings')).toBeLessThan(html.indexOf('All rows'));
  });

  it('says which definitions imply the factor that the rows show', () => {
    const [own, other] = document.querySelectorAll('[aria-label="Readings of the convention printed"] tbody tr');
    expect(own.textContent).toContain('no');
    expect(other.lastElementChild.textContent).toBe('yes');
  });

  it('has a row for every claim, with print, reading, evidence, readings, terms, plot and replay', () => {
    expect(attributes('.row', 'id')).toEqual(DOCUMENT.claims.map(({ id }) => id));
    expect(attributes('.row', 'data-verdict')).toEqual(DOCUMENT.claims.map(({ verdict }) => verdict));
    expect(texts('.group > h3')).toEqual(['Eq. (33)', 'Eq. (34)', 'Fig. 3a', 'Sec. III']);
    const refuted = row('eq34.2o');
    expect([...refuted.querySelectorAll('h4')].map((x) => x.textContent)).toEqual([
      'Printed',
      'Read as',
      'Right is',
      'Ratio to print',
    ]);
    expect([...refuted.querySelectorAll('.formula annotation')].map((x) => x.textContent).slice(0, 2)).toEqual([
      DOCUMENT.claims[1].latex,
      DOCUMENT.claims[1].read?.latex,
    ]);
    expect([...refuted.querySelectorAll('caption')].map((x) => x.textContent)).toEqual([
      'Printed terms of eq34.2o',
      'Readings of eq34.2o; the first makes the verdict',
      'Routes to eq34.2o',
      'error over alpha, falls as alpha^2 (eq34.2o)',
      'smallest counterexample (eq34.2o)',
    ]);
    expect(refuted.querySelector('.command').textContent).toBe(DOCUMENT.claims[1].replay);
    expect(refuted.querySelectorAll('svg').length).toBe(1);
    expect([...refuted.querySelectorAll('.legend li')].map((x) => x.className)).toEqual(['computed', 'asymptote']);
    // four points, and the line that is predicted
    expect(refuted.querySelectorAll('svg [class="dot"] > *').length).toBe(4);
    expect(refuted.querySelectorAll('svg [class="line"] path').length).toBe(2);
    // what is not there leaves no empty heading
    expect(row('fig3a.gap').querySelectorAll('h4').length).toBe(0);
  });

  it('draws the figures with what they need', () => {
    const svgs = [...row('figure:2').querySelectorAll('svg'), ...row('figure:3a').querySelectorAll('svg')];
    expect(svgs.length).toBe(3);
    for (const svg of svgs) {
      expect(svg.getAttribute('role')).toBe('img');
      expect(svg.getAttribute('aria-label').length).toBeGreaterThan(10);
    }
    const [bands, contours, efficiencies] = svgs;
    // a band that changes colour with its spin is many pieces, in more than one colour
    const strokes = [...bands.querySelectorAll('[class="line"] path')].map((x) => x.getAttribute('stroke'));
    expect(new Set(strokes).size).toBeGreaterThan(5);
    expect(contours.querySelectorAll('[class="dot"] > *').length).toBe(48);
    expect(contours.querySelectorAll('[class="arrow"] path').length).toBeGreaterThan(20);
    expect(efficiencies.textContent).toContain('edge of the spin gap');
    // the curve is interrupted at the edge, the asymptote is dashed
    const [curve, asymptote] = efficiencies.querySelectorAll('[class="line"]');
    expect(curve.querySelector('path').getAttribute('d').match(/M/g).length).toBe(2);
    expect(asymptote.getAttribute('stroke-dasharray')).toBe('6 4');
    expect(texts('[id="figure:3a"] .legend li')).toEqual(['theta_xx', 'eps -> infinity']);
    expect(row('figure:3a').textContent).toContain('0.8 m_e');
    expect(html).not.toMatch(/ d="[^"]*\d\.\d{3}/);
  });

  it('lists laws, mutants and passages, with links to rows', () => {
    expect(texts('[id="panel:laws"] tbody tr').length).toBe(1);
    expect(texts('[id="panel:mutants"] tbody tr td:last-child')).toEqual(['charge.conserved, eq33.xy', 'none']);
    expect(attributes('[id="panel:mutants"] tbody a', 'href')).toEqual(['#eq33.xy']);
    expect(texts('[id="panel:coverage"] tbody tr td:last-child')).toEqual(['', '', 'a definition, no claim']);
  });

  it('says so where there is nothing', () => {
    const { paper, theory, seed, expected, summary } = DOCUMENT;
    const bare = parseHTML(
      ledgerPage({ paper, theory, seed, expected, summary, conventions: [], claims: [] }),
    ).document;
    for (const part of ['figures', 'laws', 'mutants', 'coverage'])
      expect(bare.getElementById(`panel:${part}`).textContent).toMatch(/^\s*(No|This)/);
    expect(bare.querySelector('.findings')).toBeNull();
  });

  it('has ids that stand once', () => {
    const ids = attributes('[id]', 'id');
    expect(ids.length).toBe(new Set(ids).size);
  });

  it('stays under 5 MB with 200 refuted rows', () => {
    const size = (count: number): number => {
      const claims = Array.from({ length: count }, (_, k) => ({ ...DOCUMENT.claims[1], id: `row.${k}` }));
      return ledgerPage({ ...DOCUMENT, claims }).length;
    };
    const [few, more] = [size(2), size(12)];
    expect(more + ((more - few) / 10) * 188).toBeLessThan(5e6);
  });
});

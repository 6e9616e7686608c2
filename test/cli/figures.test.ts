import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { expect, it } from 'vitest';
import { figureSvg } from '../../cli/reports/ledger/figureFile.js';
import { run } from './run.js';

const folder = mkdtempSync(join(tmpdir(), 'diffuson-figures-'));

it('draws a figure of the paper as one SVG that needs nothing else', async () => {
  const { code, out } = await run('figures', '--only', '2', '--out', join(folder, 'new'));
  expect([code, out]).toEqual([0, `${join(folder, 'new', 'figure-2.svg')}\n`]);
  const svg = readFileSync(join(folder, 'new', 'figure-2.svg'), 'utf8');
  expect(svg).not.toMatch(/var\(--|NaN|undefined/);
  const { document } = parseHTML(svg);
  const texts = [...document.querySelectorAll('text')].map(({ textContent }) => textContent);
  // lines are coloured by spin there, not by band
  const legend = 'upper band, lower band; spin along z red, along -z blue';
  expect(texts).toEqual(expect.arrayContaining(['along k_y', legend, 'Fermi contours']));
  expect(document.querySelectorAll('svg svg')).toHaveLength(3);
});

it('has a title that fits, a sample of every line, and says where there is none', () => {
  const title = 'efficiencies over the angle of the magnetisation, inside the spin gap where the angle is zero';
  const axes = { x: { label: 'theta' }, y: { label: 'tau', log: true } };
  const curves = [
    { label: 'tau', role: 'computed' as const, points: [[0, null] as const, [1, null] as const, [2, 1] as const] },
    { label: 'mirrored', role: 'law' as const, points: [[0, 1] as const, [2, 1] as const] },
  ];
  const svg = figureSvg({
    id: '4a',
    title,
    caption: '',
    parameters: {},
    assumed: {},
    panels: [{ kind: 'curves', title, ...axes, curves }],
  });
  const { document } = parseHTML(svg);
  const texts = [...document.querySelectorAll('text[font-size="14"]')].map(({ textContent }) => textContent ?? '');
  expect(texts.map((text) => text.trim()).join(' ')).toBe(`Fig. 4a: ${title}`);
  for (const text of texts) expect(text.length).toBeLessThan(72);
  const dashes = [...document.querySelectorAll('line[stroke-width]')].map((line) =>
    line.getAttribute('stroke-dasharray'),
  );
  expect(dashes).toEqual(['none', '2 3']);
  expect(svg).toContain('no curve where a value is zero or not defined');
});

it('refuses figures that there are not', async () => {
  const { code, err } = await run('figures', '--only', '9', '--out', folder);
  expect([code, err]).toEqual([1, '--only 9: the figures are 2 3a 3b 4a 4b\n']);
  expect(existsSync(join(folder, 'figure-9.svg'))).toBe(false);
});

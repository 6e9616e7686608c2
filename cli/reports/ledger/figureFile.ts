import { readFileSync } from 'node:fs';
import { parseHTML } from 'linkedom';
import type { CurvePanel, Figure, Panel } from '../../../ledger/figures/figure.js';
import { packageFile } from '../../../src/theory/packageFile.js';
import { coloursOf, contourSvg, curvesSvg, DASHES } from './plots.js';

const [WIDTH, TITLE, LINE, SAMPLE] = [540, 26, 16, 30];
/** Letters of a title that fit into the width. */
const LETTERS = 70;

/** A figure as one SVG file that needs nothing else: its panels one below the other, with the names of their curves. */
export function figureSvg({ id, title, panels }: Figure): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const headings = inLines(`Fig. ${id}: ${title}`);
  let y = 8 + LINE * headings.length;
  const drawn = panels.map((panel) => {
    const drawing = panel.kind === 'curves' ? curvesSvg(document, panel) : contourSvg(document, panel);
    const below = TITLE + Number(/ height="([\d.]+)"/.exec(drawing)?.[1]) + LINE;
    const lines = legendOf(panel).map((entry, k) => entryText(entry, below + LINE * k));
    const heading = `<text x="8" y="16" font-weight="bold">${escaped(panel.title)}</text>`;
    const body = `<g transform="translate(0,${TITLE})">${drawing}</g>`;
    const placed = `<g transform="translate(0,${y})">${heading}${body}${lines.join('')}</g>`;
    y += below + LINE * lines.length + 8;
    return placed;
  });
  const size = `width="${WIDTH}" height="${y}"`;
  const heading = headings.map((line, k) => `<text x="8" y="${18 + LINE * k}" font-size="14">${escaped(line)}</text>`);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="system-ui, sans-serif" font-size="11">` +
    `<rect ${size} fill="white"/>${heading.join('')}${drawn.join('')}</svg>\n`;
  return inColours(svg);
}

/** A text in lines that fit. */
const inLines = (text: string): string[] => text.match(new RegExp(`.{1,${LETTERS}}(?:\\s|$)`, 'g')) ?? [text];

/** What a legend says, with a piece of the line that it speaks of. */
interface Entry {
  readonly label: string;
  readonly line?: { readonly colour: string; readonly dashes: string };
}

const SPIN = 'along z red, along -z blue';
const INK = 'var(--ink)';

function legendOf(panel: Panel): Entry[] {
  if (panel.kind === 'contours') return [{ label: `spin: in the plane as arrows, ${SPIN}` }];
  const colours = coloursOf(panel.curves);
  const isColoured = panel.curves.some(({ points }) => points.some(([, , spin]) => spin !== undefined));
  if (isColoured) return [{ label: `${panel.curves.map(({ label }) => label).join(', ')}; spin ${SPIN}` }];
  const lines = panel.curves.map(({ label, role }, k) => ({
    label,
    line: { colour: colours[k], dashes: DASHES[role] },
  }));
  return hasGap(panel) ? [...lines, { label: 'no curve where a value is zero or not defined' }] : lines;
}

/** Whether a curve is missing over more than the edge of a band. */
const hasGap = ({ curves }: CurvePanel): boolean =>
  curves.some(({ points }) => points.some(([, y], k) => y === null && points[k + 1]?.[1] === null));

function entryText({ label, line }: Entry, y: number): string {
  const text = `<text x="${line ? SAMPLE + 14 : 8}" y="${y}" fill="${line?.colour ?? INK}">${escaped(label)}</text>`;
  if (!line) return text;
  const place = `x1="8" x2="${8 + SAMPLE}" y1="${y - 4}" y2="${y - 4}"`;
  return `<line ${place} stroke="${line.colour}" stroke-width="2" stroke-dasharray="${line.dashes}"/>${text}`;
}

/** The colours of the page on light ground in the place of their names. */
function inColours(svg: string): string {
  const style = readFileSync(packageFile('cli/reports/ledger/page/style.css'), 'utf8');
  const light = new Map(
    [...style.matchAll(/(--[\w-]+): light-dark\((#\w+)/g)].map(([, name, colour]) => [name, colour]),
  );
  return svg.replace(/var\((--[\w-]+)\)/g, (text: string, name: string) => light.get(name) ?? text);
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

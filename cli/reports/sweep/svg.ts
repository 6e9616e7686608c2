import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { CurvesPicture, MapPicture, Picture } from './picture.js';

const [WIDTH, HEIGHT] = [640, 360];
/** The bar beside a map, and the colours that it shows. */
const [BAR, STEPS] = [90, 64];

/** Pictures one below the other, as one SVG file that needs nothing else. */
export function sweepSvg(pictures: readonly Picture[]): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const drawn = (options: object): string => {
    const drawing = Plot.plot({ document, height: HEIGHT, marginLeft: 72, ...options }) as { outerHTML: string };
    return drawing.outerHTML;
  };
  const panels = pictures.map((picture, k) => {
    const drawing =
      picture.kind === 'map'
        ? drawn({ width: WIDTH - BAR, ...mapPlot(picture) }) +
          `<g transform="translate(${WIDTH - BAR},0)">${drawn({ width: BAR, ...barPlot(picture) })}</g>`
        : drawn({ width: WIDTH, ...curvesPlot(picture) });
    return `<g transform="translate(0,${k * HEIGHT})">${drawing}</g>`;
  });
  const size = `width="${WIDTH}" height="${HEIGHT * pictures.length}"`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${size} ` +
    `font-family="system-ui, sans-serif" font-size="11"><rect ${size} fill="white"/>${panels.join('')}</svg>\n`
  );
}

const scale = ({ name, isLog }: { readonly name: string; readonly isLog: boolean }) => ({
  label: name,
  ...(isLog && { type: 'log', tickFormat: '~g' }),
});

function curvesPlot({ quantity, x, curves }: CurvesPicture): object {
  const data = curves.flatMap(({ label, points }) => points.map(([at, value]) => ({ at, value, label })));
  const last = curves.flatMap(({ label, points }) => points.slice(-1).map(([at, value]) => ({ at, value, label })));
  return {
    x: scale(x),
    y: { label: quantity, grid: true },
    marks: [
      Plot.line(data, { x: 'at', y: 'value', stroke: 'label', z: 'label', strokeWidth: 2 }),
      Plot.text(last, { x: 'at', y: 'value', text: 'label', textAnchor: 'end', dy: -8 }),
    ],
  };
}

function mapPlot({ quantity, x, y, cells }: MapPicture): object {
  const [columns, rows] = [borders(cells[0].map((cell) => cell.x)), borders(cells.map(([cell]) => cell.y))];
  const data = cells.flatMap((line, j) =>
    line.map(({ value }, i) => ({ x1: columns[i], x2: columns[i + 1], y1: rows[j], y2: rows[j + 1], value })),
  );
  return {
    x: scale(x),
    y: scale(y),
    color: { ...COLOURS, domain: rangeOf(cells) },
    marks: [
      Plot.rect(data, { x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', fill: 'value', inset: -0.25 }),
      Plot.text([quantity], { frameAnchor: 'top', dy: -14, text: (name: string) => name }),
    ],
  };
}

const COLOURS = { scheme: 'RdBu', type: 'diverging' } as const;

/** The least and the greatest value of a map. */
function rangeOf(cells: MapPicture['cells']): readonly [number, number] {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const line of cells)
    for (const { value } of line)
      if (Number.isFinite(value)) [least, greatest] = [Math.min(least, value), Math.max(greatest, value)];
  return least < greatest ? [least, greatest] : [-1, 1];
}

/** Which colour of a map is which value. */
function barPlot({ cells }: MapPicture): object {
  const [least, greatest] = rangeOf(cells);
  const at = (k: number): number => least + ((greatest - least) * k) / STEPS;
  const data = Array.from({ length: STEPS }, (_, k) => ({ from: at(k), to: at(k + 1), value: at(k + 0.5) }));
  return {
    marginRight: 4,
    x: { axis: null },
    y: { label: null },
    color: { ...COLOURS, domain: [least, greatest] },
    marks: [Plot.rect(data, { x1: 0, x2: 1, y1: 'from', y2: 'to', fill: 'value', inset: -0.25 })],
  };
}

/** Half way between neighbours; the outer cells end at their values. */
const borders = (at: readonly number[]): number[] => [
  at[0],
  ...at.slice(1).map((x, k) => (x + at[k]) / 2),
  at[at.length - 1],
];

import * as Plot from '@observablehq/plot';
import type { ContourPanel, Curve, CurvePanel } from '../../../ledger/figures/figure.js';
import type { EvidenceTable } from '../../../ledger/language/judgement.js';

const SERIES = 5;
const MUTED = 'var(--faint)';
/** Spin along -z, in the plane and along z: readable on light and on dark ground. */
const SPIN = { type: 'linear', domain: [-1, 0, 1], range: ['#3b82f6', '#8a8f98', '#e5484d'] } as const;
const ARROWS = 24;

/** The colour of the k-th series of a panel, from the style of the page. */
export const seriesColour = (k: number): string => `var(--series-${k % SERIES})`;

/** How lines of each role are broken. */
export const DASHES: Readonly<Record<Curve['role'], string>> = { computed: 'none', asymptote: '6 4', law: '2 3' };

/** The columns of a table over its first one: powers and their prefactors show on logarithmic axes. */
export function tableSvg(document: unknown, { title, columns, rows, plot }: EvidenceTable): string {
  const [symbol, ...names] = columns;
  const log = plot === 'log-log';
  const series = names.map((name, k) => ({
    name,
    points: rows
      .map((row) => ({ x: Number(row[0]), y: Number(row[k + 1]) }))
      .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y) && (!log || (x > 0 && y > 0))),
  }));
  const drawable = series.filter(({ points }) => points.length > 1);
  const axis = log ? { type: 'log', tickFormat: power, ticks: 5 } : { ticks: 5 };
  return drawn(
    {
      document,
      width: 340,
      height: 260,
      marginLeft: 60,
      x: { ...axis, label: symbol },
      y: { ...axis, label: null },
      marks: drawable.flatMap(({ points }, k) => [
        Plot.line(points, { x: 'x', y: 'y', stroke: seriesColour(k), strokeDasharray: DASHES[roleOf(k)] }),
        ...(k === 0 ? [Plot.dot(points, { x: 'x', y: 'y', stroke: seriesColour(k) })] : []),
      ]),
    },
    `${title}: ${drawable.map(({ name }) => name).join(', ')} over ${symbol}${log ? ', both axes logarithmic' : ''}`,
  );
}

/** The first column is what was measured, the others what it is held against. */
export const roleOf = (k: number): Curve['role'] => (k === 0 ? 'computed' : 'asymptote');

/** A power of ten on a logarithmic axis; nothing between them. */
const power = (x: number): string => {
  const exponent = Math.log10(x);
  return Math.abs(exponent - Math.round(exponent)) < 1e-9 ? `1e${Math.round(exponent)}` : '';
};

/** Asymptotes and laws have the colour of the curve that they follow. */
export function coloursOf(curves: readonly Curve[]): string[] {
  let series = -1;
  return curves.map(({ role }) => {
    if (role === 'computed') series++;
    return seriesColour(Math.max(0, series));
  });
}

/** Curves over one parameter, with the values that matter; a curve with spins is coloured by them. */
export function curvesSvg(document: unknown, { title, x, y, curves, marks = [], levels = [] }: CurvePanel): string {
  const colours = coloursOf(curves);
  const lines = curves.map(({ points, role }, k) => {
    const data = points.map(([at, value, spin]) => ({ at, value: value ?? Number.NaN, spin }));
    const coloured = points.some(([, , spin]) => spin !== undefined);
    return Plot.line(data, {
      x: 'at',
      y: 'value',
      stroke: coloured ? 'spin' : colours[k],
      z: null,
      strokeWidth: 2,
      strokeDasharray: DASHES[role],
    });
  });
  return drawn(
    {
      document,
      width: 520,
      height: 340,
      marginLeft: 64,
      marginBottom: 40,
      x: { label: x.label, ...(x.log ? { type: 'log', tickFormat: '~g' } : {}) },
      y: { label: y.label, grid: true, ...(y.log ? { type: 'log', tickFormat: '~g' } : {}) },
      color: SPIN,
      marks: [
        Plot.ruleX(marks, { x: 'x', stroke: MUTED, strokeDasharray: '2 2' }),
        Plot.text(marks, { x: 'x', text: 'label', frameAnchor: 'top', textAnchor: 'start', dx: 4, fill: MUTED }),
        Plot.ruleY(levels, { y: 'y', stroke: seriesColour(2) }),
        Plot.text(levels, {
          y: 'y',
          text: 'label',
          frameAnchor: 'right',
          textAnchor: 'end',
          dy: -6,
          fill: seriesColour(2),
        }),
        ...lines,
      ],
    },
    `${title}: ${curves.map(({ label }) => label).join(', ')} over ${x.label}`,
  );
}

/** Fermi contours with the spin of their states: in the plane as arrows, out of it as colour. */
export function contourSvg(document: unknown, { title, unit, states }: ContourPanel): string {
  const reach = Math.max(...states.map(({ momentum }) => Math.hypot(...momentum)), Number.MIN_VALUE);
  const all = states.map(({ momentum: [px, py], spin: [sx, sy, sz] }) => ({
    px,
    py,
    sz,
    toX: px + 0.2 * reach * sx,
    toY: py + 0.2 * reach * sy,
  }));
  const each = Math.max(1, Math.round(states.length / (2 * ARROWS)));
  return drawn(
    {
      document,
      width: 380,
      aspectRatio: 1,
      marginLeft: 56,
      x: { label: `k_x (${unit})`, ticks: 5 },
      y: { label: `k_y (${unit})`, ticks: 5 },
      color: SPIN,
      marks: [
        Plot.dot(all, { x: 'px', y: 'py', r: 2, fill: 'sz' }),
        Plot.arrow(
          all.filter((_, k) => k % each === 0),
          { x1: 'px', y1: 'py', x2: 'toX', y2: 'toY', stroke: 'sz', headLength: 6 },
        ),
      ],
    },
    `${title}: momenta of the states at the Fermi energy and their spins`,
  );
}

/** A plot as the markup of one labelled image: what is drawn is said by the label, not by the pieces. */
function drawn(options: object, label: string): string {
  const svg: { innerHTML: string; outerHTML: string; setAttribute(name: string, value: string): void } =
    Plot.plot(options);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  const inside = svg.innerHTML;
  const [before, after] = svg.outerHTML.split(inside);
  return before + inside.replaceAll(' aria-label="', ' class="').replace(COORDINATES, rounded) + after;
}

/** Attributes whose numbers need no more than two decimals of a pixel. */
const COORDINATES = / (?:d|transform|[xy][12]?|c[xy])="[^"]*"/g;
const rounded = (attribute: string): string =>
  attribute.replace(/-?\d+\.\d{3,}/g, (x) => String(Number(Number(x).toFixed(2))));

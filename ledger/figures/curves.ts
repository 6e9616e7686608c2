import { DoubleField } from '../../src/arithmetic/double.js';
import { Formula } from '../../symbolic/formula/formula.js';
import { symbolic } from '../language/evaluate.js';
import type { Curve, CurvePanel } from './figure.js';
import type { PlannedCurves, PlannedFigure } from './plan.js';
import type { Sweep } from './sweep.js';

const field = new DoubleField();
/** Beyond the panel by these factors a curve follows its power law, if both steps show the same power. */
const BEYOND = [1e3, 1e4, 1e5] as const;
const SAME_POWER = 2e-3;
/** What is so much smaller than the largest value of a curve is zero to rounding, which no logarithmic axis shows. */
const ZERO = 1e-9;

/** The sweep of a figure, the same for all its panels. */
export type SweepOf = (figure: PlannedFigure, plan: PlannedCurves['sweep']) => Sweep;

/**
 * Curves over one parameter, for each member of a family, with the edges of bands, the asymptotes and the symmetries
 * that were asked for.
 */
export function sweepPanel(sweepOf: SweepOf, figure: PlannedFigure, plan: PlannedCurves): CurvePanel {
  const members = membersOf(figure, plan).map(([member, its]) => {
    const sweep = sweepOf(member, its.sweep);
    const marks = sweep.edges();
    return { marks, curves: curvesOf(sweep, its, marks) };
  });
  const marks = new Map(members.flatMap((member) => member.marks).map((mark) => [`${mark.x} ${mark.label}`, mark]));
  const curves = members.flatMap((member) => member.curves);
  return { kind: 'curves', title: plan.title, x: { label: plan.x }, y: plan.y, curves, marks: [...marks.values()] };
}

/** The figure for each value of the parameter of its family, with curves that say which. */
function membersOf(figure: PlannedFigure, plan: PlannedCurves): (readonly [PlannedFigure, PlannedCurves])[] {
  if (!plan.family) return [[figure, plan]];
  const { parameter, values } = plan.family;
  return values.map((value) => {
    const curves = plan.curves.map((curve) => ({ ...curve, label: `${curve.label}, ${parameter} = ${value}` }));
    return [
      { ...figure, set: { ...figure.set, [parameter]: value } },
      { ...plan, curves },
    ] as const;
  });
}

function curvesOf(sweep: Sweep, plan: PlannedCurves, marks: readonly { readonly x: number }[]): Curve[] {
  const { from, to, points } = plan.sweep;
  const grid = Array.from({ length: points }, (_, k) => from + ((to - from) * k) / (points - 1));
  const values = grid.map((x) => sweep.valuesAt(x));
  const isEdge = (k: number): boolean => k > 0 && marks.some(({ x }) => grid[k - 1] < x && x <= grid[k]);
  return plan.curves.flatMap(({ label, formula, asymptote, mirror }): Curve[] => {
    const evaluate = Formula.parse(symbolic(formula), label).on(field);
    const heightOf = (at: (typeof values)[number]): number => {
      const y = at === undefined ? Number.NaN : Number(evaluate(at));
      return plan.y.log ? Math.abs(y) : y;
    };
    const all = values.map(heightOf);
    const zero = ZERO * Math.max(...all.filter(Number.isFinite));
    const line = grid.flatMap((x, k): (readonly [number, number | null])[] => {
      const isShown = Number.isFinite(all[k]) && !(plan.y.log && all[k] <= zero);
      const point = [x, isShown ? all[k] : null] as const;
      return isEdge(k) ? [[x, null], point] : [point];
    });
    return [
      { label, role: 'computed', points: line },
      ...(asymptote ? powerLaw(label, (x) => heightOf(sweep.valuesAt(x)), grid) : []),
      ...(mirror === undefined ? [] : [mirrored(label, line, mirror)]),
    ];
  });
}

/** The power law that a curve follows far to the right of the panel, if any, drawn over the right half of it. */
function powerLaw(label: string, at: (x: number) => number, grid: readonly number[]): Curve[] {
  const far = BEYOND.map((factor) => factor * grid[grid.length - 1]);
  const heights = far.map(at);
  const [first, power] = [1, 2].map((k) => Math.log(heights[k] / heights[k - 1]) / Math.log(far[k] / far[k - 1]));
  if (!(Math.abs(power - first) < SAME_POWER)) return [];
  const points = grid.slice(Math.floor(grid.length / 2)).map((x) => [x, heights[2] * (x / far[2]) ** power] as const);
  return [{ label: `${label}: x^${power.toFixed(2)} far beyond`, role: 'asymptote', points }];
}

/** What a curve must be if it is symmetric: its left half, seen in the mirror. */
const mirrored = (label: string, points: Curve['points'], about: number): Curve => ({
  label: `${label}, mirrored at ${about}`,
  role: 'law',
  points: points
    .filter(([x]) => x <= about)
    .map(([x, y]) => [2 * about - x, y] as const)
    .reverse(),
});

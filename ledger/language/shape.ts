import { z } from 'zod';
import type { Evidence } from '../../src/solution/verdict.js';

const limits = { least: z.number().optional(), most: z.number().optional() };

/** What a curve is said to do. */
export const shape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['falls', 'rises']) }),
  /** Everywhere within limits. */
  z.strictObject({ kind: z.literal('bounded'), ...limits }),
  /** Its largest value lies within limits. */
  z.strictObject({ kind: z.literal('reaches'), ...limits }),
  /** Zero everywhere, in units in which it would be of order one. */
  z.strictObject({ kind: z.literal('vanishes') }),
  /** What it spans is at most so large a part of its largest size. */
  z.strictObject({ kind: z.literal('constant'), within: z.number().positive() }),
  /** Its largest size is at least so many times its smallest. */
  z.strictObject({ kind: z.literal('varies'), least: z.number().gt(1) }),
  /** The value at the second place over that at the first. */
  z.strictObject({ kind: z.literal('ratio'), places: z.tuple([z.number(), z.number()]), ...limits }),
  /** The place of its largest or smallest value lies within limits. */
  z.strictObject({ kind: z.literal('extremum'), of: z.enum(['most', 'least']), ...limits }),
  /** It takes a value once, at a place within limits. */
  z.strictObject({ kind: z.literal('crosses'), value: z.number(), ...limits }),
  /** Far beyond the range it goes to zero. */
  z.strictObject({ kind: z.literal('fades') }),
  /** Far beyond the range it approaches a value, relative to which the distance is measured. */
  z.strictObject({ kind: z.literal('tends'), to: z.number().refine((x) => x !== 0, 'to zero is the shape "fades"') }),
  /** Jumps where a band reaches the Fermi energy, and the other way round. */
  z.strictObject({ kind: z.enum(['jumps', 'continuous']) }),
]);
export type Shape = z.infer<typeof shape>;
type Crossing = Extract<Shape, { kind: 'jumps' | 'continuous' }>;
type Far = Extract<Shape, { kind: 'fades' | 'tends' }>;
export const isCrossing = (shape: Shape): shape is Crossing => shape.kind === 'jumps' || shape.kind === 'continuous';
const isFar = (shape: Shape): shape is Far => shape.kind === 'fades' || shape.kind === 'tends';

/** Value of a curve; NaN where it has none. */
export type CurveAt = (x: number) => Promise<number>;

export interface Plan {
  readonly from: number;
  readonly to: number;
  /** Where a band reaches or leaves the Fermi energy. */
  readonly edges: readonly number[];
}

type Points = [x: number, y: number][];

/** What two grids say of a curve. */
export interface Measured {
  readonly evidence: Evidence;
  readonly measured: string;
  readonly points: Points;
}

const SHARP = { holdsBelow: 1e-6, refutedAbove: 1e-3 };

/** Measures a curve on a grid and on its refinement; what the refinement changes is the uncertainty. */
export async function measure(shape: Shape, at: CurveAt, plan: Plan, intervals: number): Promise<Measured> {
  if (isCrossing(shape)) return jumps(shape.kind, at, plan, intervals);
  if (isFar(shape)) return fading(at, plan, shape.kind === 'tends' ? shape.to : 0);
  if (shape.kind === 'ratio') return between(shape, at);
  const points = await sampled(at, plan, 2 * intervals);
  const [coarse, fine] = [points.filter((_, k) => k % 2 === 0), points].map((list) => departure(shape, list));
  const evidence = {
    residual: fine,
    uncertainty: Math.abs(fine - coarse) < SHARP.holdsBelow ? 0 : 0.5 * fine,
    ...SHARP,
  };
  const sizes = points.map(([, y]) => y);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  return { evidence, measured: `between ${least.toPrecision(3)} and ${most.toPrecision(3)}`, points };
}

/** Equidistant places within a range; its ends, which may be edges of bands, are not among them. */
async function sampled(at: CurveAt, { from, to }: Plan, intervals: number): Promise<Points> {
  const points: Points = [];
  for (let k = 0; k <= intervals; k++) {
    const x = from + ((to - from) * (k + 0.317)) / (intervals + 1);
    points.push([x, await at(x)]);
  }
  return points;
}

/** How far a grid departs from what is said, relative to the size of the curve or of the limit. */
function departure(shape: Exclude<Shape, Crossing | Far | { kind: 'ratio' }>, points: Points): number {
  const ys = points.map(([, y]) => y);
  const most = Math.max(...ys);
  const size = Math.max(...ys.map(Math.abs));
  const outside = (y: number): number => outsideOf('least' in shape || 'most' in shape ? shape : {}, y);
  switch (shape.kind) {
    case 'falls':
    case 'rises': {
      const sign = shape.kind === 'falls' ? 1 : -1;
      return Math.max(0, ...ys.slice(1).map((y, k) => sign * (y - ys[k]))) / size;
    }
    case 'bounded':
      return Math.max(...ys.map(outside));
    case 'reaches':
      return outside(most);
    case 'vanishes':
      return size;
    case 'constant':
      return Math.max(0, (most - Math.min(...ys)) / size - shape.within);
    case 'varies':
      return Math.max(0, 1 - size / Math.min(...ys.map(Math.abs)) / shape.least);
    case 'extremum':
      return outside(points[ys.indexOf(shape.of === 'most' ? most : Math.min(...ys))][0]);
    case 'crosses': {
      const places = points.slice(1).flatMap(([x, y], k) => {
        const [before, its] = points[k];
        const [a, b] = [its - shape.value, y - shape.value];
        return a * b <= 0 && a !== b ? [before + ((x - before) * a) / (a - b)] : [];
      });
      return places.length === 1 ? outside(places[0]) : 1;
    }
  }
}

/** How far a number lies outside limits, relative to the limit. */
function outsideOf({ least, most }: { least?: number | undefined; most?: number | undefined }, y: number): number {
  const size = (limit: number): number => Math.abs(limit) || 1;
  return Math.max(
    Number.isNaN(y) ? y : 0,
    least === undefined ? 0 : (least - y) / size(least),
    most === undefined ? 0 : (y - most) / size(most),
  );
}

/** The ratio between two places. */
async function between(shape: Extract<Shape, { kind: 'ratio' }>, at: CurveAt): Promise<Measured> {
  const points: Points = [];
  for (const x of shape.places) points.push([x, await at(x)]);
  const ratio = points[1][1] / points[0][1];
  return {
    evidence: { residual: outsideOf(shape, ratio), uncertainty: 0, ...SHARP },
    measured: `the ratio is ${ratio.toPrecision(4)}`,
    points,
  };
}

/** Steps beyond a range, each ten times as far, over which a curve that fades falls again and again. */
const FAR = [1e2, 1e3, 1e4] as const;

async function fading(at: CurveAt, { to }: Plan, limit: number): Promise<Measured> {
  const points: Points = [];
  for (const factor of FAR) points.push([factor * to, await at(factor * to)]);
  const left = points.map(([, y]) => Math.abs(y - limit));
  const powers = left.slice(1).map((y, k) => Math.log10(left[k] / y));
  const slowest = Math.min(...powers);
  return {
    evidence: {
      residual: Math.max(0, 1 - 2 * slowest),
      uncertainty: Math.max(...powers) - slowest,
      holdsBelow: 0.5,
      refutedAbove: 0.9,
    },
    measured: `far beyond what is left of ${limit} falls with the power ${slowest.toFixed(3)}`,
    points,
  };
}

/**
 * Distances from an edge, in parts of the range, over which a jump stays and what is continuous closes: so far apart
 * that a step which shrinks only as a power of the logarithm of the distance, as Re g does at an edge, has closed too.
 */
const NEAR = [1e-3, 1e-8] as const;
const DECADES = Math.round(Math.log10(NEAR[0] / NEAR[1]));

const shown = (numbers: readonly number[], digits: number): string =>
  numbers.map((x) => x.toPrecision(digits)).join(', ');

/** Intervals without which the steps of a grid say nothing of a limit. */
const LEAST_INTERVALS = 12;

/** How often the interval of the largest step is halved: a root leaves 1/16 of it, a jump all. */
const HALVINGS = 8;

/** What is left of the largest step of a grid where its interval is halved again and again. */
async function largestStep(at: CurveAt, points: Points): Promise<number> {
  const steps = points.slice(1).map(([, y], k) => Math.abs(y - points[k][1]));
  const k = steps.indexOf(Math.max(...steps));
  if (k < 0) return Number.NaN;
  let [left, right] = [points[k], points[k + 1]];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const x = (left[0] + right[0]) / 2;
    const middle: Points[0] = [x, await at(x)];
    if (Math.abs(middle[1] - left[1]) > Math.abs(right[1] - middle[1])) right = middle;
    else left = middle;
  }
  return Math.abs(right[1] - left[1]) / steps[k];
}

/** Every edge is crossed from both sides; without edges the largest step of a grid must vanish where it is refined. */
async function jumps(kind: 'jumps' | 'continuous', at: CurveAt, plan: Plan, intervals: number): Promise<Measured> {
  const { from, to, edges } = plan;
  const points = await sampled(at, plan, 2 * Math.max(intervals, LEAST_INTERVALS));
  const stays: number[] = [];
  for (const edge of edges) {
    const steps: number[] = [];
    for (const part of NEAR) {
      const [left, right] = [await at(edge - part * (to - from)), await at(edge + part * (to - from))];
      steps.push(Math.abs(right - left));
    }
    stays.push(steps[1] / steps[0]);
  }
  if (edges.length === 0) stays.push(await largestStep(at, points));
  const [least, most] = [Math.min(...stays), Math.max(...stays)];
  return {
    evidence: {
      residual: kind === 'jumps' ? Math.max(0, 1 - least) : most,
      uncertainty: 0,
      holdsBelow: kind === 'jumps' ? 0.2 : 0.7,
      refutedAbove: kind === 'jumps' ? 0.7 : 0.8,
    },
    measured:
      edges.length === 0
        ? `no band reaches the Fermi energy; ${HALVINGS} halvings leave ${most.toPrecision(3)} of the largest step`
        : `at ${shown(edges, 5)} the step keeps ${shown(stays, 3)} of itself over ${DECADES} decades`,
    points,
  };
}

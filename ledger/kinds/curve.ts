import { z } from 'zod';
import { DoubleField } from '../../src/arithmetic/double.js';
import { remembered } from '../../src/arithmetic/memo.js';
import { AccuracyError, NoCarriersError } from '../../src/theory/errors.js';
import { readQuantity } from '../../src/theory/parameters.js';
import { Formula } from '../../symbolic/formula/formula.js';
import { Sweep, VELOCITY } from '../figures/sweep.js';
import type { Context } from '../language/context.js';
import { bubblesOf, throughCurrentVertex } from '../language/currentVertex.js';
import { evaluateAt, symbolic } from '../language/evaluate.js';
import type { Finding, Route } from '../language/judgement.js';
import { common, type Reference } from '../language/row.js';
import { demandInside } from '../language/sample.js';
import { type CurveAt, isCrossing, type Measured, measure, shape } from '../language/shape.js';
import { type Vocabulary, values } from '../language/vocabulary.js';

/** A claim about a quantity along one parameter. */
export const schema = z.strictObject({
  ...common,
  kind: z.literal('curve'),
  /** The panel whose parameters these are, with those of `set` in place of its own. */
  panel: z.string().optional(),
  /** Parameters as `solve` reads them. */
  set: values.default({}),
  scheme: z.string().optional(),
  cutoff: z.string().optional(),
  /** A velocity, `v` in formulas, which is no parameter of the theory. */
  velocity: z.string().optional(),
  sweep: z.strictObject({ parameter: z.string(), unit: z.string().default(''), from: z.number(), to: z.number() }),
  /** What is followed. */
  of: z.string(),
  shape,
});
export type CurveRow = z.infer<typeof schema>;

export const references = ({ panel }: CurveRow): Reference[] =>
  panel === undefined ? [] : [{ table: 'panels', name: panel }];

/** A row with the parameters of its panel. */
function onPanel(row: CurveRow, { panels }: Vocabulary): CurveRow {
  if (row.panel === undefined) return row;
  const { set, scheme, cutoff, velocity } = panels[row.panel];
  return {
    ...{ ...(scheme && { scheme }), ...(cutoff && { cutoff }), ...(velocity && { velocity }) },
    ...row,
    set: { ...set, ...row.set },
  };
}

/** The values of a parameter that the caption of the panel does not give, each a reading of the row. */
export function scanOf(
  { panel, set }: CurveRow,
  { panels }: Pick<Vocabulary, 'panels'>,
): { name: string; with: Record<string, unknown> }[] {
  const scan = panel === undefined ? undefined : panels[panel]?.scan;
  if (!scan) return [];
  const { parameter, values: scanned } = scan;
  return scanned.map((value) => ({
    name: `${parameter} = ${value}`,
    with: { set: { ...set, [parameter]: value } },
  }));
}

/** Intervals of the first grid, by route and profile; the second has twice as many. */
const INTERVALS = { double: { quick: 24, full: 48 }, dressed: { quick: 12, full: 8 } } as const;

/** Digits of double precision that are claimed. */
const DOUBLE_DIGITS = 10;

const sweeps = new WeakMap<Context['solutions'], Map<string, Sweep>>();

/**
 * Judges a curve in double precision on two grids, and on coarser ones through the current vertex, with many digits if
 * the run is not quick.
 */
export async function judge(given: CurveRow, context: Context): Promise<Finding> {
  const { theory, variant, profile, vocabulary } = context;
  const row = onPanel(given, vocabulary);
  const { set, scheme, cutoff, velocity } = row;
  for (const end of [row.sweep.from, row.sweep.to])
    demandInside(theory, { ...set, [row.sweep.parameter]: `${end} ${row.sweep.unit}`.trim() }, `${row.id}: its sweep`);
  const swept = JSON.stringify([set, scheme, cutoff, velocity, row.sweep]);
  // rows about one panel share its curves
  const shared = remembered(sweeps, context.solutions, () => new Map<string, Sweep>());
  const sweep = remembered(shared, swept, () => new Sweep(theory, row, { ...row.sweep, points: 2 }, variant));
  const asked = isCrossing(row.shape) ? sweep.edges().map(({ x }) => x) : [];
  const { from, to } = row.sweep;
  const plan = { from, to, edges: asked.filter((x) => x > from && x < to) };
  const formula = Formula.parse(symbolic(row.of), row.id).on(new DoubleField());
  const height = (found: Readonly<Record<string, number>> | undefined): number =>
    found ? Number(formula(found)) : Number.NaN;
  const double: CurveAt = async (x) => height(sweep.valuesAt(x));
  const first = await measure(row.shape, double, plan, INTERVALS.double[profile]);
  const isQuick = profile === 'quick';
  const dressed: CurveAt = async (x) => height(sweep.dressedAt(x));
  const known = new Map<number, Promise<number>>();
  const precise: CurveAt = (x) => remembered(known, x, () => preciselyAt(row, x, context));
  const second = await measure(row.shape, isQuick ? dressed : precise, plan, INTERVALS.dressed[profile]);
  return {
    routes: [
      routeOf('diagrams', first, DOUBLE_DIGITS),
      routeOf('current vertex', second, isQuick ? DOUBLE_DIGITS : context.digits),
    ],
    computed: first.measured,
    tables: [
      {
        title: row.of,
        columns: [`${row.sweep.parameter} ${row.sweep.unit}`, row.of],
        rows: first.points,
        plot: 'linear',
      },
    ],
  };
}

const routeOf = (name: Route['name'], { evidence, measured }: Measured, digits: number): Route => ({
  name,
  evidence,
  measured,
  digits,
});

/** The formula at one place from many digits; NaN where no band is at the Fermi energy or the solve gives up. */
async function preciselyAt(row: CurveRow, x: number, context: Context): Promise<number> {
  const { id, scheme, cutoff, sweep, velocity, of } = row;
  const set = { ...row.set, [sweep.parameter]: `${x} ${sweep.unit}`.trim() };
  try {
    const solved = await context.solutions.at({ set, scheme, cutoff });
    const { problem, solution } = solved;
    const all = new Map([...solution.quantities].map(([name, { value }]) => [symbolic(name), value] as const));
    for (const [name, value] of throughCurrentVertex(bubblesOf(solved))) all.set(symbolic(name), value);
    for (const [name, value] of problem.parameters.values) all.set(name, value);
    if (velocity !== undefined) all.set('v', readQuantity('velocity', velocity, VELOCITY).value);
    return Number(evaluateAt(symbolic(of), all, id));
  } catch (error) {
    if (error instanceof AccuracyError || error instanceof NoCarriersError) return Number.NaN;
    throw error;
  }
}

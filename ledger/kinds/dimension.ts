import { z } from 'zod';
import { valueAt } from '../../src/arithmetic/memo.js';
import type { Evidence } from '../../src/solution/verdict.js';
import type { Dimension } from '../../src/theory/definition.js';
import { InputError } from '../../src/theory/errors.js';
import { measuredQuantity } from '../../src/theory/parameters.js';
import type { Theory } from '../../src/theory/theory.js';
import { describe } from '../../src/theory/units.js';
import { dimensionFailure } from '../asymptotics/diagnosis.js';
import { CHARGE, dimensionedSymbols, type Print, readPrint } from '../asymptotics/print.js';
import { type AsymptoticRow, isAsymptotic } from '../asymptotics/row.js';
import type { Context } from '../language/context.js';
import { evaluateAt, Wide } from '../language/evaluate.js';
import type { Finding, Route } from '../language/judgement.js';
import { common } from '../language/row.js';

/** The dimension of a printed formula, made by itself for every row that prints one, or of a value with its unit. */
export const schema = z.strictObject({
  ...common,
  kind: z.literal('dimension'),
  /** Id of the row whose formula is meant. */
  of: z.string().optional(),
  /** A parameter of the theory and the value that is printed for it. */
  parameter: z.string().optional(),
  value: z.string().optional(),
});
export type DimensionRow = z.infer<typeof schema>;

/** What of the row cannot be read. */
export function faults({ of, parameter, value }: DimensionRow, theory: Theory): { field: string; message: string }[] {
  if (of !== undefined) return [];
  if (parameter === undefined || value === undefined)
    return [{ field: 'parameter', message: 'give a parameter and its printed value' }];
  const known = dimensionedSymbols(theory);
  if (!known.has(parameter))
    return [{ field: 'parameter', message: `unknown parameter "${parameter}"; known: ${[...known.keys()].join(' ')}` }];
  try {
    measuredQuantity(parameter, value);
    unitExponents(value);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [{ field: 'value', message: error.message }];
  }
}

/** The row that a printed formula brings with it. */
export const dimensionRowOf = ({ id, source, latex, formula, dimension }: AsymptoticRow): DimensionRow => ({
  ...{ id: `${id}.dimension`, kind: 'dimension', of: id, source },
  statement: `both sides of ${id} have the same dimension`,
  ...(latex !== undefined && { latex }),
  ...(formula !== undefined && { formula }),
  expect: dimension ?? { verdict: 'holds', why: 'a printed formula has the dimension of its quantity' },
});

const BAND = { holdsBelow: 1e-20, refutedAbove: 1e-6 };

/** Judges a dimension by exponents, and by a change of the units in numbers. */
export async function judge(row: DimensionRow, context: Context): Promise<Finding> {
  if (row.parameter !== undefined && row.value !== undefined)
    return printedUnit(row.parameter, row.value, context.theory);
  const claim = context.rows.filter(isAsymptotic).find(({ id }) => id === row.of);
  if (!claim) return { routes: [], reason: `there is no printed formula ${row.of}` };
  const print = readPrint(claim, context.theory, context.vocabulary);
  const failure = dimensionFailure(print, context.theory);
  const exponents: Route = {
    name: 'dimension',
    evidence: { residual: failure === undefined ? 0 : 1, uncertainty: 0, ...BAND },
    measured: failure ?? 'the exponents of energy, length, charge and density agree',
    digits: Number.POSITIVE_INFINITY,
  };
  return {
    routes: [exponents, scaled(print, context)],
    read: { formula: print.formula.toString(), latex: print.formula.toLatex() },
    ...(failure !== undefined && { proposal: { diagnosis: failure, dimension: failure } }),
  };
}

/** Other units of energy, length and charge: a formula of the right dimension changes as its quantity does. */
function scaled({ quantity, formula, charge, density }: Print, { theory }: Context): Route {
  const units = { energy: new Wide('1.7'), length: new Wide('0.6'), charge: new Wide('1.3') };
  const dimensions = dimensionedSymbols(theory);
  const names = formula.symbols;
  const before = new Map(names.map((name, k) => [name, `0.${137 + 59 * k}`]));
  const after = new Map(
    names.map((name) => {
      const d = dimensions.get(name);
      const unit = name === CHARGE || !d ? units.charge : units.energy.pow(d.energy).times(units.length.pow(d.length));
      return [name, unit.times(valueAt(before, name)).toString()] as const;
    }),
  );
  const n = valueAt(dimensions, 'n');
  const expected = units.energy
    .pow(quantity.dimension.energy + density * n.energy)
    .times(units.length.pow(quantity.dimension.length + density * n.length))
    .times(units.charge.pow(charge));
  const [x, y] = [before, after].map((values) => evaluateAt(formula.toString(), values, 'the claim'));
  const residual = x.isZero() && y.isZero() ? 0 : Math.abs(Number(y.div(x).div(expected).minus(1)));
  const evidence: Evidence = { residual, uncertainty: 0, ...BAND };
  return {
    name: 'scaling',
    evidence,
    measured: `in other units it is off by ${residual.toExponential(1)}`,
    digits: 70,
  };
}

/** The unit of a printed value, by the library of units and by the exponents that the text spells. */
function printedUnit(parameter: string, value: string, theory: Theory): Finding {
  const wanted = valueAt(dimensionedSymbols(theory), parameter);
  const measured = measuredQuantity(parameter, value);
  const spelt = unitExponents(value);
  const route = (name: Route['name'], found: Dimension & { charge?: number }): Route => ({
    name,
    evidence: {
      residual:
        Math.abs(found.energy - wanted.energy) + Math.abs(found.length - wanted.length) + Math.abs(found.charge ?? 0),
      uncertainty: 0,
      ...BAND,
    },
    measured: `${value} is ${describe(found, found.charge)}, ${parameter} is ${describe(wanted)}`,
    digits: Number.POSITIVE_INFINITY,
  });
  const routes = [route('dimension', measured), route('unit table', spelt)];
  const isRight = routes.every(({ evidence }) => evidence.residual === 0);
  return {
    routes,
    computed: routes[0].measured,
    ...(!isRight && { proposal: { diagnosis: routes[0].measured, dimension: routes[0].measured } }),
  };
}

/** Exponents of energy and length of the units that captions use, with hbar = 1. */
const UNITS: Readonly<Record<string, Dimension>> = {
  eV: { energy: 1, length: 0 },
  meV: { energy: 1, length: 0 },
  m: { energy: 0, length: 1 },
  nm: { energy: 0, length: 1 },
  s: { energy: -1, length: 0 },
  m_e: { energy: -1, length: -2 },
  deg: { energy: 0, length: 0 },
  rad: { energy: 0, length: 0 },
};

/** The dimension of a value by the units that follow its number. @throws InputError on a unit that no caption uses */
function unitExponents(value: string): Dimension {
  const units = [...value.matchAll(/(\/?)\s*([A-Za-z_]+)(?:\^\(?(-?\d+)\)?)?/g)].filter(
    ([, , name]) => name !== 'e' && name !== 'pi',
  );
  return units.reduce(
    (total, [, over, name, power = '1']) => {
      const unit = Object.hasOwn(UNITS, name) ? UNITS[name] : undefined;
      if (!unit) throw new InputError(`${value}: the unit "${name}" is none of ${Object.keys(UNITS).join(' ')}`);
      const times = (over ? -1 : 1) * Number(power);
      return { energy: total.energy + times * unit.energy, length: total.length + times * unit.length };
    },
    { energy: 0, length: 0 },
  );
}

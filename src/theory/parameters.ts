import { remembered, valueAt } from '../arithmetic/memo.js';
import { decimals, isNumeral } from '../arithmetic/numeral.js';
import { OPERATORS, parseExpression, symbolsOf } from './algebra.js';
import type { Dimension } from './definition.js';
import { InputError } from './errors.js';
import { evaluateExpressions } from './evaluate.js';
import { DENSITY, type Parameter, type Theory } from './theory.js';
import { describe, evaluateMeasure, example, isMeasure, toNatural } from './units.js';

/** Digits to which expressions such as `pi/4` are evaluated before they become numerals. */
const EXPRESSION_DIGITS = 560;
const Wide = decimals(EXPRESSION_DIGITS);

/** The unit system of a run: natural numbers as given, or everything converted to eV and nm (hbar = |e| = 1). */
export type UnitSystem = 'natural' | 'eV nm';

/** Validated parameter values: decimal numerals by name. */
export interface ParameterValues {
  readonly values: ReadonlyMap<string, string>;
  /** Names whose value is infinite (unitary impurities). */
  readonly infinite: ReadonlySet<string>;
  readonly units: UnitSystem;
}

interface Reading {
  readonly value: string;
  /** Whether the text carried a unit; a zero or a pure number goes with any system. */
  readonly system: UnitSystem | 'any';
}

/** @throws InputError if a parameter that must be positive is not */
export function demandPositive({ name, positive, meaning }: Parameter, value: string, given = value): void {
  if (positive && !(Number(value) > 0) && !new Wide(value).gt(0))
    throw new InputError(`${name} = ${given}: must be positive (${meaning})`);
}

/**
 * Reads `name=value` texts against the parameters of a theory.
 * @throws InputError on unknown or missing names, wrong or mixed units, and values that are not finite real numbers
 */
export function readParameters(
  theory: Theory,
  given: Readonly<Record<string, string>>,
  needsDensity: boolean,
): ParameterValues {
  const alternatives = theory.definition.alternatives;
  const known = new Map<string, Parameter>(theory.parameters);
  for (const { parameters } of alternatives)
    for (const [name, p] of Object.entries(parameters)) known.set(name, { name, ...p });
  for (const name of Object.keys(given))
    if (!known.has(name))
      throw new InputError(
        `unknown parameter "${name}" of ${theory.name}; its parameters are ${[...known.keys()].join(' ')}`,
      );

  const readings = new Map<string, Reading>();
  const infinite = new Set<string>();
  for (const [name, text] of Object.entries(given)) {
    const parameter = valueAt(known, name);
    if (/^[+]?(inf|infinity)$/i.test(text.trim())) {
      if (!parameter.infinite) throw new InputError(`${name} = ${text}: must be finite`);
      infinite.add(name);
      readings.set(name, { value: '1', system: 'any' });
    } else readings.set(name, readQuantity(name, text, parameter.dimension));
  }
  for (const alternative of alternatives) applyAlternative(alternative, readings);
  for (const [name, parameter] of theory.parameters) {
    if (readings.has(name)) continue;
    if (parameter.default === undefined || (name === DENSITY && needsDensity))
      throw missing(theory, name, parameter, readings);
    readings.set(name, { value: parameter.default, system: 'any' });
  }
  for (const [name, parameter] of theory.parameters)
    demandPositive(parameter, valueAt(readings, name).value, given[name]);
  const values = new Map([...theory.parameters.keys()].map((name) => [name, valueAt(readings, name).value]));
  return { values, infinite, units: oneSystem(readings, given) };
}

/** The first bound of the theory that parameters break, in words. */
export function breachOf(theory: Theory, { values, infinite }: ParameterValues): string | undefined {
  const number = (name: string): number =>
    infinite.has(name) ? Number.POSITIVE_INFINITY : Number(valueAt(values, name));
  return theory.bounds.breach(number);
}

function missing(
  theory: Theory,
  name: string,
  { meaning, dimension }: Parameter,
  readings: ReadonlyMap<string, Reading>,
): InputError {
  const absent = [...theory.parameters.values()]
    .filter((p) => p.default === undefined && !readings.has(p.name))
    .map((p) => p.name);
  const others = absent.length > 1 ? ` (missing: ${absent.join(' ')})` : '';
  return new InputError(
    `${theory.name} needs ${name}, the ${meaning} (${describe(dimension)})${others}; give it as --set ${name}=VALUE`,
  );
}

/** Reads a number, an expression such as `pi/4`, or a quantity with a unit. */
export function readQuantity(name: string, text: string, dimension: Dimension): Reading {
  const trimmed = text.trim();
  const pure = dimension.energy === 0 && dimension.length === 0;
  if (isNumeral(trimmed)) {
    const system = pure || new Wide(trimmed).isZero() ? 'any' : 'natural';
    return { value: inRange(name, trimmed), system };
  }
  if (trimmed === '' || /nan|infinity|(^|[^a-z])inf([^a-z]|$)/i.test(trimmed))
    throw new InputError(`${name} = ${text}: a finite number is expected, such as ${example(dimension)} or 0.5`);
  const node = parseExpression(trimmed, name);
  if (symbolsOf(node).length === 0)
    return { value: inRange(name, evaluateNumber(node, name)), system: pure ? 'any' : 'natural' };
  const measured = evaluateUnit(name, trimmed);
  if (measured.energy !== dimension.energy || measured.length !== dimension.length || measured.charge !== 0)
    throw new InputError(
      `${name} = ${text}: has the dimension ${describe(measured, measured.charge)}, expected ` +
        `${describe(dimension)}, such as ${example(dimension)}`,
    );
  return { value: inRange(name, measured.value), system: pure ? 'any' : 'eV nm' };
}

/** Quantities with units that were read lately: sweeps read the same ones again and again. */
const lately = new Map<string, ReturnType<typeof toNatural>>();
const MOST_LATELY = 256;

function evaluateUnit(name: string, text: string): ReturnType<typeof toNatural> {
  if (lately.size >= MOST_LATELY) lately.clear();
  return remembered(lately, text, () => evaluateUnitAnew(name, text));
}

function evaluateUnitAnew(name: string, text: string): ReturnType<typeof toNatural> {
  const isPlain = (node: ReturnType<typeof parseExpression>): boolean =>
    ['ConstantNode', 'SymbolNode', 'ParenthesisNode'].includes(node.type) ||
    (node.type === 'OperatorNode' && OPERATORS.has((node as unknown as { fn: string }).fn));
  if (parseExpression(text, name).filter((inner) => !isPlain(inner)).length > 0)
    throw new InputError(`${name} = ${text}: a real number or a quantity with a unit is expected`);
  let value: unknown;
  try {
    value = evaluateMeasure(text);
  } catch (error) {
    throw new InputError(
      `${name} = ${text}: neither a number nor a quantity with a unit (${(error as Error).message})`,
    );
  }
  if (!isMeasure(value)) throw new InputError(`${name} = ${text}: a real number or a quantity with a unit is expected`);
  return toNatural(value, text);
}

/** A plain number or a quantity with any unit, in eV, nm and |e| with hbar = 1. @throws InputError on anything else */
export function measuredQuantity(name: string, text: string): ReturnType<typeof toNatural> {
  const node = parseExpression(text, name);
  if (symbolsOf(node).length > 0) return evaluateUnit(name, text);
  const value = inRange(name, evaluateNumber(node, name));
  return { value, energy: 0, length: 0, charge: 0, si: value };
}

/** What a quantity that must carry a unit is, in natural dimensions. */
export interface Expected {
  readonly energy: number;
  readonly length: number;
  readonly charge: number;
  readonly name: string;
  readonly example: string;
}

/** Reads a quantity with a unit (or a plain angle). @returns its value in eV, nm, |e| with hbar = 1, and in SI */
export function readMeasured(name: string, text: string, expected: Expected): { value: string; si: string } {
  const { energy, length, charge } = expected;
  const wrong = (found: string): InputError =>
    new InputError(`${name} = ${text}: ${found}, expected a ${expected.name}, such as ${expected.example}`);
  const node = parseExpression(text, name);
  if (symbolsOf(node).length === 0) {
    if (energy !== 0 || length !== 0 || charge !== 0) throw wrong('a pure number');
    const value = inRange(name, evaluateNumber(node, name));
    return { value, si: value };
  }
  const measured = evaluateUnit(name, text);
  if (measured.energy !== energy || measured.length !== length || measured.charge !== charge)
    throw wrong(`has the dimension ${describe(measured, measured.charge)}`);
  return { value: inRange(name, measured.value), si: measured.si };
}

/** Evaluates an expression without names to a long numeral. */
function evaluateNumber(node: ReturnType<typeof parseExpression>, name: string): string {
  return evaluateExpressions([{ node, what: name }], new Map(), EXPRESSION_DIGITS)[0].toString();
}

function inRange(name: string, value: string): string {
  const x = new Wide(value);
  if (!x.isFinite()) throw new InputError(`${name}: a finite real number is expected`);
  if (!x.isZero() && Math.abs(x.e) > 290)
    throw new InputError(`${name} = ${x.toPrecision(4)}: magnitude out of range (1e-290 to 1e290)`);
  return value;
}

function applyAlternative(
  alternative: Theory['definition']['alternatives'][number],
  readings: Map<string, Reading>,
): void {
  const names = Object.keys(alternative.parameters);
  if (!names.some((name) => readings.has(name))) return;
  const clash = Object.keys(alternative.defines).filter((name) => readings.has(name));
  if (clash.length > 0)
    throw new InputError(
      `give either ${Object.keys(alternative.defines).join(' ')} or ${names.join(' ')}, not both (given: ` +
        `${clash.join(' ')})`,
    );
  for (const [name, parameter] of Object.entries(alternative.parameters)) {
    if (readings.has(name)) continue;
    if (parameter.default === undefined)
      throw new InputError(
        `${names.filter((n) => readings.has(n)).join(' ')} given without ${name}, the ${parameter.meaning}`,
      );
    readings.set(name, { value: parameter.default, system: 'any' });
  }
  const expressions = Object.entries(alternative.defines).map(([what, text]) => ({
    node: parseExpression(text, what),
    what,
  }));
  const output = evaluateExpressions(
    expressions,
    new Map(names.map((name) => [name, valueAt(readings, name).value])),
    EXPRESSION_DIGITS,
  );
  const largest = output.reduce((max, x) => (x.abs().gt(max) ? x.abs() : max), new Wide(0));
  const system = names.map((name) => valueAt(readings, name).system).find((s) => s !== 'any') ?? 'any';
  Object.keys(alternative.defines).forEach((name, k) => {
    // cos(pi/2) evaluated at EXPRESSION_DIGITS is zero
    const negligible = output[k].abs().lte(largest.times(`1e-${EXPRESSION_DIGITS - 30}`));
    readings.set(name, { value: negligible ? '0' : output[k].toString(), system: negligible ? 'any' : system });
  });
}

function oneSystem(readings: ReadonlyMap<string, Reading>, given: Readonly<Record<string, string>>): UnitSystem {
  const of = (system: UnitSystem): string[] =>
    [...readings].filter(([name, r]) => r.system === system && name in given).map(([name]) => name);
  const [plain, measured] = [of('natural'), of('eV nm')];
  const shown = (names: readonly string[]): string => names.map((name) => `${name} = ${given[name]}`).join(', ');
  if (plain.length > 0 && measured.length > 0)
    throw new InputError(
      `${shown(plain)} without a unit, but ${shown(measured)} with one: give units to all or to none`,
    );
  return measured.length > 0 ? 'eV nm' : 'natural';
}

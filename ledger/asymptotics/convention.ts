import Fraction from 'fraction.js';
import { remembered } from '../../src/arithmetic/memo.js';
import { COMPONENTS, type Theory } from '../../src/theory/theory.js';
import { tensorOf } from '../../src/transport/tensors.js';
import { sameFormula } from '../../symbolic/formula/equality.js';
import { Formula } from '../../symbolic/formula/formula.js';
import type { Context } from '../language/context.js';
import type { CommonRow } from '../language/row.js';
import type { ConventionOption } from '../language/vocabulary.js';
import { limitOf } from './derived.js';
import { type Print, readPrint } from './print.js';
import { type AsymptoticRow, isAsymptotic } from './row.js';
import { leadingRatio } from './terms.js';

/** One way to read every definition, with the factor that it implies. */
export interface ConventionReading {
  readonly name: string;
  /** core = factor * printed; missing if the rows would not share one. */
  readonly factor?: string;
}

/** A factor that printed formulas share. */
export interface Convention {
  readonly name: string;
  /** core = factor * printed, as a fraction; missing if the rows share none. */
  readonly factor?: string;
  /** What the paper's own definitions imply. */
  readonly implied?: string;
  readonly meaning: string;
  /** The paper's own definitions first. */
  readonly readings: readonly ConventionReading[];
  /** Ids of the rows. */
  readonly rows: readonly string[];
}

const groupOf = (name: string, { rows }: Context): AsymptoticRow[] =>
  rows.filter(isAsymptotic).filter((row) => row.convention === name);

const conventions = new WeakMap<Context, Map<string, Convention>>();

/** A convention with the factor that its rows show and those that its definitions imply. */
export const conventionOf = (name: string, context: Context): Convention =>
  remembered(
    remembered(conventions, context, () => new Map<string, Convention>()),
    name,
    () => {
      const prints = groupOf(name, context).map((row) => ({
        row,
        print: readPrint(row, context.theory, context.vocabulary),
      }));
      const readings = combinations(context.vocabulary.conventions[name].choices).map((options) => {
        const factor = impliedFactor(options, prints, context);
        const labels = options.map(({ from, words }) => (words ? `${from} (${words})` : from));
        return { name: labels.join('; '), ...(factor && { factor: factor.toFraction() }) };
      });
      const ratios = prints.map(({ row, print }) => {
        const ratio = leadingRatio(row, print, context);
        return ratio && ratio.powers.size === 0 && ratio.radicand === 1n ? ratio.coefficient : undefined;
      });
      const factor = sharedFactor(ratios, [...new Set(readings.flatMap((r) => r.factor ?? []))])?.toFraction();
      const implied = readings[0].factor;
      return {
        name,
        ...(factor !== undefined && { factor }),
        ...(implied !== undefined && { implied }),
        meaning: meaningOf(readings, factor),
        readings,
        rows: prints.map(({ row }) => row.id),
      };
    },
  );

/** The conventions that rows name. */
export const conventionsOf = (rows: readonly CommonRow[], context: Context): Convention[] =>
  Object.keys(context.vocabulary.conventions)
    .filter((name) => rows.filter(isAsymptotic).some(({ convention }) => convention === name))
    .map((name) => conventionOf(name, context));

/** The factor that the rows of a convention share; 1 where there is none. */
export function factorOf(convention: string | undefined, context: Context): Fraction | undefined {
  const factor = convention === undefined ? '1' : conventionOf(convention, context).factor;
  return factor === undefined ? undefined : new Fraction(factor);
}

/** The factor that ratios share: the allowed one, if any, that more than half of them are. */
export function sharedFactor(
  ratios: readonly (Fraction | undefined)[],
  allowed: readonly string[],
): Fraction | undefined {
  const votes = allowed.map((text) => {
    const factor = new Fraction(text);
    return { factor, count: ratios.filter((r) => r?.equals(factor)).length };
  });
  const best = votes.reduce<(typeof votes)[0] | undefined>((a, b) => (a && a.count >= b.count ? a : b), undefined);
  return best && 2 * best.count > ratios.length ? best.factor : undefined;
}

function meaningOf(readings: readonly ConventionReading[], factor: string | undefined): string {
  const [own] = readings;
  const said = `core = factor * printed; the paper's own definitions imply ${own.factor ?? 'no common factor'}`;
  if (factor === undefined) return `${said}; the rows share no factor that a reading of them implies`;
  if (factor === own.factor) return `${said}, as the numbers show`;
  const others = readings.filter((r) => r.factor === factor).map((r) => r.name);
  const follows = `It would follow from ${others.join(', or from ')}`;
  return `${said}, the numbers show ${factor}: the print does not follow them. ${follows}`;
}

/** Every choice of one option each, the first options first. */
const combinations = (choices: readonly { readonly options: readonly ConventionOption[] }[]): ConventionOption[][] =>
  choices.reduce<ConventionOption[][]>((all, { options }) => all.flatMap((c) => options.map((o) => [...c, o])), [[]]);

/** core/print if every row were printed by these definitions; undefined if the rows would not share a factor. */
function impliedFactor(
  options: readonly ConventionOption[],
  prints: readonly { readonly row: AsymptoticRow; readonly print: Print }[],
  context: Context,
): Fraction | undefined {
  const factors = prints.map(({ row, print }) => {
    const derived = limitOf(row, context).lead(print.quantity);
    return options.reduce((factor, { hamiltonian, spin = '1', charge = 1 }) => {
      const flipped = hamiltonian ? flippedIn(hamiltonian, context.theory) : [];
      if (!derived || !flipped) return new Fraction(0);
      const odd = flipped.filter((name) => Math.abs(derived.power[name] ?? 0) % 2 === 1).length;
      const measured = measuresSpin(print.quantity.name) ? new Fraction(spin).inverse() : new Fraction(1);
      return factor
        .mul(odd % 2 === 0 ? 1 : -1)
        .mul(measured)
        .mul(print.charge % 2 === 0 ? 1 : charge);
    }, new Fraction(1));
  });
  const [first] = factors;
  return first && !first.equals(0) && factors.every((f) => f.equals(first)) ? first : undefined;
}

const measuresSpin = (entry: string): boolean => {
  const tensor = tensorOf(entry);
  return tensor?.name === 'tau' || tensor?.transformation?.rows === 'spin';
};

/**
 * The parameters whose signs turn the spin part of the core's Hamiltonian into a printed one; undefined if no signs do.
 */
const flippedIn = (printed: NonNullable<ConventionOption['hamiltonian']>, theory: Theory): string[] | undefined =>
  remembered(flips, printed, () => ({ names: signsOf(printed, theory) })).names;

const flips = new WeakMap<object, { readonly names: string[] | undefined }>();

function signsOf(printed: NonNullable<ConventionOption['hamiltonian']>, theory: Theory): string[] | undefined {
  const own = COMPONENTS.slice(1).map((c) => Formula.parse(theory.definition.hamiltonian[c], c));
  const wanted = [printed.hx, printed.hy, printed.hz].map((text) => Formula.parse(text, 'hamiltonian'));
  const names = [...new Set(own.flatMap((f) => f.symbols))].filter((name) => theory.parameters.has(name));
  const subsets = Array.from({ length: 2 ** names.length }, (_, bits) => names.filter((_n, k) => (bits >> k) & 1));
  return subsets.find((flipped) => {
    const signs = new Map(flipped.map((name) => [name, Formula.parse(`-${name}`)]));
    return own.every((f, k) => sameFormula(f.substitute(signs), wanted[k]));
  });
}

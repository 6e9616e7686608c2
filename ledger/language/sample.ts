import { valueAt } from '../../src/arithmetic/memo.js';
import { InputError } from '../../src/theory/errors.js';
import { breachOf, readParameters } from '../../src/theory/parameters.js';
import type { Theory } from '../../src/theory/theory.js';
import type { Vocabulary } from './vocabulary.js';

/** A case at which an equation is tried: texts of parameters by name. */
export interface Place {
  readonly name: string;
  readonly set: Readonly<Record<string, string>>;
}

/** Random samples of each domain by profile. */
const SAMPLES = { quick: 2, full: 10 } as const;
/** Significant digits of a drawn number: short enough to be typed again. */
const DRAWN_DIGITS = 4;

/** Draws until one lies inside the bounds of the theory. */
const MOST_DRAWS = 1000;

/**
 * Named points, and samples drawn from named ranges by a seed; every sample is as short as it is printed.
 * @throws InputError if a point, or every sample of a range, lies outside the bounds of the theory
 */
export function placesOf(
  { at, over }: { readonly at: readonly string[]; readonly over: readonly string[] },
  { points, ranges }: Pick<Vocabulary, 'points' | 'ranges'>,
  { seed, profile, theory }: { readonly seed: number; readonly profile: keyof typeof SAMPLES; readonly theory: Theory },
): Place[] {
  const draw = randomNumbers(seed);
  const drawnFrom = (domain: string): Place['set'] => {
    const texts = Object.entries(valueAt(new Map(Object.entries(ranges)), domain)).map(([name, range]) => {
      if (!Array.isArray(range)) return [name, range] as const;
      const [low, high] = range;
      return [name, String(Number((low + (high - low) * draw()).toPrecision(DRAWN_DIGITS)))] as const;
    });
    return Object.fromEntries(texts);
  };
  const inside = (domain: string): Place['set'] => {
    let breach: string | undefined;
    for (let k = 0; k < MOST_DRAWS; k++) {
      const set = drawnFrom(domain);
      breach = breachAt(theory, set);
      if (breach === undefined) return set;
    }
    throw new InputError(`ranges.${domain}: no sample lies inside the bounds of ${theory.name}: ${breach}`);
  };
  const drawn = over.flatMap((domain) =>
    Array.from({ length: SAMPLES[profile] }, (_, k): Place => ({ name: `${domain} ${k + 1}`, set: inside(domain) })),
  );
  for (const name of at) demandInside(theory, points[name], `points.${name}`);
  return [...at.map((name) => ({ name, set: points[name] })), ...drawn];
}

/** The first bound of the theory that parameters break, in words. */
export const breachAt = (theory: Theory, set: Place['set']): string | undefined =>
  theory.bounds.isEmpty ? undefined : breachOf(theory, readParameters(theory, set, false));

/** @throws InputError if parameters lie outside what the theory states */
export function demandInside(theory: Theory, set: Place['set'], what: string): void {
  const breach = breachAt(theory, set);
  if (breach !== undefined) throw new InputError(`${what} lies outside the bounds of ${theory.name}: ${breach}`);
}

/** A place with some of its parameters changed; a change may name what it changes: `pi - theta`. */
export function changed({ set }: Place, changes: Readonly<Record<string, string>> = {}): Record<string, string> {
  const texts = Object.entries(changes).map(([name, text]) => [
    name,
    text.replace(/[A-Za-z_]\w*/g, (symbol) => (Object.hasOwn(set, symbol) ? `(${set[symbol]})` : symbol)),
  ]);
  return { ...set, ...Object.fromEntries(texts) };
}

/** Numbers between 0 and 1 by a linear congruence. */
export function randomNumbers(seed: number): () => number {
  let state = 1 + ((Math.abs(seed) * 48271) % 2147483646);
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** A value with its tolerance: `0.3998 +- 0.0005`, in any unit that both carry. */
export function toleranceIn(text: string, what: string): { readonly value: string; readonly tolerance?: string } {
  const [value, tolerance, ...more] = text.split('+-').map((part) => part.trim());
  if (more.length > 0 || value === '' || tolerance === '')
    throw new InputError(`${what}: "${text}": a value, or a value +- a tolerance, is expected`);
  return tolerance === undefined ? { value } : { value, tolerance };
}

import { isNumeral } from '../../src/arithmetic/numeral.js';
import { InputError } from '../../src/theory/errors.js';

/**
 * One sample of a law: parameter values as exact decimal numerals, the approximation, and the classes it was drawn
 * from.
 */
export interface Case {
  /** Parameters of the theory and extra numbers of the law, as decimal numerals. */
  readonly values: Readonly<Record<string, string>>;
  /** Parameters in the unitary limit. */
  readonly infinite: readonly string[];
  /** As on the command line: `t-matrix`, `born:3`, ... */
  readonly scheme: string;
  /** A momentum, or `renormalised`. */
  readonly cutoff: string;
  /** What the generator meant to draw. */
  readonly classes: readonly string[];
}

/** The case as one line that `parseCase` reads back: what `--replay` takes. */
export function caseText({ values, infinite, scheme, cutoff }: Case): string {
  const entries = Object.entries(values).map(([name, value]) => `${name}=${infinite.includes(name) ? 'inf' : value}`);
  return [...entries, `scheme=${scheme}`, `cutoff=${cutoff}`].join(' ');
}

/**
 * Reads a line that `caseText` wrote.
 * @throws InputError on words that are not name=value, and on a name that stands twice
 */
export function parseCase(text: string): Case {
  const given = new Map<string, string>();
  for (const word of text.trim().split(/\s+/)) {
    const [name, value, ...more] = word.split('=') as [string, string | undefined, ...string[]];
    if (value === undefined || more.length > 0)
      throw new InputError(`replay: "${word}" is not name=value; paste the line that a failure printed`);
    if (given.has(name)) throw new InputError(`replay: ${name} stands twice (${given.get(name)} and ${value})`);
    given.set(name, value);
  }
  const { scheme = 't-matrix', cutoff = 'renormalised', ...numbers } = Object.fromEntries(given);
  if (cutoff !== 'renormalised' && !(isNumeral(cutoff) && Number(cutoff) > 0))
    throw new InputError(`replay: cutoff = "${cutoff}" is no positive momentum, nor renormalised`);
  const infinite = Object.keys(numbers).filter((name) => numbers[name] === 'inf');
  for (const name of infinite) numbers[name] = '1';
  for (const [name, value] of Object.entries(numbers))
    if (!isNumeral(value)) throw new InputError(`replay: ${name} = "${value}" is not a decimal numeral`);
  return { values: numbers, infinite, scheme, cutoff, classes: ['replayed'] };
}

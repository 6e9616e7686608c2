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
 * @throws InputError on words that are not name=value
 */
export function parseCase(text: string): Case {
  const values: Record<string, string> = {};
  const infinite: string[] = [];
  let [scheme, cutoff] = ['t-matrix', 'renormalised'];
  for (const word of text.trim().split(/\s+/)) {
    const [name, value] = word.split('=') as [string, string | undefined];
    if (value === undefined)
      throw new InputError(`replay: "${word}" is not name=value; paste the line that a failure printed`);
    if (name === 'scheme') scheme = value;
    else if (name === 'cutoff') cutoff = value;
    else if (value === 'inf') {
      infinite.push(name);
      values[name] = '1';
    } else if (isNumeral(value)) values[name] = value;
    else throw new InputError(`replay: ${name} = "${value}" is not a decimal numeral`);
  }
  return { values, infinite, scheme, cutoff, classes: ['replayed'] };
}

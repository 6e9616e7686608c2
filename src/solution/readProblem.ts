import type { FieldName } from '../arithmetic/field.js';
import { countFrom } from '../theory/counts.js';
import { InputError } from '../theory/errors.js';
import { type ParameterValues, readParameters, readQuantity } from '../theory/parameters.js';
import { DENSITY, type Theory } from '../theory/theory.js';
import type { Scheme } from '../transport/scattering.js';
import type { Limit, Problem } from './problem.js';

export const MAX_DIGITS = 500;
/** Highest Born order: the number of diagrams grows as its square. */
const MAX_BORN_ORDER = 40;

/** The texts of a request, as a command line gives them. */
export interface ProblemTexts {
  readonly set: Readonly<Record<string, string>>;
  readonly limit?: string | undefined;
  readonly scheme?: string | undefined;
  readonly cutoff?: string | undefined;
}

const choose = <T extends string>(name: string, text: string, choices: readonly T[], more = ''): T => {
  const found = choices.find((c) => c === text);
  if (found === undefined) throw new InputError(`${name} "${text}": expected ${choices.join(', ')}${more}`);
  return found;
};

export const parseLimit = (text = 'dilute'): Limit => choose('limit', text, ['dilute', 'finite']);

export const parseField = (text: string): FieldName => choose('field', text, ['double', 'mpfr', 'decimal']);

export function parseScheme(text = 't-matrix'): Scheme {
  const born = /^born:(\d+)$/.exec(text);
  if (born) {
    const order = Number(born[1]);
    if (order < 2 || order > MAX_BORN_ORDER)
      throw new InputError(
        `scheme "${text}": the Born order must be 2 to ${MAX_BORN_ORDER} (2 is the first Born approximation)`,
      );
    return { kind: 'born', order };
  }
  const kind = choose('scheme', text, ['gaussian', 'first-born', 't-matrix', 'self-consistent'], ', born:N');
  return kind === 'first-born' ? { kind: 'born', order: 2 } : { kind };
}

export const parseDigits = (text: string): number => countFrom('digits', text, 1, MAX_DIGITS);

/** Why the dilute limit takes no density. */
export const densityRefused = (given: string): string =>
  `${DENSITY} = ${given}: the dilute limit gives the coefficients of 1/n and takes no density; leave it out, or ask ` +
  'for a finite one with --limit finite';

/** Reads a whole problem. Throws InputError with one clear message. */
export function readProblem(theory: Theory, texts: ProblemTexts): Problem {
  const limit = parseLimit(texts.limit);
  const scheme = parseScheme(texts.scheme);
  const parameters = readParameters(theory, texts.set, limit === 'finite');
  if (limit === 'dilute' && DENSITY in texts.set) throw new InputError(densityRefused(texts.set[DENSITY]));
  const cutoff = readCutoff(texts.cutoff, parameters);
  if (scheme.kind === 'self-consistent') refuseCrowd(theory, parameters, cutoff);
  return { theory, parameters, limit, scheme, cutoff };
}

/**
 * In the unitary limit Sigma = -n/g, and g falls with Sigma as -Lambda^2/(4 pi Sigma): from n = Lambda^2/4 pi on, the
 * only fixed point with states of positive weight is at infinity.
 */
function refuseCrowd(theory: Theory, { values, infinite }: ParameterValues, cutoff: string): void {
  const [first, ...others] = theory.unitarySpecies(infinite);
  const states = Number(cutoff) ** 2 / (4 * Math.PI);
  const alone = others.length === 0 && theory.definition.impurities[0].concentration === '1';
  if (!first || !alone || !(Number(values.get(DENSITY)) >= states)) return;
  throw new InputError(
    `${DENSITY} = ${values.get(DENSITY)}: in the unitary limit each impurity expels a state, and each band has only ` +
      `cutoff^2/4 pi = ${states.toPrecision(3)} of them; lower ${DENSITY} or raise the cutoff`,
  );
}

function readCutoff(text = 'renormalised', { units }: ParameterValues): string {
  if (text === 'renormalised') return text;
  const { value, system } = readQuantity('cutoff', text, { energy: 0, length: -1 });
  if (!(Number(value) > 0)) throw new InputError(`cutoff = ${text}: a positive momentum or "renormalised" is expected`);
  if (system !== 'any' && system !== units)
    throw new InputError(
      `cutoff = ${text} is in ${system} units, but the parameters are in ${units} units: give units to all or to none`,
    );
  return value;
}

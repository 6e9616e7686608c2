import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import type { Scheme } from '../../src/transport/scattering.js';
import { Formula } from '../formula/formula.js';
import { NerdamerError, tidied } from '../formula/nerdamer.js';
import { ClosedForm } from './closedForm.js';
import { completedRegime } from './completedRegime.js';
import { defaultRegime } from './defaultRegime.js';
import { expandInSymbol } from './expandInSymbol.js';
import { quantityNamed } from './quantities.js';
import type { ExpansionInput } from './seriesTheory.js';
import { isStrength, strengthOf } from './strength.js';
import { scalesText, WeakScatteringExpansion } from './weakScattering.js';

export interface ExpansionRequest {
  readonly theory: Theory;
  /** A chain of scales, or `theta = 0` with an optional `, one ring`. */
  readonly regime?: string | undefined;
  /** The impurity strength in whose powers the series is made. */
  readonly variable: string;
  /** A small symbol to expand in instead, in the leading power of the strength. */
  readonly symbol?: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly scheme: Scheme;
  readonly strengthOrders: number;
  /** Terms of each power of the strength; a closed form has only one. */
  readonly terms: number;
  /** Why a quantity is zero, if symmetry says so. */
  readonly vanishes?: NonNullable<ExpansionInput['vanishes']>;
  readonly watch?: ExpansionInput['watch'];
}

/** An expansion as it is printed. */
export interface PrintedExpansion {
  readonly quantity: string;
  readonly regime: string;
  readonly terms: readonly { readonly power: Readonly<Record<string, number>>; readonly formula: Formula }[];
  readonly truncation: string;
  /** A closed form in abbreviations, and what they stand for. */
  readonly compact?: { readonly terms: readonly Formula[]; readonly definitions: ReadonlyMap<string, Formula> };
}

const CLOSED = /^\s*theta\s*=\s*0\s*(,\s*(one ring|two rings)\s*)?$/;

/** Expands one quantity. @throws InputError on bad names, regimes and theories outside the method */
export function expandQuantity(quantity: string, request: ExpansionRequest): PrintedExpansion {
  if (request.scheme.kind === 'self-consistent')
    throw new InputError(
      'scheme "self-consistent": in the dilute limit it is the t-matrix; expand with --scheme t-matrix',
    );
  quantityNamed(quantity);
  const regime = request.regime ?? defaultRegime(request.theory, request.settings);
  const closed = CLOSED.exec(regime);
  return closed
    ? closedForm(quantity, { ...request, regime }, closed[2] === 'one ring')
    : chain(quantity, { ...request, regime: completedRegime({ ...request, regime }) });
}

function chain(quantity: string, request: ExpansionRequest & { regime: string }): PrintedExpansion {
  const expander = new WeakScatteringExpansion(request);
  if (request.symbol !== undefined) return inSymbol(quantity, request.symbol, expander, request);
  const expansion = expander.expand(quantity, request);
  const placed = placedValues(expander, request.settings);
  const terms = expansion.orders.flatMap((order) =>
    order.terms.map(({ power, formula }) => ({ power, formula: withValues(formula, placed) })),
  );
  return { quantity, regime: request.regime, terms, truncation: expansion.truncation };
}

/** In powers of a small symbol, such as the order in m_x. */
function inSymbol(
  quantity: string,
  symbol: string,
  expander: WeakScatteringExpansion,
  request: ExpansionRequest & { regime: string },
): PrintedExpansion {
  const { strengthPower, groups, order } = expandInSymbol(
    expander,
    quantity,
    symbol,
    request.strengthOrders,
    request.terms,
  );
  const placed = placedValues(expander, request.settings);
  const terms = groups.flatMap((group) =>
    group.terms.map(({ power, formula }) => ({ power, formula: withValues(formula, placed) })),
  );
  const scale = scalesText(expander.seriesTheory.weights);
  const truncation =
    `${request.variable}^${strengthPower}: O(t^${order}); O(${symbol}^${groups[groups.length - 1].power + 1}); ` +
    `O(${request.variable}^${strengthPower + 1}); with ${scale}`;
  return { quantity, regime: request.regime, terms, truncation };
}

/** Values of the parameters that stay symbols of the formulas. */
const placedValues = (
  expander: WeakScatteringExpansion,
  settings: Readonly<Record<string, string>>,
): Map<string, Formula> =>
  new Map(
    [...valuesOf(expander.seriesTheory.input.theory, settings)].filter(([name]) =>
      expander.seriesTheory.isPlaced(name),
    ),
  );

function closedForm(quantity: string, request: ExpansionRequest & { regime: string }, one: boolean): PrintedExpansion {
  const entries = Object.entries(request.settings);
  const zeros = Object.fromEntries(entries.filter(([, text]) => Number(text) === 0));
  const values = valuesOf(request.theory, Object.fromEntries(entries.filter(([, text]) => Number(text) !== 0)));
  const form = new ClosedForm({ ...request, settings: zeros, rings: one ? 'one ring' : 'two rings' });
  const coefficients = form.expand(quantity, request.strengthOrders);
  const last = coefficients[coefficients.length - 1].power;
  return {
    quantity,
    regime: request.regime,
    terms: coefficients.map(({ power, formula }) => ({
      power: { [request.variable]: power },
      formula: withValues(formula, values),
    })),
    compact: { terms: coefficients.map((c) => c.compact), definitions: form.definitions },
    truncation: `exact in every parameter but ${request.variable}; O(${request.variable}^${last + 1})`,
  };
}

/** @throws InputError on a value that uses anything but parameters of the theory */
function valuesOf(theory: Theory, settings: Readonly<Record<string, string>>): Map<string, Formula> {
  return new Map(
    Object.entries(settings).map(([name, text]) => {
      const formula = Formula.parse(text);
      const unknown = formula.symbols.find((symbol) => !theory.parameters.has(symbol));
      if (unknown)
        throw new InputError(
          `${name} = ${text}: an expansion takes numbers and parameters of ${theory.name}, and "${unknown}" is neither`,
        );
      return [name, formula];
    }),
  );
}

/** A formula with values in the place of symbols, tidied up by nerdamer where its result stands the check. */
function withValues(formula: Formula, values: ReadonlyMap<string, Formula>): Formula {
  const put = formula.substitute(values);
  if (!formula.symbols.some((name) => values.has(name))) return put;
  try {
    return tidied(put);
  } catch (error) {
    if (error instanceof NerdamerError) return put;
    throw error;
  }
}

/** What `--in` names: a strength, or a small symbol beside the strength of the theory. */
export function readVariable(theory: Theory, name = strengthOf(theory)): { variable: string; symbol?: string } {
  if (!theory.parameters.has(name))
    throw new InputError(
      `--in ${name}: ${theory.name} has no such parameter; it has ${theory.parameterNames.join(' ')}`,
    );
  return isStrength(theory, name) ? { variable: name } : { variable: strengthOf(theory), symbol: name };
}

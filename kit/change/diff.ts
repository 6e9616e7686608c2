import { type LawTable, lawTable } from '../../properties/catalogue/table.js';
import { BUILTIN } from '../../src/theory/builtin.js';
import type { TheoryInput } from '../../src/theory/definition.js';
import { InputError } from '../../src/theory/errors.js';
import { loadTheory, registerTheory } from '../../src/theory/load.js';
import { Theory } from '../../src/theory/theory.js';
import { type MovedClaim, movedClaims, verdictsUnder } from './claims.js';
import { type LeafChange, leafChanges } from './leaves.js';
import { type NumberChanges, numberChanges } from './numbers.js';
import type { Source } from './source.js';
import { type TermChange, termChanges } from './terms.js';
import { movedVerdicts } from './verdicts.js';

/** What one side has and the other has not. */
export interface Moved {
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

/** Two theories. */
export interface TheoryDifference {
  readonly kind: 'theories';
  readonly equal: boolean;
  readonly terms: readonly TermChange[];
  readonly parameters: Moved;
  /** Ranges and constraints that the files state. */
  readonly bounds: Moved;
  readonly symmetries: Moved;
  readonly laws: Moved;
  /** Rows of the ledger that was asked for, judged with either theory. */
  readonly claims: readonly MovedClaim[];
  readonly numbers: NumberChanges;
}

/** Two files of other data: ledgers, results, baselines. */
export interface DataDifference {
  readonly kind: 'data';
  readonly equal: boolean;
  /** Laws, claims and wrong theories that got another verdict. */
  readonly verdicts: readonly MovedClaim[];
  readonly leaves: readonly LeafChange[];
}

export interface DiffOptions {
  readonly samples: number;
  readonly seed: number;
  /** Name or path of a ledger whose rows are judged with both theories. */
  readonly ledger?: string | undefined;
  /** Called now and then; may throw to end the work. */
  readonly watch?: () => void;
}

/**
 * What distinguishes two theories or two files of data.
 * @throws InputError if one is a theory and the other is not, or a theory is wrong
 */
export async function differenceOf(
  a: Source,
  b: Source,
  options: DiffOptions,
): Promise<TheoryDifference | DataDifference> {
  const [first, second] = [isTheory(a.data), isTheory(b.data)];
  if (first !== second)
    throw new InputError(`${first ? a.name : b.name} is a theory, ${first ? b.name : a.name} is not`);
  if (!first) {
    const leaves = leafChanges(a.data, b.data);
    if (options.ledger !== undefined) throw new InputError('a ledger is for two theories');
    return { kind: 'data', equal: leaves.length === 0, verdicts: movedVerdicts(a.data, b.data), leaves };
  }
  return theoryDifference(theoryOf(a), theoryOf(b), options);
}

/** What distinguishes two theories: terms, symmetries, laws, and numbers on random samples. */
export async function theoryDifference(
  before: Theory,
  after: Theory,
  { samples, seed, ledger, watch = () => {} }: DiffOptions,
): Promise<TheoryDifference> {
  const [old, now] = [before, after].map((theory) => lawTable(theory, [], [], watch));
  const terms = termChanges(before, after);
  const parameters = moved(before.parameterNames, after.parameterNames);
  const bounds = moved(boundsOf(before), boundsOf(after));
  const symmetries = moved(operationsOf(old), operationsOf(now));
  const laws = moved(
    old.laws.map(({ id }) => id),
    now.laws.map(({ id }) => id),
  );
  const verdicts = (theory: Theory) => (ledger === undefined ? {} : verdictsUnder(ledger, theory, watch));
  const claims = movedClaims(await verdicts(before), await verdicts(after));
  const numbers = numberChanges(before, after, { samples, seed, watch });
  const still = [parameters, bounds, symmetries, laws].every(({ gained, lost }) => gained.length + lost.length === 0);
  return {
    kind: 'theories',
    equal: terms.length === 0 && still && claims.length + numbers.changes.length === 0,
    terms,
    parameters,
    bounds,
    symmetries,
    laws,
    claims,
    numbers,
  };
}

const boundsOf = ({ definition: { ranges, constraints } }: Theory): string[] => [
  ...Object.entries(ranges).map(([name, { from = '', to = '' }]) => `${name} ${from}..${to}`),
  ...constraints,
];

const operationsOf = ({ operations }: LawTable): string[] => operations.map(({ name, map }) => `${name}: ${map}`);

const moved = (before: readonly string[], after: readonly string[]): Moved => ({
  gained: after.filter((x) => !before.includes(x)),
  lost: before.filter((x) => !after.includes(x)),
});

const isTheory = (data: unknown): boolean => typeof data === 'object' && data !== null && 'hamiltonian' in data;

function theoryOf({ name, data }: Source): Theory {
  if (Object.hasOwn(BUILTIN, name)) return loadTheory(name);
  try {
    const theory = new Theory(data as TheoryInput);
    registerTheory(name, theory);
    return theory;
  } catch (error) {
    throw new InputError(`${name}: ${(error as Error).message}`);
  }
}

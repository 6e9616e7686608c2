import { remembered } from '../../src/arithmetic/memo.js';
import type { ProblemTexts } from '../../src/solution/readProblem.js';
import type { Patience } from '../../src/solution/solve.js';
import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import {
  choicesFor,
  comparedTensor,
  conventionsOf,
  type Departure,
  factorOf,
  type ParameterChange,
  parametersOf,
  sourceOf,
} from './conventions.js';
import { anglesOf, type Entries, Responses } from './responses.js';
import type { DataRow, DataTable } from './table.js';

/** Departures that one program makes at once: more explain any table. */
const MOST_DEPARTURES = 4;
/** Digits of the core beyond the tolerance. */
const SPARE = 2;
/** Error bars within which a number agrees. */
const SIGMAS = 3;

export interface CompareOptions extends ProblemTexts, Patience {
  /** Relative difference that counts as agreement. */
  readonly tolerance: number;
  /** Only the convention of the core will do. */
  readonly asIs?: boolean;
}

/** Lines of the data that one convention explains. */
export interface Explained {
  /** Empty for the convention of the core. */
  readonly departures: readonly Departure[];
  readonly lines: readonly number[];
}

/** One number of the data beside that of the core in the convention that was found. */
export interface ComparedEntry {
  readonly line: number;
  readonly entry: string;
  readonly given: number;
  readonly expected: number;
  /** Digits that agree, relative to the number itself. */
  readonly digits: number;
  readonly agrees: boolean;
}

export interface DataComparison {
  /** `agree`: one convention for all rows; `mixed`: each row has one, but not the same; `differ`: some row has none. */
  readonly verdict: 'agree' | 'mixed' | 'differ' | 'undecided';
  /** The smallest conventions that explain all rows; several if the data cannot tell them apart. */
  readonly conventions: readonly (readonly Departure[])[];
  /** Where there is none: the rows by what explains them. */
  readonly groups: readonly Explained[];
  /** Lines that no convention explains. */
  readonly unexplained: readonly number[];
  /** Lines at which the theory has no answer, and why. */
  readonly unsolved: readonly { readonly line: number; readonly reason: string }[];
  /** Every number, in the convention that explains most. */
  readonly entries: readonly ComparedEntry[];
}

/**
 * Compares a table with a theory: the one convention in which all rows agree, or the rows that share none.
 * @throws InputError if a row names parameters that the theory has not
 */
export async function compareData(
  table: DataTable,
  theory: Theory,
  { tolerance, asIs = false, seconds, onWait, ...texts }: CompareOptions,
): Promise<DataComparison> {
  const angles = anglesOf(theory);
  const choices = choicesFor(
    theory,
    table.parameterNames.some((name) => angles.has(name)),
  );
  const conventions = asIs ? [[]] : conventionsOf(choices).filter(({ length }) => length <= MOST_DEPARTURES);
  const digits = Math.max(6, Math.ceil(-Math.log10(tolerance)) + SPARE);
  const patience = { ...(seconds !== undefined && { seconds }), ...(onWait && { onWait }) };
  const responses = new Responses(theory, texts, { digits, ...patience });
  const solved: Solved[] = [];
  const unsolved: { line: number; reason: string }[] = [];
  for (const row of table.rows) {
    const cores = new Cores(row, responses);
    const core = await cores.under([]);
    if (typeof core === 'string') unsolved.push({ line: row.line, reason: core });
    else solved.push({ row, cores });
  }
  if (solved.length === 0) throw new InputError(`${table.path}: no row can be solved: ${unsolved[0].reason}`);

  const explains: Explains = async (convention, { row, cores }) => {
    const core = await cores.under(convention);
    return typeof core !== 'string' && compared(row, core, convention, tolerance).every(({ agrees }) => agrees);
  };
  const smallest: (readonly Departure[])[] = [];
  for (const convention of conventions) {
    if (smallest.length > 0 && convention.length > smallest[0].length) break;
    if (await all(solved, (s) => explains(convention, s))) smallest.push(convention);
  }
  const groups = smallest.length > 0 ? [] : await cover(conventions, solved, explains);
  const explained = new Set(groups.flatMap(({ lines }) => lines));
  const unexplained =
    smallest.length > 0 ? [] : solved.map(({ row }) => row.line).filter((line) => !explained.has(line));
  const best = smallest[0] ?? groups[0]?.departures ?? [];
  const entries: ComparedEntry[] = [];
  for (const { row, cores } of solved) {
    const core = await cores.under(best);
    if (typeof core !== 'string') entries.push(...compared(row, core, best, tolerance));
  }
  const differs = unexplained.length > 0 ? 'differ' : 'mixed';
  return {
    verdict: smallest.length === 0 ? differs : unsolved.length > 0 ? 'undecided' : 'agree',
    conventions: smallest,
    groups,
    unexplained,
    unsolved,
    entries,
  };
}

interface Solved {
  readonly row: DataRow;
  readonly cores: Cores;
}

type Explains = (convention: readonly Departure[], solved: Solved) => Promise<boolean>;

/** Whether all hold; what comes after one that does not is not tried. */
async function all<T>(list: readonly T[], holds: (x: T) => Promise<boolean>): Promise<boolean> {
  for (const x of list) if (!(await holds(x))) return false;
  return true;
}

/** The numbers of the theory at one row, by what a convention does to the parameters; solved when they are wanted. */
class Cores {
  private readonly known = new Map<string, Promise<Entries | string>>();

  constructor(
    private readonly row: DataRow,
    private readonly responses: Responses,
  ) {}

  /** The reason where the theory has no answer. */
  under(convention: readonly Departure[]): Promise<Entries | string> {
    const change = parametersOf(convention);
    return remembered(this.known, JSON.stringify(change), () => this.solved(change));
  }

  private async solved(change: ParameterChange): Promise<Entries | string> {
    try {
      return await this.responses.at(this.row.parameters, change);
    } catch (error) {
      const { name, message } = error as Error;
      const isAnswer = /^(InputError|AccuracyError|NoCarriersError|TimeError)$/.test(name);
      if (!isAnswer || /^unknown parameter/.test(message)) throw error;
      return message;
    }
  }
}

/** The numbers of one row beside those of the core. */
function compared(
  { line, quantities, errors }: DataRow,
  core: Entries,
  convention: readonly Departure[],
  tolerance: number,
): ComparedEntry[] {
  return [...quantities].map(([entry, given]) => {
    const tensor = comparedTensor(entry);
    if (!tensor) throw new InputError(`${entry} is no quantity that can be compared`);
    const factor = factorOf(convention, tensor);
    const expected = factor * core(sourceOf(convention, entry));
    const size = Math.max(...tensor.entries.map((name) => Math.abs(factor * core(name)) || 0));
    const difference = Math.abs(given - expected);
    // an entry that vanishes is judged against its tensor
    const scale = Math.max(Math.abs(expected), tolerance * size);
    const agrees = difference <= tolerance * scale + SIGMAS * (errors.get(entry) ?? 0);
    const digits = difference === 0 ? 15 : Math.min(15, Math.max(0, -Math.log10(difference / scale)));
    return { line, entry, given, expected, digits: Number.isNaN(digits) ? 0 : digits, agrees };
  });
}

/** Rows by the convention that explains most of those left, the smaller one first. */
async function cover(
  conventions: readonly (readonly Departure[])[],
  solved: readonly Solved[],
  explains: Explains,
): Promise<Explained[]> {
  const table: boolean[][] = [];
  for (const convention of conventions) {
    const fits: boolean[] = [];
    for (const s of solved) fits.push(await explains(convention, s));
    table.push(fits);
  }
  const groups: Explained[] = [];
  let left = solved.map((_, k) => k);
  while (left.length > 0) {
    const counts = table.map((fits) => left.filter((k) => fits[k]).length);
    const best = counts.indexOf(Math.max(...counts));
    if (counts[best] === 0) break;
    groups.push({
      departures: conventions[best],
      lines: left.filter((k) => table[best][k]).map((k) => solved[k].row.line),
    });
    left = left.filter((k) => !table[best][k]);
  }
  return groups;
}

import Table from 'cli-table3';
import type { ComparedEntry, DataComparison } from '../../kit/data/compare.js';
import type { Consistency } from '../../kit/data/consistency.js';
import type { Departure } from '../../kit/data/conventions.js';
import { colours } from './ledger/colours.js';

/** Rows that are shown; `--json` has all of them. */
const SHOWN = 20;

const nameOf = (departures: readonly Departure[]): string =>
  departures.length === 0 ? 'the convention of the core' : departures.map(({ words }) => words).join('; and ');

/** Line numbers as ranges: 2-5, 9. */
export function ranges(lines: readonly number[]): string {
  const runs: number[][] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last && line === last[1] + 1) last[1] = line;
    else runs.push([line, line]);
  }
  return runs.map(([a, b]) => (a === b ? `${a}` : `${a}-${b}`)).join(', ');
}

/** The digits of every line: those of its worst number. */
function worstOf(entries: readonly ComparedEntry[]): ComparedEntry[] {
  const worst = new Map<number, ComparedEntry>();
  for (const entry of entries) {
    const known = worst.get(entry.line);
    if (!known || Number(entry.agrees) < Number(known.agrees) || entry.digits < known.digits)
      worst.set(entry.line, entry);
  }
  return [...worst.values()];
}

export function comparisonText({
  verdict,
  conventions,
  groups,
  unexplained,
  unsolved,
  entries,
}: DataComparison): string {
  const table = new Table({
    head: ['line', 'worst', 'given', 'computed', 'digits'],
    style: { head: [], border: [] },
  });
  const rows = worstOf(entries);
  const first = [...rows].sort((a, b) => Number(a.agrees) - Number(b.agrees)).slice(0, SHOWN);
  for (const { line, entry, given, expected, digits, agrees } of first.sort((a, b) => a.line - b.line))
    table.push([
      line,
      entry,
      given,
      Number(expected.toPrecision(8)),
      `${digits.toFixed(1)}${agrees ? '' : ' differs'}`,
    ]);
  const more = rows.length > SHOWN ? [`${rows.length - SHOWN} more rows (--json has them all)`] : [];
  const least = Math.min(...rows.map(({ digits }) => digits));
  const result =
    verdict === 'agree' || verdict === 'undecided'
      ? [
          `${rows.length} rows agree (at least ${Math.floor(least * 10) / 10} digits) with ${nameOf(conventions[0])}`,
          ...conventions.slice(1).map((other) => `the data cannot tell this from: ${nameOf(other)}`),
          ...conventions[0].map(({ id, latex }) => `  ${id}: $${latex}$`),
        ]
      : [
          verdict === 'mixed'
            ? colours.red('the rows follow different conventions:')
            : colours.red('no convention makes all rows agree:'),
          ...groups.map(({ departures, lines }) => `  lines ${ranges(lines)}: ${nameOf(departures)}`),
          ...(unexplained.length > 0 ? [`  lines ${ranges(unexplained)}: none`] : []),
        ];
  const open = unsolved.map(({ line, reason }) => `line ${line}: the theory has no answer: ${reason}`);
  return [table.toString(), ...more, ...result, ...open].join('\n');
}

export function consistencyText({ violations, tried, rows }: Consistency & { readonly rows: number }): string {
  const counts = Object.entries(tried).map(([law, count]) => `${law} ${count}`);
  return [
    ...violations.map(({ law, lines, words }) => `${colours.red(law)}, line ${ranges(lines)}: ${words}`),
    `${rows} rows; statements tried: ${counts.join(', ')}`,
    violations.length === 0 ? 'nothing is violated' : `${violations.length} violations`,
  ].join('\n');
}

import type { BaselineCheck } from '../../kit/change/baseline.js';
import type { MovedClaim } from '../../kit/change/claims.js';
import type { DataDifference, Moved, TheoryDifference } from '../../kit/change/diff.js';
import type { NumberChange } from '../../kit/change/numbers.js';
import { colours } from './ledger/colours.js';

/** Values of files that are shown; `--json` has all of them. */
const SHOWN = 40;

export const differenceText = (found: TheoryDifference | DataDifference): string =>
  found.kind === 'data' ? dataText(found) : theoryText(found);

function theoryText({ equal, terms, parameters, bounds, symmetries, laws, claims, numbers }: TheoryDifference): string {
  const { seed, compared, changes, smallest } = numbers;
  return [
    ...terms.map(({ words }) => colours.bold(words)),
    ...movedLines('parameter', parameters),
    ...movedLines('bound', bounds),
    ...movedLines('symmetry', symmetries),
    ...movedLines('law', laws),
    ...claimLines(claims),
    ...changes.map((change) => numberLine(change, compared)),
    ...(smallest === undefined ? [] : [`smallest case: ${smallest}`]),
    `${compared} samples solved by both, seed ${seed}`,
    equal ? 'equal' : 'different',
  ].join('\n');
}

const movedLines = (what: string, { gained, lost }: Moved): string[] => [
  ...lost.map((name) => `${what} ${colours.red('lost')}: ${name}`),
  ...gained.map((name) => `${what} ${colours.green('gained')}: ${name}`),
];

function numberLine({ entry, samples, orders, equalWithout, before, after }: NumberChange, compared: number): string {
  const powers = Object.entries(orders)
    .filter(([, order]) => order !== 0)
    .map(([name, order]) => (order === 1 ? name : `${name}^${order}`));
  const parts = [
    `${entry} differs in ${samples} of ${compared} samples`,
    ...(powers.length > 0 ? [`the difference goes as ${powers.join(' ')}`] : []),
    ...(equalWithout.length > 0 ? [`equal at ${equalWithout.map((name) => `${name} = 0`).join(', ')}`] : []),
    ...(before === null || after === null
      ? []
      : [`${before.toPrecision(6)} -> ${after.toPrecision(6)} at the smallest case`]),
  ];
  return parts.join('; ');
}

function dataText({ leaves, verdicts, equal }: DataDifference): string {
  const shown = leaves.slice(0, SHOWN).map(({ path, before, after, digits }) => {
    const same = digits === undefined ? '' : ` (${digits} digits agree)`;
    return `${path}: ${valueText(before)} -> ${valueText(after)}${same}`;
  });
  const more = leaves.length > SHOWN ? [`${leaves.length - SHOWN} more (--json has them all)`] : [];
  return [...claimLines(verdicts), ...shown, ...more, equal ? 'equal' : `different: ${leaves.length} values`].join(
    '\n',
  );
}

const valueText = (x: unknown): string => {
  if (x === undefined) return 'nothing';
  const text = typeof x === 'string' ? x : JSON.stringify(x);
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
};

/** Rows of a ledger that got another verdict. */
const claimLines = (claims: readonly MovedClaim[]): string[] =>
  claims.map(({ id, before, after }) => `claim ${colours.red(id)}: ${before ?? 'no row'} -> ${after ?? 'no row'}`);

/** What a check of a baseline found. */
export function baselineText({ changes, compared, definitionChanged, symmetries, claims }: BaselineCheck): string {
  return [
    ...changes.map(({ point, entry, before, after, digits }) => {
      const shared = `${Math.floor(digits)} digits agree`;
      return `point ${point}: ${colours.red(entry)} ${before ?? 'nothing'} -> ${after ?? 'nothing'} (${shared})`;
    }),
    ...movedLines('symmetry', symmetries),
    ...claimLines(claims),
    ...(definitionChanged ? ['the definition of the theory is another one (see diffuson diff)'] : []),
    `${compared} values compared, ${changes.length} changed`,
  ].join('\n');
}

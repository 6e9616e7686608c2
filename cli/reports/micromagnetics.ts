import Table from 'cli-table3';
import type { EffectiveFields } from '../../kit/micromagnetics/effectiveFields.js';
import { constantFit, polynomialFit } from '../../kit/micromagnetics/fits.js';
import { conventions, mumaxSnippet, ubermagSnippet } from '../../kit/micromagnetics/snippets.js';
import { InputError } from '../../src/theory/errors.js';

const short = (x: number | null): string => (x === null ? '-' : String(Number(x.toPrecision(6))));
const HEAD = ['theta', 'phi', 'Bx', 'By', 'Bz', 'fieldLike', 'dampingLike'] as const;
const UNIT = 'mT per 10^11 A/m^2; angles in degrees';

const cellsOf = ({ rows }: EffectiveFields): string[][] =>
  rows.map(({ theta, phi, B, fieldLike, dampingLike }) =>
    [theta, phi, ...B, fieldLike, dampingLike].map((x) => short(x)),
  );

function asText(fields: EffectiveFields): string {
  const table = new Table({ head: [...HEAD], style: { head: [], border: [], compact: true } });
  table.push(...cellsOf(fields));
  return [...conventions(fields), UNIT, table.toString()].join('\n');
}

const asCsv = (fields: EffectiveFields): string =>
  [
    ...[...conventions(fields), UNIT].map((line) => `# ${line}`),
    HEAD.join(','),
    ...cellsOf(fields).map((cells) => cells.map((cell) => (cell === '-' ? '' : cell)).join(',')),
  ].join('\n');

const FORMATS = {
  text: asText,
  csv: asCsv,
  mumax3: (fields: EffectiveFields) => mumaxSnippet(fields).trimEnd(),
  ubermag: (fields: EffectiveFields) => ubermagSnippet(fields).trimEnd(),
} as const;

/** @throws InputError naming the formats */
export function tableFormat(name: string): (fields: EffectiveFields) => string {
  if (!Object.hasOwn(FORMATS, name))
    throw new InputError(`--table ${name}: expected ${Object.keys(FORMATS).join(', ')}`);
  return FORMATS[name as keyof typeof FORMATS];
}

/** The object that `torque --table --json` prints. */
export const tableObject = (fields: EffectiveFields): object => ({
  ...fields,
  units: { B: UNIT, thickness: 'm', magnetisation: 'A/m' },
  conventions: conventions(fields),
  constants: constantFit(fields),
  polynomial: polynomialFit(fields),
});

import type { Request } from '../points/pointSolver.js';
import type { ByteText } from './byteText.js';

/** One row of a table. */
export interface TableRow {
  /** Values of the axes, quantities and digits; NaN where there is none, infinite in the unitary limit. */
  readonly values: ArrayLike<number>;
  /** To how many digits each is written; in full where it is NaN. */
  readonly digits?: ArrayLike<number>;
  /** Why a value is missing; empty if none is. */
  readonly reason: string;
}

/** Names of the columns: the axes, the quantities, then the digits that hold and the reason if something is missing. */
export const columnsOf = ({ grid, quantities }: Pick<Request, 'grid' | 'quantities'>): readonly string[] => [
  ...grid.names,
  ...quantities.map(({ name }) => name),
  'digits',
  'reason',
];

/** A table as text: lines that are read again as the same rows. */
export interface TextFormat {
  /** What comes before the first row. */
  readonly header: (columns: readonly string[]) => string;
  readonly write: (text: ByteText, columns: readonly string[], row: TableRow) => void;
  readonly read: (columns: readonly string[], line: string) => TableRow;
}

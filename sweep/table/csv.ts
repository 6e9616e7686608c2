import { numberFrom } from './byteText.js';
import type { TextFormat } from './row.js';

/** Comma-separated values: what is missing is empty. */
export const CSV: TextFormat = {
  header: (columns) => `${columns.join(',')}\n`,
  write: (text, _, { values, digits, reason }) => {
    for (let k = 0; k < values.length; k++) {
      if (!Number.isNaN(values[k])) text.number(values[k], digits?.[k]);
      text.add(',');
    }
    text.add(reason === '' ? '\n' : `"${reason.replaceAll('"', '""')}"\n`);
  },
  read: (columns, line) => {
    const cells = line.split(',');
    const values = cells.slice(0, columns.length - 1).map((cell) => (cell === '' ? Number.NaN : numberFrom(cell)));
    const reason = cells.slice(columns.length - 1).join(',');
    return { values, reason: reason.slice(1, -1).replaceAll('""', '"') };
  },
};

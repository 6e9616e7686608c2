import { numberFrom, numberText, type TextFormat } from './row.js';

/** Comma-separated values: what is missing is empty. */
export const CSV: TextFormat = {
  header: (columns) => `${columns.join(',')}\n`,
  line: (_, { values, reason }) => {
    let line = '';
    for (let k = 0; k < values.length; k++) {
      const x = values[k];
      line += Number.isNaN(x) ? ',' : `${numberText(x)},`;
    }
    return `${line}${reason === '' ? '' : `"${reason.replaceAll('"', '""')}"`}\n`;
  },
  read: (columns, line) => {
    const cells = line.split(',');
    const values = cells.slice(0, columns.length - 1).map((cell) => (cell === '' ? Number.NaN : numberFrom(cell)));
    const reason = cells.slice(columns.length - 1).join(',');
    return { values, reason: reason.slice(1, -1).replaceAll('""', '"') };
  },
};

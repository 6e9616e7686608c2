import { numberFrom, numberText } from './byteText.js';
import type { TextFormat } from './row.js';

/** One JSON object a line: what is missing is null, the unitary limit `"inf"`. */
export const JSONL: TextFormat = {
  header: () => '',
  write: (text, columns, { values, digits, reason }) => {
    for (let k = 0; k < values.length; k++) {
      text.add(`${k === 0 ? '{' : ','}"${columns[k]}":`);
      if (Number.isFinite(values[k])) text.number(values[k], digits?.[k]);
      else text.add(Number.isNaN(values[k]) ? 'null' : JSON.stringify(numberText(values[k])));
    }
    text.add(`,"reason":${reason === '' ? 'null' : JSON.stringify(reason)}}\n`);
  },
  read: (columns, line) => {
    const row = JSON.parse(line) as Record<string, number | string | null>;
    const values = columns.slice(0, -1).map((name) => {
      const value = row[name];
      return value === null ? Number.NaN : numberFrom(String(value));
    });
    return { values, reason: String(row.reason ?? '') };
  },
};

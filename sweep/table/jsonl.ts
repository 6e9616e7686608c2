import { numberFrom, numberText, type TextFormat } from './row.js';

/** One JSON object a line: what is missing is null, the unitary limit `"inf"`. */
export const JSONL: TextFormat = {
  header: () => '',
  line: (columns, { values, reason }) => {
    let line = '{';
    for (let k = 0; k < values.length; k++) line += `"${columns[k]}":${json(values[k])},`;
    return `${line}"reason":${reason === '' ? 'null' : JSON.stringify(reason)}}\n`;
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

const json = (x: number): string => {
  if (Number.isNaN(x)) return 'null';
  return Number.isFinite(x) ? numberText(x) : `"${numberText(x)}"`;
};

import type { CurvesPicture, MapPicture, Picture } from './picture.js';

const [WIDTH, HEIGHT] = [64, 14];
const MARKS = '*+ox#@';
const SHADES = ' .:-=+*%#@';

/** Pictures for a terminal. */
export const terminalPictures = (pictures: readonly Picture[]): string =>
  pictures.map((picture) => (picture.kind === 'map' ? mapText(picture) : curvesText(picture))).join('\n\n');

const shown = (x: number): string => String(Number(x.toPrecision(4)));
const bounds = (numbers: readonly number[]): readonly [number, number] => {
  const finite = numbers.filter(Number.isFinite);
  return finite.length === 0 ? [0, 0] : [Math.min(...finite), Math.max(...finite)];
};
/** A place between 0 and `last`. */
const place = (x: number, [low, high]: readonly [number, number], last: number): number =>
  high > low ? Math.round(((x - low) / (high - low)) * last) : 0;

function curvesText({ quantity, x, curves }: CurvesPicture): string {
  const along = (value: number): number => (x.isLog ? Math.log(Math.abs(value)) : value);
  const points = curves.flatMap((curve) => curve.points);
  const [xs, ys] = [bounds(points.map(([at]) => along(at))), bounds(points.map(([, value]) => value))];
  const grid = Array.from({ length: HEIGHT }, () => Array<string>(WIDTH).fill(' '));
  for (const [k, curve] of curves.entries())
    for (const [at, value] of curve.points)
      if (Number.isFinite(value) && Number.isFinite(at))
        grid[HEIGHT - 1 - place(value, ys, HEIGHT - 1)][place(along(at), xs, WIDTH - 1)] = MARKS[k % MARKS.length];
  const ends = [...bounds(points.map(([at]) => at))].map(shown);
  const legend = curves.length > 1 ? curves.map(({ label }, k) => `  ${MARKS[k % MARKS.length]} ${label}`) : [];
  return [quantity, ...framed(grid, ys), axisLine(x.name, ends), ...legend].join('\n');
}

function mapText({ quantity, x, y, cells }: MapPicture): string {
  const values = bounds(cells.flatMap((line) => line.map(({ value }) => value)));
  const [rows, columns] = [Math.min(HEIGHT, cells.length), Math.min(WIDTH, cells[0].length)];
  const grid = Array.from({ length: rows }, (_, j) => {
    const line = cells[Math.floor(((rows - 1 - j) * cells.length) / rows)];
    return Array.from({ length: columns }, (__, i) => {
      const { value } = line[Math.floor((i * line.length) / columns)];
      return Number.isFinite(value) ? SHADES[place(value, values, SHADES.length - 1)] : '?';
    });
  });
  const ys = bounds(cells.flatMap((line) => line.map((cell) => cell.y)));
  const ends = [...bounds(cells[0].map((cell) => cell.x))].map(shown);
  const shades = `  "${SHADES[0]}" ${shown(values[0])} to "${SHADES[SHADES.length - 1]}" ${shown(values[1])}`;
  return [`${quantity} over ${x.name} and ${y.name} (up)`, ...framed(grid, ys), axisLine(x.name, ends), shades].join(
    '\n',
  );
}

const MARGIN = 11;

const framed = (grid: readonly (readonly string[])[], [low, high]: readonly [number, number]): string[] =>
  grid.map((line, k) => {
    const label = k === 0 ? shown(high) : k === grid.length - 1 ? shown(low) : '';
    return `${label.padStart(MARGIN)} |${line.join('').trimEnd()}`;
  });

const axisLine = (name: string, [from, to]: readonly string[]): string =>
  `${' '.repeat(MARGIN)} ${from}${`${name} `.padStart(WIDTH - from.length - to.length)}${to}`;

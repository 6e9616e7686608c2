import type { Axis } from '../../../sweep/axes/axis.js';
import type { Request } from '../../../sweep/points/pointSolver.js';
import type { TableRow } from '../../../sweep/table/row.js';

/** One quantity over what runs, thinned to what a picture shows. */
export type Picture = CurvesPicture | MapPicture;

interface Drawn {
  readonly quantity: string;
  readonly x: { readonly name: string; readonly isLog: boolean };
}

/** A curve for every value of the other axes. */
export interface CurvesPicture extends Drawn {
  readonly kind: 'curves';
  readonly curves: readonly { readonly label: string; readonly points: readonly (readonly [number, number])[] }[];
}

/** Two axes, the quantity as colour; the first values of all further axes. */
export interface MapPicture extends Drawn {
  readonly kind: 'map';
  readonly y: { readonly name: string; readonly isLog: boolean };
  /** Rows of the picture along y, from below, of values along x. */
  readonly cells: readonly (readonly { readonly x: number; readonly y: number; readonly value: number }[])[];
}

/** Most curves of one picture, points of a curve, and values along one side of a map. */
const [CURVES, POINTS, SIDE] = [6, 1000, 120];

const strideOf = (size: number, most: number): number => Math.ceil(size / most);
const sideOf = ({ names: [name], isLog = false }: Axis) => ({ name, isLog });

/** Pictures of every quantity of a table, from one walk over its rows. */
export async function picturesOf(
  { grid, quantities }: Pick<Request, 'grid' | 'quantities'>,
  rows: AsyncIterable<TableRow>,
): Promise<Picture[]> {
  const running = grid.axes.flatMap((axis, k) => (axis.size > 1 ? [k] : []));
  const largest = running.reduce((a, b) => (grid.axes[b].size > grid.axes[a].size ? b : a), running[0] ?? 0);
  const others = running.filter((k) => k !== largest);
  const isMap = others.reduce((product, k) => product * grid.axes[k].size, 1) > CURVES;
  const [along, across] = isMap ? running : [largest, -1];
  const strides = grid.axes.map(({ size }, k) => {
    if (k === along) return strideOf(size, isMap ? SIDE : POINTS);
    if (k === across) return strideOf(size, SIDE);
    return isMap ? size : 1;
  });
  const starts = grid.axes.map((_, k) => grid.axes.slice(0, k).reduce((at, { names }) => at + names.length, 0));
  const groups = new Map<string, TableRow[]>();
  let row = 0;
  for await (const found of rows) {
    const places = placesOf(grid.axes, row++);
    if (!places.every((place, k) => place % strides[k] === 0)) continue;
    const group = isMap
      ? String(found.values[starts[across]])
      : others.map((k) => `${grid.axes[k].names[0]} = ${found.values[starts[k]]}`).join(', ');
    const held = groups.get(group) ?? [];
    groups.set(group, held);
    held.push(found);
  }
  return quantities.map(({ name: quantity }, k): Picture => {
    const at = grid.names.length + k;
    const drawn = { quantity, x: sideOf(grid.axes[along]) };
    const lines = [...groups].map(([label, held]) => ({ label, held }));
    if (!isMap)
      return {
        ...drawn,
        kind: 'curves',
        curves: lines.map(({ label, held }) => ({
          label,
          points: held.map(({ values }) => [values[starts[along]], values[at]] as const),
        })),
      };
    const cells = lines.map(({ held }) =>
      held.map(({ values }) => ({ x: values[starts[along]], y: values[starts[across]], value: values[at] })),
    );
    return { ...drawn, kind: 'map', y: sideOf(grid.axes[across]), cells };
  });
}

/** The place on every axis, the last one running fastest. */
function placesOf(axes: readonly Axis[], row: number): number[] {
  let left = row;
  return axes
    .toReversed()
    .map(({ size }) => {
      const place = left % size;
      left = Math.floor(left / size);
      return place;
    })
    .reverse();
}

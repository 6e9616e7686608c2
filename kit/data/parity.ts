import { comparedTensor } from './conventions.js';
import { direction, pairs } from './direction.js';
import type { DataRow } from './table.js';
import type { Tries } from './violation.js';

/** What an operation does to m and to an entry. */
interface Operation {
  readonly words: string;
  readonly image: (m: readonly number[]) => readonly number[];
  /** 1 or -1: the entry at the image against that at m; undefined where nothing follows. */
  readonly sign: (entry: string) => 1 | -1 | undefined;
}

/** Time reversal, by the definition of the even and odd parts of the torque and of the efficiencies of Eq. (4). */
const REVERSAL: Operation = {
  words: 'under m -> -m by its definition',
  image: (m) => m.map((x) => -x),
  sign: (entry) => (/^(torqueEven|tau)\./.test(entry) ? 1 : entry.startsWith('torqueOdd.') ? -1 : undefined),
};

/** Signs of axial vectors (spin, m) and of polar ones (current, field) under x -> -x or y -> -y. */
const MIRRORS = [
  { axis: 'x', axial: { x: 1, y: -1, z: -1 }, polar: { x: -1, y: 1, z: 1 } },
  { axis: 'y', axial: { x: -1, y: 1, z: -1 }, polar: { x: 1, y: -1, z: 1 } },
] as const;
type Axis = 'x' | 'y' | 'z';

/** The mirror planes of C2v, C4v and C6v; those of C3v and C5v too where m is along z and no plane is another. */
const mirrors = (): Operation[] =>
  MIRRORS.map(({ axis, axial, polar }) => ({
    words: `under the mirror ${axis} -> -${axis}`,
    image: (m) => [axial.x * m[0], axial.y * m[1], axial.z * m[2]],
    sign: (entry) => {
      const match = /^(K|KJ|sigma)\.([xyz])([xy])$/.exec(entry);
      if (!match) return undefined;
      const left = (match[1] === 'sigma' ? polar : axial)[match[2] as Axis];
      return left * polar[match[3] as Axis] > 0 ? 1 : -1;
    },
  }));

/**
 * Parity in m: rows at m and at its images under time reversal, and under the mirror planes of a point group.
 * @param group order of the axis along z and whether planes contain it
 */
export function parity(
  rows: readonly DataRow[],
  group: { readonly order: number; readonly planes: boolean } | undefined,
  tolerance: number,
): Tries {
  const isAlongZ = (row: DataRow): boolean => {
    const [x = 0, y = 0, z = 0] = (direction(row)?.m ?? []).map(Math.abs);
    return Math.max(x, y) <= 1e-9 * z;
  };
  const operations = [
    { ...REVERSAL, of: rows },
    ...(group?.planes && group.order > 1
      ? mirrors().map((mirror) => ({ ...mirror, of: group.order % 2 === 0 ? rows : rows.filter(isAlongZ) }))
      : []),
  ];
  return operations.flatMap(({ words, image, sign, of }) =>
    pairs(of, image).flatMap(([row, other]): Tries => {
      const entries = [...row.quantities.keys()].filter((entry) => other.quantities.has(entry) && sign(entry));
      return entries.map((entry) => {
        const [here, there] = [row.quantities.get(entry) ?? 0, other.quantities.get(entry) ?? 0];
        const size = Math.max(
          ...(comparedTensor(entry)?.entries ?? []).map((e) => Math.abs(row.quantities.get(e) ?? 0)),
        );
        const expected = (sign(entry) ?? 1) * here;
        if (Math.abs(there - expected) <= tolerance * Math.max(size, Math.abs(there))) return undefined;
        const kind = sign(entry) === 1 ? 'even' : 'odd';
        return {
          law: 'parity',
          lines: [row.line, other.line],
          words: `${entry} is ${kind} ${words}, but ${here} at m and ${there} at its image`,
        };
      });
    }),
  );
}

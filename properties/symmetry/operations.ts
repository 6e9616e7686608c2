import type { Square } from './linear.js';

/** An exact matrix entry that both a number and a formula can read. */
export type Entry = number | '3/5' | '4/5' | '-3/5' | '-4/5' | '1/2' | '-1/2' | 'r3/2' | '-r3/2';

const HALF_ROOT_3 = Math.sqrt(3) / 2;
const FRACTIONS: Readonly<Record<string, number>> = { '3/5': 0.6, '4/5': 0.8, '1/2': 0.5, 'r3/2': HALF_ROOT_3 };

/** The entry as a double. */
export const numberOf = (x: Entry): number =>
  typeof x === 'number' ? x : x.startsWith('-') ? -FRACTIONS[x.slice(1)] : FRACTIONS[x];

/** The exact entry of a double, or undefined if it is none of the numbers that occur in the operations. */
export function entryOf(x: number): Entry | undefined {
  for (const integer of [0, 1, -1]) if (Math.abs(x - integer) < 1e-7) return integer;
  const fraction = Object.keys(FRACTIONS).find((text) => Math.abs(Math.abs(x) - FRACTIONS[text]) < 1e-7);
  return fraction === undefined ? undefined : ((x < 0 ? `-${fraction}` : fraction) as Entry);
}

/**
 * A candidate symmetry: momentum p -> R p (2x2, orthogonal), spin s -> S s (3x3), antiunitary or not. H'(p) = S h(R^-1
 * p), W' = S W; an antiunitary operation has det S = -1.
 */
export interface Operation {
  readonly name: string;
  readonly momentum: Square;
  readonly spin: Square;
  readonly antiunitary: boolean;
}

const ANGLES = {
  generic: [0.6, 0.8],
  C6: [0.5, HALF_ROOT_3],
  C4: [0, 1],
  C3: [-0.5, HALF_ROOT_3],
  C2: [-1, 0],
} as const;
type Angle = keyof typeof ANGLES;

const turn = (angle: Angle, sense: 1 | -1 = 1): Square => {
  const [c, s] = ANGLES[angle];
  return [
    [c, -s * sense],
    [s * sense, c],
  ];
};
const aboutZ = ([x, y]: Square): Square => [
  [...x, 0],
  [...y, 0],
  [0, 0, 1],
];
const negative = (a: Square): Square => a.map((row) => row.map((x) => -x));

/** The matrix whose rows are signed axes: `y -x z` takes (x, y, z) to (y, -x, z). */
const axes = (...rows: string[]): Square =>
  rows.map((row) => [...'xyz'].slice(0, rows.length).map((axis) => (row === axis ? 1 : row === `-${axis}` ? -1 : 0)));

const ONE2 = axes('x', 'y');
const ONE3 = axes('x', 'y', 'z');

/** Mirrors of the plane by name; spin is an axial vector. */
const MIRRORS: readonly (readonly [string, Square, Square])[] = [
  ['mirror x', axes('-x', 'y'), axes('x', '-y', '-z')],
  ['mirror y', axes('x', '-y'), axes('-x', 'y', '-z')],
  ['mirror d', axes('y', 'x'), axes('-y', '-x', '-z')],
  ["mirror d'", axes('-y', '-x'), axes('y', 'x', '-z')],
];

/** The proper rotations that permute the axes up to signs: 24 of them. */
const octahedral = (): Square[] =>
  ['xyz', 'yzx', 'zxy', 'xzy', 'zyx', 'yxz'].flatMap((order, k) =>
    [0, 1, 2, 3, 4, 5, 6, 7].flatMap((bits) => {
      const rows = [...order].map((axis, i) => ((bits >> i) & 1 ? `-${axis}` : axis));
      const minuses = rows.filter((row) => row.length > 1).length;
      return minuses % 2 === (k < 3 ? 0 : 1) ? [axes(...rows)] : [];
    }),
  );

/** Candidates in the order in which generators are chosen: familiar ones first, then every other combination. */
export function candidates(): Operation[] {
  const list: Operation[] = [];
  const add = (name: string, momentum: Square, spin: Square, antiunitary = false): void => {
    list.push({ name, momentum, spin, antiunitary });
  };
  const turns = (angle: Angle): void => {
    const name = angle === 'generic' ? 'rotation' : angle;
    add(`joint ${name}`, turn(angle), aboutZ(turn(angle)));
    add(`counter ${name}`, turn(angle), aboutZ(turn(angle, -1)));
    add(`orbital ${name}`, turn(angle), ONE3);
    add(`spin ${name} z`, ONE2, aboutZ(turn(angle)));
  };
  turns('generic');
  // about x: the axes of a turn about z in another order
  const about = aboutZ(turn('generic'));
  add(
    'spin rotation x',
    ONE2,
    [2, 0, 1].map((i) => [2, 0, 1].map((j) => about[i][j])),
  );
  for (const [name, momentum, spin] of MIRRORS.slice(0, 2)) add(name, momentum, spin);
  add('orbital inversion', negative(ONE2), ONE3);
  add('time reversal', negative(ONE2), negative(ONE3), true);
  for (const angle of ['C6', 'C4', 'C3', 'C2'] as const) turns(angle);
  for (const [name, momentum, spin] of MIRRORS.slice(2)) add(name, momentum, spin);
  const reversed = (name: string, momentum: Square, spin: Square): void =>
    add(`${name} with time reversal`, negative(momentum), negative(spin), true);
  for (const [name, momentum, spin] of MIRRORS) reversed(name, momentum, spin);
  for (const angle of ['C2', 'C4'] as const) reversed(`joint ${angle}`, turn(angle), aboutZ(turn(angle)));
  add('spin exchange xy', ONE2, axes('y', 'x', '-z'));
  const planes = [ONE2, turn('C2'), turn('C4'), turn('C4', -1), ...MIRRORS.map(([, m]) => m)];
  for (const antiunitary of [false, true])
    for (const [k, momentum] of planes.entries())
      for (const [l, rotation] of octahedral().entries())
        add(
          `combination ${k}.${l}${antiunitary ? '*' : ''}`,
          momentum,
          antiunitary ? negative(rotation) : rotation,
          antiunitary,
        );
  return list;
}

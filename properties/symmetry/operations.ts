/** An exact matrix entry that both a number and a formula can read. */
export type Entry = number | '3/5' | '4/5' | '-3/5' | '-4/5' | '1/2' | '-1/2' | 'r3/2' | '-r3/2';

const NUMBERS: Readonly<Record<string, number>> = {
  '3/5': 0.6,
  '-3/5': -0.6,
  '4/5': 0.8,
  '-4/5': -0.8,
  '1/2': 0.5,
  '-1/2': -0.5,
  'r3/2': Math.sqrt(3) / 2,
  '-r3/2': -Math.sqrt(3) / 2,
};

/** The entry as a double. */
export const numberOf = (x: Entry): number => (typeof x === 'number' ? x : NUMBERS[x]);

/** The exact entry of a double, or undefined if it is none of the numbers that occur in the operations. */
export function entryOf(x: number): Entry | undefined {
  for (const integer of [0, 1, -1]) if (Math.abs(x - integer) < 1e-7) return integer;
  const found = Object.entries(NUMBERS).find(([, y]) => Math.abs(x - y) < 1e-7);
  return found?.[0] as Entry | undefined;
}

export type Square = readonly (readonly number[])[];

/**
 * A candidate symmetry: momentum p -> R p (2x2, orthogonal), spin s -> S s (3x3), antiunitary or not. H'(p) = S h(R^-1 p), W' = S W;
 * an antiunitary operation has det S = -1.
 */
export interface Operation {
  readonly name: string;
  readonly momentum: Square;
  readonly spin: Square;
  readonly antiunitary: boolean;
}

const ANGLES = {
  generic: [0.6, 0.8],
  C6: [0.5, Math.sqrt(3) / 2],
  C4: [0, 1],
  C3: [-0.5, Math.sqrt(3) / 2],
  C2: [-1, 0],
} as const;
export type Angle = keyof typeof ANGLES;

const turn = (angle: Angle, sense: 1 | -1 = 1): Square => {
  const [c, s] = ANGLES[angle];
  return [
    [c, -s * sense],
    [s * sense, c],
  ];
};
const aboutZ = (plane: Square): Square => [
  [...plane[0], 0],
  [...plane[1], 0],
  [0, 0, 1],
];
const diagonal = (...entries: number[]): Square => entries.map((x, i) => entries.map((_, j) => (i === j ? x : 0)));
export const multiply = (a: Square, b: Square): Square =>
  a.map((row) => b[0].map((_, j) => row.reduce((t, x, k) => t + x * b[k][j], 0)));
const negative = (a: Square): Square => a.map((row) => row.map((x) => -x));

const ONE2 = diagonal(1, 1);
const ONE3 = diagonal(1, 1, 1);

/** Mirrors of the plane by name; spin is an axial vector. */
const MIRRORS: readonly (readonly [string, Square, Square])[] = [
  ['mirror x', diagonal(-1, 1), diagonal(1, -1, -1)],
  ['mirror y', diagonal(1, -1), diagonal(-1, 1, -1)],
  [
    'mirror d',
    [
      [0, 1],
      [1, 0],
    ],
    [
      [0, -1, 0],
      [-1, 0, 0],
      [0, 0, -1],
    ],
  ],
  [
    "mirror d'",
    [
      [0, -1],
      [-1, 0],
    ],
    [
      [0, 1, 0],
      [1, 0, 0],
      [0, 0, -1],
    ],
  ],
]; // prettier-ignore

/** The proper rotations that permute the axes up to signs: 24 of them. */
function octahedral(): Square[] {
  const found: Square[] = [];
  const permutations = [
    [0, 1, 2],
    [1, 2, 0],
    [2, 0, 1],
    [0, 2, 1],
    [2, 1, 0],
    [1, 0, 2],
  ]; // prettier-ignore
  permutations.forEach((order, k) => {
    for (let bits = 0; bits < 8; bits++) {
      const signs = [0, 1, 2].map((i) => ((bits >> i) & 1 ? -1 : 1));
      const parity = (k < 3 ? 1 : -1) * signs[0] * signs[1] * signs[2];
      if (parity === 1) found.push(order.map((to, i) => [0, 1, 2].map((j) => (j === to ? signs[i] : 0))));
    }
  });
  return found;
}

/** Candidates in the order in which generators are chosen: familiar ones first, then every other combination. */
export function candidates(): Operation[] {
  const list: Operation[] = [];
  const add = (name: string, momentum: Square, spin: Square, antiunitary = false): void => {
    list.push({ name, momentum, spin, antiunitary });
  };
  const rotation = (angle: Angle): string => (angle === 'generic' ? 'rotation' : angle);
  const turns = (angle: Angle): void => {
    add(`joint ${rotation(angle)}`, turn(angle), aboutZ(turn(angle)));
    add(`counter ${rotation(angle)}`, turn(angle), aboutZ(turn(angle, -1)));
    add(`orbital ${rotation(angle)}`, turn(angle), ONE3);
    add(`spin ${rotation(angle)} z`, ONE2, aboutZ(turn(angle)));
  };
  turns('generic');
  const [c, s] = ANGLES.generic;
  add('spin rotation x', ONE2, [
    [1, 0, 0],
    [0, c, -s],
    [0, s, c],
  ]); // prettier-ignore
  for (const [name, momentum, spin] of MIRRORS.slice(0, 2)) add(name, momentum, spin);
  add('orbital inversion', negative(ONE2), ONE3);
  add('time reversal', negative(ONE2), negative(ONE3), true);
  for (const angle of ['C6', 'C4', 'C3', 'C2'] as const) turns(angle);
  for (const [name, momentum, spin] of MIRRORS.slice(2)) add(name, momentum, spin);
  const reversed = (name: string, momentum: Square, spin: Square): void =>
    add(`${name} with time reversal`, negative(momentum), negative(spin), true);
  for (const [name, momentum, spin] of MIRRORS) reversed(name, momentum, spin);
  for (const angle of ['C2', 'C4'] as const) reversed(`joint ${angle}`, turn(angle), aboutZ(turn(angle)));
  add('spin exchange xy', ONE2, [
    [0, 1, 0],
    [1, 0, 0],
    [0, 0, -1],
  ]); // prettier-ignore
  const planes = [ONE2, turn('C2'), turn('C4'), turn('C4', -1), ...MIRRORS.map(([, m]) => m)];
  for (const antiunitary of [false, true])
    for (const [k, momentum] of planes.entries())
      for (const [l, spin] of octahedral().entries())
        add(
          `combination ${k}.${l}${antiunitary ? '*' : ''}`,
          momentum,
          antiunitary ? negative(spin) : spin,
          antiunitary,
        );
  return list;
}

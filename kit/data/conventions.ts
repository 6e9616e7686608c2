import type { Theory } from '../../src/theory/theory.js';
import { TENSORS, type Tensor, tensorOf } from '../../src/transport/tensors.js';

/** The tensors that data from elsewhere may hold. */
export const COMPARED = ['K', 'sigma', 'KJ', 'tau', 'torqueEven', 'torqueOdd'] as const;
export type ComparedTensor = (typeof COMPARED)[number];

/** One respect in which a program may differ from the core (e = -1, Pauli spin, hbar = 1, radians). */
export interface Departure {
  readonly id: string;
  readonly words: string;
  /** What the data hold, in the quantities of the core. */
  readonly latex: string;
  /** Data = factor * core. */
  readonly factor?: (tensor: Tensor) => number;
  /** The two indices in the plane are exchanged, of this tensor. */
  readonly transposes?: (name: string) => boolean;
  /** Other parameters, where the departure is one of these. */
  readonly parameters?: ParameterChange;
}

/** How parameters of the data become those of the core. */
export interface ParameterChange {
  /** Angles are given in degrees. */
  readonly degrees?: boolean;
  /** Parameters whose sign is the other one. */
  readonly flipped?: readonly string[];
}

/** Departures that exclude each other: a program makes one of them or none. */
export type Choice = readonly Departure[];

const TWO_PI = 2 * Math.PI;
const isSpin = ({ unit }: Tensor): boolean => unit.charge % 2 !== 0;

/** Of the responses. */
export const RESPONSE_CHOICES: readonly Choice[] = [
  [
    {
      id: 'charge',
      words: 'e is |e| (or the electric current is that of positive charges)',
      latex: 'e\\to -e',
      factor: ({ unit }) => (unit.charge % 2 === 0 ? 1 : -1),
    },
  ],
  [
    {
      id: 'half-spin',
      words: 'the spin is s/2 (units of hbar), not the Pauli matrix s',
      latex: 'S = \\tfrac{1}{2}\\langle s\\rangle',
      factor: (tensor) => (isSpin(tensor) ? 0.5 : 1),
    },
  ],
  [
    {
      id: 'planck',
      words: 'units of h = 2 pi hbar, such as sigma in e^2/h',
      latex: '\\hbar\\to h',
      factor: ({ unit }) => TWO_PI ** -unit.hbar,
    },
  ],
  [
    {
      id: 'measure',
      words: 'momentum integrals without 1/(2 pi)^2 (area (2 pi)^2)',
      latex: '\\int d^2p/(2\\pi)^2\\to\\int d^2p',
      factor: ({ unit }) => TWO_PI ** (2 * unit.perDensity),
    },
  ],
  [
    {
      id: 'transposed',
      words: 'first index and second index exchanged',
      latex: 'X_{ab}\\to X_{ba}',
      transposes: () => true,
    },
    {
      id: 'berry',
      words: 'the opposite sign of the Berry curvature: the antisymmetric part of sigma alone has the other sign',
      latex: '\\sigma_{xy}\\leftrightarrow\\sigma_{yx}',
      transposes: (name) => name === 'sigma',
    },
  ],
];

/** A sign that a program may give to a coupling; of two couplings, each and both. */
export function signChoices(theory: Theory): Choice[] {
  const exchange = theory.exchangeNames;
  const impurity = theory.impurityParameters;
  const couplings = [...theory.parameters.values()].filter(
    ({ name, positive, dimension }) =>
      !positive && !impurity.has(name) && !exchange.includes(name) && dimension.length !== 0 && name !== 'n',
  );
  const flipped = (names: readonly string[], id: string, words: string): Departure => ({
    id,
    words,
    latex: names.map((name) => `${name}\\to -${name}`).join(',\\;'),
    parameters: { flipped: names },
  });
  return [
    ...couplings.map(
      ({ name, meaning }): Choice => [
        flipped(
          [name],
          `sign-${name}`,
          `the opposite sign of ${name} (${meaning}; it turns Berry curvature and spin texture)`,
        ),
      ],
    ),
    ...(exchange.length > 0
      ? [[flipped(exchange, 'sign-exchange', 'the exchange field is -Delta: H has - Delta m.s')]]
      : []),
  ];
}

/** Every respect in which data of a theory may differ. @param angles whether some column is an angle */
export const choicesFor = (theory: Theory, angles: boolean): readonly Choice[] => [
  ...RESPONSE_CHOICES,
  ...signChoices(theory),
  ...(angles
    ? [
        [
          {
            id: 'degrees',
            words: 'angles in degrees',
            latex: '\\theta\\to\\theta\\,\\pi/180',
            parameters: { degrees: true },
          },
        ],
      ]
    : []),
];

/** Sets of departures, the smallest first; the empty one is the core's own convention. */
export function conventionsOf(choices: readonly Choice[]): (readonly Departure[])[] {
  let all: (readonly Departure[])[] = [[]];
  for (const choice of [...choices].reverse())
    all = [...choice.flatMap((departure) => all.map((set) => [departure, ...set])), ...all];
  return all.sort((a, b) => a.length - b.length);
}

/** The factor of data against the core in one tensor. */
export const factorOf = (convention: readonly Departure[], tensor: Tensor): number =>
  convention.reduce((product, { factor }) => product * (factor?.(tensor) ?? 1), 1);

/** The entry of the core that stands where the data have this one; undefined where transposing leaves the plane. */
export function sourceOf(convention: readonly Departure[], entry: string): string {
  const [name] = entry.split('.');
  if (!convention.some(({ transposes }) => transposes?.(name))) return entry;
  const exchanged = entry.replace(/\.([xy])([xy])$/, '.$2$1');
  return tensorOf(exchanged) ? exchanged : entry;
}

/** What a convention does to the parameters. */
export const parametersOf = (convention: readonly Departure[]): ParameterChange => ({
  degrees: convention.some(({ parameters }) => parameters?.degrees),
  flipped: convention.flatMap(({ parameters }) => parameters?.flipped ?? []),
});

/** The tensor of an entry that data may hold. */
export function comparedTensor(entry: string): (typeof TENSORS)[ComparedTensor] | undefined {
  const name = COMPARED.find((tensor) => (TENSORS[tensor].entries as readonly string[]).includes(entry));
  return name && TENSORS[name];
}

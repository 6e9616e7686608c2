import { DoubleField } from '../../src/arithmetic/double.js';
import { type Program, trace } from '../../src/arithmetic/expression.js';
import { torqueEfficiencies } from '../../src/torque/efficiencies.js';
import { PER_CURRENT, TENSORS, TORQUE } from '../../src/transport/tensors.js';
import type { Facts } from './classification.js';
import { actionOf, type Symmetry } from './invariance.js';
import { mapText } from './statement.js';

/** What an operation says of the torque efficiencies at the mapped parameters. */
export interface TorqueParity {
  readonly operation: string;
  /** The parameters that it changes, as `Dx -> -Dx`. */
  readonly map: string;
  readonly even: readonly string[];
  readonly odd: readonly string[];
}

const program: Program = trace([PER_CURRENT.size, 3], (KJ, exchange) =>
  torqueEfficiencies(PER_CURRENT.matrix(KJ, 'KJ'), exchange),
);

/** Irregular spin responses per current (rows x, y, z, columns x, y) and exchange fields, so that no relation holds by accident. */
const SAMPLES: readonly { readonly K: readonly number[][]; readonly field: readonly number[] }[] = [
  {
    K: [
      [0.31, -0.72],
      [0.83, 0.29],
      [-0.17, 0.41],
    ],
    field: [0.37, 0.21, 0.53],
  },
  {
    K: [
      [-0.45, 0.66],
      [0.12, -0.91],
      [0.58, 0.23],
    ],
    field: [-0.44, 0.61, 0.19],
  },
];

/**
 * Which torque efficiencies are even and which odd under every unitary operation that maps the exchange field to itself: K_J' = S K_J R^T
 * and the mapped field are put into Eq. (4), at more than one sample.
 */
export function torqueParitiesOf({ symmetries, exchangeNames }: Facts): TorqueParity[] {
  if (exchangeNames.length !== 3) return [];
  const run = new DoubleField().compile(program);
  const efficiencies = (K: readonly (readonly number[])[], field: readonly number[]): number[] => {
    const out = new Float64Array(TORQUE.size);
    run(Float64Array.from([0, 0, ...K.flat()]), 0, Float64Array.from(field), 0, out, 0);
    return [...out];
  };
  return symmetries.flatMap((symmetry) => {
    const mapped = fieldMap(symmetry, exchangeNames);
    if (symmetry.antiunitary || !mapped || symmetry.name.startsWith('combination')) return [];
    const ratios = SAMPLES.map(({ K, field }) => {
      const turned = K.map((_, a) =>
        [0, 1].map((b) =>
          K.reduce(
            (t, row, c) => t + symmetry.spin[a][c] * row.reduce((u, x, d) => u + x * symmetry.momentum[b][d], 0),
            0,
          ),
        ),
      );
      const [before, after] = [efficiencies(K, field), efficiencies(turned, mapped(field))];
      return after.map((x, k) => x / before[k]);
    });
    const named = (sign: number): string[] =>
      TENSORS.tau.entries.filter((_, k) => ratios.every((r) => Math.abs(r[k] - sign) < 1e-9));
    const [even, odd] = [named(1), named(-1)];
    return even.length + odd.length === 0
      ? []
      : [{ operation: symmetry.name, map: mapText(symmetry) || 'no parameter changes', even, odd }];
  });
}

/** How the operation maps the exchange field, if onto itself. */
function fieldMap(symmetry: Symmetry, names: readonly string[]): ((field: readonly number[]) => number[]) | undefined {
  const { parameters } = actionOf(symmetry);
  const places = names.map((name) => symmetry.parameters.indexOf(name));
  const closed = places.every((i) => i >= 0 && parameters[i].every((x, j) => Math.abs(x) < 1e-9 || places.includes(j)));
  return closed
    ? (field) => places.map((i) => places.reduce((total, j, k) => total + parameters[i][j] * field[k], 0))
    : undefined;
}

import { DoubleField } from '../../src/arithmetic/double.js';
import { type Program, trace } from '../../src/arithmetic/expression.js';
import { torqueEfficiencies } from '../../src/torque/efficiencies.js';
import { PER_CURRENT, TENSORS, TORQUE } from '../../src/transport/tensors.js';
import type { Classification } from './classification.js';
import { actionOf, isNameless, type Symmetry } from './invariance.js';
import { dot, multiply, transpose } from './linear.js';
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

/** Irregular K_J (rows x, y, z of two columns) and exchange fields, so that no relation holds by accident. */
const SAMPLES = [
  { KJ: [0.31, -0.72, 0.83, 0.29, -0.17, 0.41], field: [0.37, 0.21, 0.53] },
  { KJ: [-0.45, 0.66, 0.12, -0.91, 0.58, 0.23], field: [-0.44, 0.61, 0.19] },
] as const;

/**
 * Which torque efficiencies are even and which odd under every unitary operation that maps the exchange field to
 * itself: K_J' = S K_J R^T and the mapped field are put into Eq. (4), at more than one sample. None where Eq. (4) does
 * not hold.
 */
export function torqueParitiesOf(classification: Classification, present: readonly string[] = []): TorqueParity[] {
  const { symmetries, exchangeNames } = classification;
  if (exchangeNames.length !== 3 || !classification.isIsotropic(present)) return [];
  const run = new DoubleField().compile(program);
  const efficiencies = (KJ: readonly number[], field: readonly number[]): Float64Array => {
    const out = new Float64Array(TORQUE.size);
    run(Float64Array.from([0, 0, ...KJ]), 0, Float64Array.from(field), 0, out, 0);
    return out;
  };
  return symmetries.flatMap((symmetry) => {
    const mapped = fieldMap(symmetry, exchangeNames);
    if (symmetry.antiunitary || !mapped || isNameless(symmetry)) return [];
    const ratios = SAMPLES.map(({ KJ, field }) => {
      const turned = multiply(
        multiply(
          symmetry.spin,
          [0, 2, 4].map((k) => KJ.slice(k, k + 2)),
        ),
        transpose(symmetry.momentum),
      );
      const before = efficiencies(KJ, field);
      return efficiencies(turned.flat(), mapped(field)).map((x, k) => x / before[k]);
    });
    const named = (sign: number): string[] =>
      TENSORS.tau.entries.filter((_, k) => ratios.every((r) => Math.abs(r[k] - sign) < 1e-9));
    const [even, odd] = [named(1), named(-1)];
    const map = mapText(symmetry) || 'no parameter changes';
    return even.length + odd.length === 0 ? [] : [{ operation: symmetry.name, map, even, odd }];
  });
}

/** How the operation maps the exchange field, if onto itself. */
function fieldMap(symmetry: Symmetry, names: readonly string[]): ((field: readonly number[]) => number[]) | undefined {
  const { parameters } = actionOf(symmetry);
  const places = names.map((name) => symmetry.parameters.indexOf(name));
  const closed = places.every((i) => i >= 0 && parameters[i].every((x, j) => Math.abs(x) < 1e-9 || places.includes(j)));
  const block = places.map((i) => places.map((j) => parameters[i]?.[j]));
  return closed ? (field) => block.map((row) => dot(row, field)) : undefined;
}

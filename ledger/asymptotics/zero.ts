import type { Context } from '../language/context.js';
import { bubblesOf, throughCurrentVertex } from '../language/currentVertex.js';
import type { Route } from '../language/judgement.js';
import type { AsymptoticRow } from './row.js';

/** Values without special relations; the first three are of the size of a mass and an energy. */
const GENERIC = ['0.83', '0.31', '0.17', '0.11', '0.23', '0.41', '1.37'];

const BAND = { holdsBelow: 1e-20, refutedAbove: 1e-12 };

/** Whether a quantity is zero at a point without special relations, on both ladders. */
export async function zeroRoutes(
  { scheme }: Pick<AsymptoticRow, 'scheme'>,
  name: string,
  { theory, solutions }: Context,
): Promise<Route[]> {
  const free = [...theory.parameters.values()].filter(
    (p) => p.default === undefined || [...theory.exchangeNames.filter((_, k) => k !== 1)].includes(p.name),
  );
  const set = Object.fromEntries(free.map((p, k) => [p.name, GENERIC[k % GENERIC.length]]));
  const solved = await solutions.at({ set, scheme });
  const { quantities, agreedDigits: digits } = solved.solution;
  const size = (entry: string): number => Math.abs(Number(quantities.get(entry)?.value ?? Number.NaN));
  const tensor = `${name.slice(0, name.indexOf('.'))}.`;
  const scale = Math.max(...[...quantities.keys()].filter((entry) => entry.startsWith(tensor)).map(size));
  const bound = Number(quantities.get(name)?.below ?? 10 ** -digits * size(name)) / scale;
  const dressed = Math.abs(Number(throughCurrentVertex(bubblesOf(solved)).get(name) ?? Number.NaN));
  const at = Object.entries(set).map(([parameter, value]) => `${parameter}=${value}`);
  return (
    [
      ['diagrams', size(name)],
      ['current vertex', dressed],
    ] as const
  ).map(([route, found]) => ({
    name: route,
    evidence: { residual: found / scale, uncertainty: bound, ...BAND },
    measured: `${name} is ${(found / scale).toExponential(1)} of the largest entry at ${at.join(' ')}`,
    digits,
  }));
}

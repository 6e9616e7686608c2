import { InputError } from '../../src/theory/errors.js';
import { direction, pairs } from './direction.js';
import { parity } from './parity.js';
import type { DataRow, DataTable } from './table.js';
import type { Tries, Violation } from './violation.js';

export interface Consistency {
  readonly violations: readonly Violation[];
  /** How many statements of each law were tried; one that found nothing to try says so by 0. */
  readonly tried: Readonly<Record<Violation['law'], number>>;
}

/** Point groups whose axis is z, by the order of the axis and whether planes contain it. */
const GROUPS = /^(C)([1-6])(v?)$/;
/** Error bars beyond which a point is no part of a smooth curve. */
const SIGMAS = 5;

/**
 * Laws that need no theory: positive dissipation (the symmetric part of sigma), Onsager's relations between rows at m
 * and -m, parity in m, the tensors that a point group allows at m = 0 or along z, and curves as smooth as their error
 * bars say.
 * @param group such as C4v, of rotations about z (and planes that contain it)
 * @param tolerance relative
 */
export function consistencyOf(
  { rows, parameterNames }: DataTable,
  group: string | undefined,
  tolerance: number,
): Consistency {
  const found = {
    positivity: positivity(rows, tolerance),
    Onsager: onsager(rows, parameterNames, tolerance),
    parity: parity(rows, group === undefined ? undefined : groupOf(group), tolerance),
    'point group': group === undefined ? [] : pointGroup(rows, parameterNames, group, tolerance),
    smoothness: smoothness(rows, parameterNames),
  };
  return {
    violations: Object.values(found).flatMap((tries) => tries.filter((x) => x !== undefined)),
    tried: {
      positivity: found.positivity.length,
      Onsager: found.Onsager.length,
      parity: found.parity.length,
      'point group': found['point group'].length,
      smoothness: found.smoothness.length,
    },
  };
}

const ENTRIES = ['xx', 'xy', 'yx', 'yy'] as const;
const TRANSPOSED = [0, 2, 1, 3] as const;

const sigmaOf = ({ quantities }: DataRow): number[] | undefined => {
  const entries = ENTRIES.map((name) => quantities.get(`sigma.${name}`));
  return entries.every((x) => x !== undefined) ? entries : undefined;
};

function positivity(rows: readonly DataRow[], tolerance: number): Tries {
  return rows.flatMap((row): Tries => {
    const sigma = sigmaOf(row);
    const [xx, yy] = [row.quantities.get('sigma.xx'), row.quantities.get('sigma.yy')];
    if (!sigma && xx === undefined && yy === undefined) return [];
    const least = sigma
      ? (sigma[0] + sigma[3]) / 2 - Math.hypot((sigma[0] - sigma[3]) / 2, (sigma[1] + sigma[2]) / 2)
      : Math.min(xx ?? Number.POSITIVE_INFINITY, yy ?? Number.POSITIVE_INFINITY);
    const size = Math.max(...(sigma ?? [xx ?? 0, yy ?? 0]).map(Math.abs));
    if (least >= -tolerance * size) return [undefined];
    const words = `the symmetric part of sigma has the eigenvalue ${least.toPrecision(4)}: a current would cool`;
    return [{ law: 'positivity', lines: [row.line], words }];
  });
}

function onsager(rows: readonly DataRow[], parameterNames: readonly string[], tolerance: number): Tries {
  if (parameterNames.length === 0) return [];
  const tries: Tries = [];
  for (const [row, other] of pairs(rows, (m) => m.map((x) => -x))) {
    const [here, there] = [sigmaOf(row), sigmaOf(other)];
    if (!here || !there) continue;
    const size = Math.max(...[...here, ...there].map(Math.abs));
    const off = [0, 1, 2, 3].find((k) => Math.abs(here[k] - there[TRANSPOSED[k]]) > tolerance * size);
    tries.push(
      off === undefined
        ? undefined
        : {
            law: 'Onsager',
            lines: [row.line, other.line],
            words:
              `sigma.${ENTRIES[off]}(m) = ${here[off]} but ` +
              `sigma.${ENTRIES[TRANSPOSED[off]]}(-m) = ${there[TRANSPOSED[off]]}`,
          },
    );
  }
  return tries;
}

/** @throws InputError naming the groups that are known */
function groupOf(group: string): { order: number; planes: boolean } {
  const match = GROUPS.exec(group);
  if (!match)
    throw new InputError(`group "${group}": expected C1 ... C6, or C1v ... C6v (the axis is z, planes contain it)`);
  return { order: Number(match[2]), planes: match[3] === 'v' };
}

/** Entries of sigma and of K (K_ab and K_J too) that an axis of order n and planes leave, with m along z or absent. */
function pointGroup(
  rows: readonly DataRow[],
  parameterNames: readonly string[],
  group: string,
  tolerance: number,
): Tries {
  const { order, planes } = groupOf(group);
  const magnetic = parameterNames.some((name) => /^(D[xyz]|Delta|theta|phi)$/.test(name));
  return rows.flatMap((row): Tries => {
    const at = magnetic ? direction(row) : { m: [0, 0, 0] };
    if (!at) return [];
    const [x, y, z] = at.m.map(Math.abs);
    const scale = Math.max(x, y, z);
    // another direction of m breaks the rotations
    if (Math.max(x, y) > 1e-9 * scale) return [];
    const still = scale === 0;
    return ['sigma', 'K', 'KJ'].flatMap((name): Tries => {
      const value = (entry: string): number | undefined => row.quantities.get(`${name}.${entry}`);
      const all = ['xx', 'xy', 'yx', 'yy', 'zx', 'zy'].flatMap((entry) => value(entry) ?? []);
      const size = Math.max(...all.map(Math.abs));
      const must = (words: string, left: number | undefined, right: number | undefined): Tries =>
        left === undefined || right === undefined
          ? []
          : Math.abs(left - right) <= tolerance * size
            ? [undefined]
            : [{ law: 'point group', lines: [row.line], words: `${group} asks ${words}: ${left} against ${right}` }];
      const negative = (entry: string): number | undefined => {
        const found = value(entry);
        return found === undefined ? undefined : -found;
      };
      // planes turn m along z over, so they act with time reversal there and tie no entry of K to zero
      return [
        ...(order > 2 ? must(`${name}.xx = ${name}.yy`, value('xx'), value('yy')) : []),
        ...(order > 2 ? must(`${name}.xy = -${name}.yx`, value('xy'), negative('yx')) : []),
        ...(order > 1 ? [...must(`${name}.zx = 0`, value('zx'), 0), ...must(`${name}.zy = 0`, value('zy'), 0)] : []),
        ...(planes && still && order > 2 && name === 'sigma' ? must('sigma.xy = 0', value('xy'), 0) : []),
        ...(planes && still && order > 2 && name !== 'sigma' ? must(`${name}.xx = 0`, value('xx'), 0) : []),
      ];
    });
  });
}

/** Along the one parameter that varies: points off the cubic through their four neighbours. */
function smoothness(rows: readonly DataRow[], parameterNames: readonly string[]): Tries {
  const varying = parameterNames.filter((name) => new Set(rows.map(({ parameters }) => parameters[name])).size > 1);
  if (varying.length !== 1) return [];
  const at = (row: DataRow): number => Number(row.parameters[varying[0]].split(' ')[0]);
  const sorted = [...rows].filter((row) => Number.isFinite(at(row))).sort((a, b) => at(a) - at(b));
  const tries: Tries = [];
  for (const entry of rows[0].errors.keys())
    for (let k = 2; k < sorted.length - 2; k++) {
      const near = [k - 2, k - 1, k + 1, k + 2].map((j) => sorted[j]);
      const x = at(sorted[k]);
      const weights = near.map((a) =>
        near.filter((b) => b !== a).reduce((w, b) => (w * (x - at(b))) / (at(a) - at(b)), 1),
      );
      const read = (row: DataRow, of: 'quantities' | 'errors'): number => row[of].get(entry) ?? Number.NaN;
      const curve = near.reduce((sum, row, j) => sum + weights[j] * read(row, 'quantities'), 0);
      const error = Math.hypot(read(sorted[k], 'errors'), ...near.map((row, j) => weights[j] * read(row, 'errors')));
      const off = Math.abs(read(sorted[k], 'quantities') - curve);
      if (!Number.isFinite(off) || !(error > 0)) continue;
      tries.push(
        off <= SIGMAS * error
          ? undefined
          : {
              law: 'smoothness',
              lines: [sorted[k].line],
              words: `${entry} is ${(off / error).toPrecision(3)} error bars off the curve through its neighbours`,
            },
      );
    }
  return tries;
}

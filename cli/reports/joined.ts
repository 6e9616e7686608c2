import { z } from 'zod';
import { LEVELS } from '../../properties/law/law.js';
import { type MutantRow, matrixOf } from '../../properties/mutants/matrix.js';
import { InputError } from '../../src/theory/errors.js';
import { readShard } from '../../src/theory/shard.js';

/** What `laws --run`, `mutants` and `verify` print of a shard: all share everything but the lists of their items. */
const shapes = {
  laws: z.looseObject({ runs: z.number(), laws: z.array(z.looseObject({ id: z.string(), verdict: z.string() })) }),
  mutants: z.looseObject({
    seed: z.number(),
    mutants: z.array(z.custom<MutantRow>((x) => typeof x === 'object' && x !== null && 'killedBy' in x)),
    laws: z.array(z.looseObject({ id: z.string(), level: z.enum(LEVELS) })),
  }),
  verify: z.looseObject({
    expected: z.boolean(),
    summary: z.record(z.string(), z.number()),
    claims: z.array(z.unknown()),
  }),
};

/** One object of all shards, and the exit code of the command that would have printed it. */
export interface Joined {
  readonly object: object;
  readonly items: number;
  readonly code: number;
}

interface Sharded {
  readonly name: string;
  readonly object: Record<string, unknown>;
}

/**
 * Joins the JSON of shards of `laws --run`, `mutants` or `verify` into what one run prints.
 * @throws InputError if a shard is missing or given twice, and on shards that do not belong together
 */
export function joined(reports: readonly Sharded[]): Joined {
  const sorted = inOrder(reports);
  const parts = sorted.map(({ object: { shard: _, ...rest } }) => rest);
  const demandSame = (items: readonly string[]): void => {
    const [first, ...others] = parts.map((part) =>
      JSON.stringify(Object.entries(part).filter(([name]) => !items.includes(name))),
    );
    const other = others.findIndex((text) => text !== first);
    if (other >= 0) throw new InputError(`${sorted[other + 1].name} is of another run than ${sorted[0].name}`);
  };
  const all = <S extends z.ZodType>(shape: S): z.output<S>[] | undefined => {
    const read = parts.map((part) => shape.safeParse(part));
    return read.every(({ success }) => success) ? read.flatMap(({ data }) => (data ? [data] : [])) : undefined;
  };
  const claims = all(shapes.verify);
  if (claims) {
    demandSame(['claims', 'summary', 'expected']);
    const summary = Object.fromEntries(
      Object.keys(claims[0].summary).map((name) => [name, claims.reduce((sum, part) => sum + part.summary[name], 0)]),
    );
    const expected = claims.every((part) => part.expected);
    const list = claims.flatMap((part) => part.claims);
    return { object: { ...parts[0], expected, summary, claims: list }, items: list.length, code: expected ? 0 : 1 };
  }
  const matrices = all(shapes.mutants);
  if (matrices) {
    const rows = matrices.flatMap(({ mutants }) => mutants);
    const matrix = matrixOf(matrices[0].laws, rows, matrices[0].seed);
    demandSame(['mutants', 'laws', 'survivors']);
    return { object: matrix, items: rows.length, code: matrix.survivors.length > 0 ? 1 : 0 };
  }
  const laws = all(shapes.laws);
  if (!laws) throw noShard(sorted[0].name);
  demandSame(['laws']);
  const list = laws.flatMap((part) => part.laws);
  const code = list.every(({ verdict }) => verdict === 'holds') ? 0 : 1;
  return { object: { ...parts[0], laws: list }, items: list.length, code };
}

const noShard = (name: string): InputError =>
  new InputError(`${name}: expected the JSON of laws --run, mutants or verify with --shard`);

/** Shards 1/N to N/N. */
function inOrder(reports: readonly Sharded[]): readonly Sharded[] {
  const read = reports.map((report) => {
    const { shard } = report.object;
    if (typeof shard !== 'string') throw noShard(report.name);
    return { ...report, shard: readShard(shard) };
  });
  const sorted = read.sort((a, b) => a.shard.index - b.shard.index);
  for (const [k, { name, shard }] of sorted.entries()) {
    const { of } = sorted[0].shard;
    if (shard.of !== of) throw new InputError(`${name} is one of ${shard.of} shards, another file one of ${of}`);
    if (shard.index === sorted[k - 1]?.shard.index) throw new InputError(`${name}: shard ${shard.index}/${of} again`);
    if (shard.index !== k + 1) throw new InputError(`shard ${k + 1}/${of} is missing`);
  }
  if (sorted.length < sorted[0].shard.of)
    throw new InputError(`shard ${sorted.length + 1}/${sorted[0].shard.of} is missing`);
  return sorted;
}

import { countFrom } from './counts.js';
import { InputError } from './errors.js';

const MOST_SHARDS = 100_000;

/** Which part of a work: `3/16` is the third of sixteen. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

export const WHOLE: Shard = { index: 1, of: 1 };

/** Reads `K/N`. @throws InputError on any other text */
export function readShard(text: string): Shard {
  const [k, n, ...more] = text.split('/');
  if (n === undefined || more.length > 0) throw new InputError(`--shard ${text}: expected K/N, such as 1/16`);
  const of = countFrom(`--shard ${text}: N`, n, 1, MOST_SHARDS);
  return { index: countFrom(`--shard ${text}: K`, k, 1, of), of };
}

export const shardText = ({ index, of }: Shard): string => `${index}/${of}`;

/** From where to before where in a list of this size: the shards together have every item once, in order. */
export const rangeOf = ({ index, of }: Shard, size: number): readonly [from: number, to: number] => [
  Math.floor(((index - 1) * size) / of),
  Math.floor((index * size) / of),
];

/** The items of a shard. */
export const partOf = <T>(items: readonly T[], shard: Shard): readonly T[] =>
  items.slice(...rangeOf(shard, items.length));

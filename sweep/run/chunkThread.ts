import { InputError } from '../../src/theory/errors.js';
import { type Chunk, type ChunkTask, solveChunk } from './chunk.js';

/** What a thread says of bad input: the class of an error is lost on its way between threads. */
export interface Refusal {
  readonly refused: string;
}

/** A thread of a sweep: what the pool calls. */
export default async (task: ChunkTask): Promise<Chunk | Refusal | undefined> => {
  try {
    return await solveChunk(task);
  } catch (error) {
    if (error instanceof InputError) return { refused: error.message };
    throw error;
  }
};

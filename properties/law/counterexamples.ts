import { existsSync } from 'node:fs';
import { z } from 'zod';
import { readData, writeWhole } from '../../src/theory/dataFile.js';
import { InputError } from '../../src/theory/errors.js';
import { packageFile } from '../../src/theory/packageFile.js';
import { type Case, parseCase } from '../cases/case.js';

/** A case that once refuted a law (or a draft of it): replayed before anything is drawn. */
const keptSchema = z.looseObject({
  law: z.string(),
  theory: z.string(),
  case: z.string(),
  /** What was learnt from it. */
  note: z.string(),
});
export type Kept = Readonly<z.infer<typeof keptSchema>>;

/** The counterexamples that come with the suite. */
export const keptCounterexamples = (): Kept[] => readKept(packageFile('properties/law/counterexamples.json'));

/** @throws InputError if the file is no list of counterexamples */
export function readKept(path: string): Kept[] {
  const what = `counterexamples ${path}`;
  const parsed = z.array(keptSchema).safeParse(readData(path, what));
  if (parsed.success) return parsed.data;
  const { path: place, message } = parsed.error.issues[0];
  throw new InputError(`${[what, place.join('.')].filter(Boolean).join(': ')}: ${message}`);
}

/** Cases of one law and theory, to be judged first. */
export const casesKept = (kept: readonly Kept[], law: string, theory: string): Case[] =>
  kept.filter((k) => k.law === law && k.theory === theory).map((k) => parseCase(k.case));

/** Adds a counterexample to a file; one that is already there is not repeated. */
export function keep(path: string, found: Kept): void {
  const kept = readKeptIfAny(path);
  if (kept.some((k) => k.law === found.law && k.theory === found.theory && k.case === found.case)) return;
  try {
    writeWhole(path, `${JSON.stringify([...kept, found], null, 2)}\n`);
  } catch (error) {
    throw new InputError(`${(error as Error).message}; not kept: ${found.law} at ${found.case}`);
  }
}

/** The counterexamples of a file that may not exist yet. */
export const readKeptIfAny = (path: string): Kept[] => (existsSync(path) ? readKept(path) : []);

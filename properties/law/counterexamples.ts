import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { packageFile } from '../../src/theory/packageFile.js';
import { type Case, parseCase } from '../cases/case.js';

/** A case that once refuted a law (or a draft of it): replayed before anything is drawn. */
export interface Kept {
  readonly law: string;
  readonly theory: string;
  readonly case: string;
  /** What was learnt from it. */
  readonly note: string;
}

/** The counterexamples that come with the suite. */
export const keptCounterexamples = (): Kept[] => readKept(packageFile('properties/law/counterexamples.json'));

export const readKept = (path: string): Kept[] => JSON.parse(readFileSync(path, 'utf8')) as Kept[];

/** Cases of one law and theory, to be judged first. */
export const casesKept = (kept: readonly Kept[], law: string, theory: string): Case[] =>
  kept.filter((k) => k.law === law && k.theory === theory).map((k) => parseCase(k.case));

/** Adds a counterexample to a file; one that is already there is not repeated. */
export function keep(path: string, found: Kept): void {
  const kept = existsSync(path) ? readKept(path) : [];
  if (kept.some((k) => k.law === found.law && k.theory === found.theory && k.case === found.case)) return;
  writeFileSync(path, `${JSON.stringify([...kept, found], null, 2)}\n`);
}

/** The counterexamples of a file that may not exist yet. */
export const readKeptIfAny = (path: string): Kept[] => (existsSync(path) ? readKept(path) : []);

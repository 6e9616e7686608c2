/**
 * Laws and ledgers as tests of Vitest, and matchers for numbers and theories.
 * @module diffuson/vitest
 */

import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isExpected } from '../ledger/language/judgement.js';
import { loadLedger as ledgerOf } from '../ledger/ledgerFile.js';
import { SEED, verify } from '../ledger/verify.js';
import { lawsOf } from '../properties/catalogue/catalogue.js';
import { chosenLaws } from '../properties/catalogue/runLaws.js';
import { casesKept, keptCounterexamples } from '../properties/law/counterexamples.js';
import { type LawReport, runLaw } from '../properties/law/runLaw.js';
import { SampleJudge } from '../properties/law/sampleJudge.js';
import { Classification } from '../properties/symmetry/classification.js';
import { loadMpfr } from '../src/arithmetic/mpfr.js';
import { isNumeral } from '../src/arithmetic/numeral.js';
import { agreedDigits } from '../src/solution/agreement.js';
import { InputError } from '../src/theory/errors.js';
import { callOf, loadTheory } from '../src/theory/load.js';
import { Theory } from '../src/theory/theory.js';
import { checked, count, names } from './public/shapes.js';
import { replayCommand } from './reports/laws.js';

/** Milliseconds that a law or a row may take: many times what it does, for busy machines have their own seconds. */
const PATIENCE = 300_000;

/** How the laws of a theory are tried. */
export interface LawTestOptions {
  /** Samples a law, 25 if not said. */
  readonly runs?: number;
  /** Of the samples, 1 if not said: a red law is red again. */
  readonly seed?: number;
  /** Ids of laws, or their beginnings up to a dot; all if not said. */
  readonly only?: readonly string[];
}

const lawTestShape = z.strictObject({
  runs: count('runs', 1, 1_000_000, () => 25),
  seed: count('seed', -(2 ** 31) + 1, 2 ** 31 - 1, () => 1),
  only: names,
});

/**
 * One test for every law that is claimed for a theory, by the rules of `laws --run`; kept counterexamples come first.
 * @param theory a theory, or what `loadTheory` takes
 */
export function lawTests(theory: Theory | string, options: LawTestOptions = {}): void {
  const { runs, seed, only } = checked('options', lawTestShape, options);
  const loaded = theoryOf(theory);
  const judge = new SampleJudge(new Classification(loaded));
  const kept = keptCounterexamples();
  beforeAll(loadMpfr, PATIENCE);
  describe(`laws of ${loaded.name}`, () => {
    for (const law of chosenLaws(lawsOf(judge.classification), only, loaded))
      test(law.id, { timeout: PATIENCE }, () => {
        const report = runLaw(judge, law, { runs, seed, first: casesKept(kept, law.id, loaded.name) });
        expect(report.verdict, failureText(callOf(loaded), report, runs)).toBe('holds');
      });
  });
}

/** One test for every row of a ledger: its verdict is the expected one. @param path of the file, or a paper's name */
export function ledgerTests(path: string): void {
  const ledger = ledgerOf(checked('path', z.string(), path));
  describe(`claims of ${ledger.paper.id}`, () => {
    for (const { id } of ledger.rows)
      test(id, { timeout: PATIENCE }, async () => {
        const { judgements } = await verify(ledger, {
          seed: SEED,
          workers: 1,
          only: (row) => row.id === id,
          name: path,
        });
        for (const judgement of judgements)
          expect(isExpected(judgement), `${id} is ${judgement.verdict}: diffuson explain ${id} ${path}`).toBe(true);
      });
  });
}

/** Why a law is not green, with the commands that show it again. @param theory as a command line calls it */
export function failureText(theory: string, report: LawReport, runs: number): string {
  const { id, verdict, reason, counterexample, unsettled, seed } = report;
  const suspect = counterexample?.case ?? unsettled;
  return [
    `${id} is ${verdict}${reason === undefined ? '' : `: ${reason}`}`,
    ...(suspect === undefined ? [] : [replayCommand(theory, id, suspect)]),
    `diffuson laws ${theory} --run --law ${id} --runs ${runs} --seed ${seed}`,
  ].join('\n');
}

const theoryOf = (given: Theory | string): Theory =>
  given instanceof Theory ? given : loadTheory(checked('theory', z.string(), given));

/** A number, a numeral, or what `quantities.get(...)` of a solution returns. */
type Numberlike = number | string | { readonly value: string };

function numeralOf(x: Numberlike | undefined): string {
  const text = String(typeof x === 'object' && x !== null ? x.value : x);
  if (!isNumeral(text)) throw new InputError(`toAgree: "${text}" is no number`);
  return text;
}

interface Verdict {
  readonly pass: boolean;
  readonly message: () => string;
}

const agreeShape = z.strictObject({ digits: z.number().positive().max(1000).default(10) });

/** Matchers, for `expect.extend(matchers)`. */
export const matchers = {
  /** Two numbers share so many decimal digits, relative to the larger one. */
  toAgree(received: Numberlike | undefined, expected: Numberlike, options: { digits?: number } = {}): Verdict {
    const { digits } = checked('options', agreeShape, options);
    const [a, b] = [numeralOf(received), numeralOf(expected)];
    const shared = agreedDigits(a, b, 1000);
    const words = `${a} and ${b} share ${Math.floor(shared)} digits, ${digits} are asked`;
    return { pass: shared >= digits, message: () => words };
  },
  /** A theory obeys a law of the catalogue on random samples. */
  async toObey(received: Theory | string, law: string, options: LawTestOptions = {}): Promise<Verdict> {
    const { runs, seed } = checked('options', lawTestShape, options);
    const theory = theoryOf(received);
    await loadMpfr();
    const judge = new SampleJudge(new Classification(theory));
    const reports = chosenLaws(lawsOf(judge.classification), [checked('law', z.string(), law)], theory).map((found) =>
      runLaw(judge, found, { runs, seed }),
    );
    const failed = reports.filter(({ verdict }) => verdict !== 'holds');
    return {
      pass: failed.length === 0,
      message: () =>
        failed.length === 0
          ? `${law} holds on ${runs} samples`
          : failed.map((report) => failureText(callOf(theory), report, runs)).join('\n'),
    };
  },
};

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the type parameter of vitest's own declaration
  interface Matchers<T = any> {
    toAgree(expected: Numberlike, options?: { digits?: number }): T;
    toObey(law: string, options?: LawTestOptions): Promise<T>;
  }
}

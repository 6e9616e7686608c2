import type { Vocabulary } from './language/vocabulary.js';
import type { Row } from './ledger.js';
import { patternTest } from './selection.js';

/** A passage of the paper with the rows that judge it, or the reason why none can. */
export interface CoveredPassage {
  readonly source: string;
  readonly words?: string;
  readonly rows: readonly string[];
  readonly reason?: string;
}

/** What of a ledger its coverage is made of. */
type Covering = Pick<Vocabulary, 'contents' | 'unchecked'> & { readonly rows: readonly Row[] };

/**
 * Every equation, figure panel and sentence that the contents of a ledger list, in that order, with the rows about it
 * or the reason why there is none. Equations and panels are found in the sources of rows, sentences name their rows.
 */
export function coverageOf({ contents, unchecked, rows }: Covering): CoveredPassage[] {
  const passage = (source: string, names: (place: string) => boolean): CoveredPassage => {
    const reasons = unchecked.filter(({ place }) => names(place)).map(({ why }) => why);
    return {
      source,
      rows: rows.filter((row) => names(row.source.place)).map(({ id }) => id),
      ...(reasons.length > 0 && { reason: reasons.join('; ') }),
    };
  };
  const equations = Array.from({ length: contents.equations }, (_, k) => k + 1);
  return [
    ...equations.map((n) => passage(`Eq. (${n})`, (place) => equationsIn(place).includes(n))),
    ...contents.figures.map((name) => passage(`Fig. ${name}`, (place) => figuresIn(place, contents.figures).has(name))),
    ...contents.sentences.map(({ place, words, rows: patterns, why }) => ({
      ...{ source: place, words },
      rows: rows.filter(({ id }) => patterns.some((pattern) => patternTest(pattern).test(id))).map(({ id }) => id),
      ...(why !== undefined && { reason: why }),
    })),
  ];
}

/** Passages without a row and without a reason. */
export const uncovered = (coverage: readonly CoveredPassage[]): CoveredPassage[] =>
  coverage.filter(({ rows, reason }) => rows.length === 0 && reason === undefined);

/** Numbers of equations in a place such as "Eqs. (1)-(4), (16a)". */
function equationsIn(place: string): number[] {
  const ranges = [...place.matchAll(/\((\d+)[a-d]?\)(?:-\((\d+)[a-d]?\))?/g)];
  return ranges.flatMap(([, first, last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, k) => Number(first) + k),
  );
}

/** Panels in a place such as "Fig. 3a, Fig. 4": a figure stands for all its panels. */
function figuresIn(place: string, panels: readonly string[]): Set<string> {
  const named = [...place.matchAll(/Figs?\. (\d+[a-z]?(?:(?:, | and )\d+[a-z]?)*)/g)].flatMap(([, names]) =>
    names.split(/, | and /),
  );
  return new Set(
    panels.filter((panel) => named.some((name) => panel === name || panel.replace(/[a-z]$/, '') === name)),
  );
}

import { InputError } from '../src/theory/errors.js';
import type { CommonRow } from './language/row.js';

/**
 * Rows by patterns: an id, its beginning up to a dot, or a text with `*` for anything.
 * @throws InputError if a pattern fits no row
 */
export function selected(rows: readonly CommonRow[], patterns: readonly string[]): (row: CommonRow) => boolean {
  const tests = patterns.map((pattern) => {
    const test = patternTest(pattern);
    if (!rows.some(({ id }) => test.test(id)))
      throw new InputError(`no row "${pattern}"; the rows are ${rows.map(({ id }) => id).join(', ')}`);
    return test;
  });
  return ({ id }) => tests.length === 0 || tests.some((test) => test.test(id));
}

/** A test of ids for one pattern. */
export function patternTest(pattern: string): RegExp {
  const text = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${text}(\\..*)?$`);
}

import { valueAt } from '../../src/arithmetic/memo.js';

/**
 * Tells of what several threads find in the order of its ids: each as soon as all before it are known.
 * @returns takes what was found
 */
export function inOrder<T>(ids: readonly string[], tell: (found: T) => void): (id: string, found: T) => void {
  const known = new Map<string, T>();
  let next = 0;
  return (id, found) => {
    known.set(id, found);
    for (; next < ids.length && known.has(ids[next]); next++) tell(valueAt(known, ids[next]));
  };
}

import { InputError } from '../../src/theory/errors.js';

/** `name=value` texts as a record. Throws InputError on a missing `=` or a name given twice. */
export function assignments(texts: readonly string[] = []): Record<string, string> {
  const out: Record<string, string> = Object.create(null);
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at <= 0) throw new InputError(`--set ${text}: expected name=value, such as alpha=0.3 or "eps=10 meV"`);
    const name = text.slice(0, at).trim();
    if (name in out) throw new InputError(`--set ${name}: given twice (${out[name]} and ${text.slice(at + 1)})`);
    out[name] = text.slice(at + 1);
  }
  return out;
}

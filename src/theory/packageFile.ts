import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Path of a file or folder that comes with the package, from sources and from compiled code alike. */
export function packageFile(path: string): string {
  for (let up = new URL('./', import.meta.url), last = ''; ; last = up.href, up = new URL('../', up)) {
    if (existsSync(new URL('package.json', up))) return fileURLToPath(new URL(path, up));
    // the root: / or, on Windows, a drive
    if (up.href === last) throw new Error(`${path}: the package of diffuson is not complete`);
  }
}

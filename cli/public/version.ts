import { readFileSync } from 'node:fs';
import { packageFile } from '../../src/theory/packageFile.js';

/** Of the suite. */
export const version = (): string =>
  (JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version: string }).version;

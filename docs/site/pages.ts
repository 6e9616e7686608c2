import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lawPages } from './lawPages.js';

/** A page by its path within docs/. */
export interface Page {
  readonly path: string;
  readonly markdown: string;
}

const DOCS = fileURLToPath(new URL('../', import.meta.url));

/** Pages that are written by hand. */
export const writtenPages = (): Page[] =>
  readdirSync(DOCS)
    .filter((name) => name.endsWith('.md'))
    .map((path) => ({ path, markdown: readFileSync(`${DOCS}${path}`, 'utf8') }));

/** All pages that show commands. */
export const allPages = (): Page[] => [
  ...writtenPages(),
  ...lawPages().map(({ slug, markdown }) => ({ path: `laws/${slug}.md`, markdown })),
];

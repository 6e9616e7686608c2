import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { run } from '../test/cli/run.js';
import { commandsOf, scriptOf, shellBlocks, wordsOf } from './site/commands.js';
import { lawPages } from './site/lawPages.js';
import { writtenPages } from './site/pages.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const PUBLIC = join(ROOT, 'docs', 'public');

/** A folder for the files of a page, with the examples of the package; pictures go where the site finds them. */
function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'docs-'));
  const pictures = join(PUBLIC, 'gallery');
  mkdirSync(pictures, { recursive: true });
  symlinkSync(join(ROOT, 'examples'), join(folder, 'examples'));
  symlinkSync(pictures, join(folder, 'gallery'));
  return folder;
}

describe('shell blocks do what their pages say', () => {
  it.each(writtenPages().filter((page) => shellBlocks(page).length > 0))('$path', (page) => {
    const program = `source "$ROOT/docs/site/prelude.sh"\n${scriptOf(page)}\n`;
    execFileSync('bash', { input: program, cwd: emptyFolder(), env: { ...process.env, ROOT }, stdio: 'pipe' });
  });

  it.each(lawPages())('$id', async ({ slug, markdown }) => {
    for (const { text } of commandsOf({ path: slug, markdown })) {
      const { code, err } = await run(...wordsOf(text).slice(1));
      expect([text, code, err]).toEqual([text, 0, '']);
    }
  });
});

describe('pictures', () => {
  it('are all there', () => {
    const shown = writtenPages().flatMap(({ markdown }) => [...markdown.matchAll(/!\[.+?\]\((\/.+?)\)/g)]);
    expect(shown.length).toBeGreaterThan(5);
    for (const [, path] of shown) expect(existsSync(join(PUBLIC, path)), path).toBe(true);
  });
});

import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandsOf, scriptOf, shellBlocks, wordsOf } from '../../docs/site/commands.js';
import { lawPages, plain } from '../../docs/site/lawPages.js';
import { allPages, writtenPages } from '../../docs/site/pages.js';
import { run, spelled } from '../cli/run.js';

const pages = allPages();
const commands = pages.flatMap(commandsOf);

/** Commands that need no files of their page and no patience; `npm run docs` runs all. */
const QUICK = /^diffuson (solve|contour|bands|doctor|expand K\.zy|laws( \S+)? --law \S+|explain (weak|bubble)\S*)\b/;
const quick = commands.filter(
  ({ page, text }) => page !== 'tutorial.md' && QUICK.test(text) && !/--digits 100|--run/.test(text),
);

describe('commands of the site', () => {
  it('are many, on every page', () => {
    for (const { path } of pages) expect([path, commands.some(({ page }) => page === path)]).toEqual([path, true]);
    expect(quick.length).toBeGreaterThan(60);
  });

  it('are spelled as the command line has them', async () => {
    for (const { page, line, text } of commands)
      await expect(spelled(wordsOf(text).slice(1)), `${page}:${line}`).resolves.toBeTruthy();
  });

  it.each(quick)('$page:$line $text', async ({ text, exit, prints }) => {
    const { code, out, err } = await run(...wordsOf(text).slice(1));
    expect([code, err]).toEqual([exit, '']);
    expect(out).toContain(prints ?? '');
    expect(out.length).toBeGreaterThan(40);
  });
});

describe('shell blocks', () => {
  const page = {
    path: 'a.md',
    markdown:
      'text\n```sh\ncd x\ndiffuson diff a \\\n  b   # exit 1: prints the sign\n```\n```yaml\ndiffuson no\n```\n',
  };
  it('are found with their lines, exit codes and outputs', () => {
    expect(shellBlocks(page)).toHaveLength(1);
    expect(commandsOf(page)).toMatchObject([{ page: 'a.md', line: 4, exit: 1, prints: 'the sign' }]);
    expect(wordsOf(commandsOf(page)[0].text)).toEqual(['diffuson', 'diff', 'a', 'b']);
    expect(scriptOf(page)).toBe("cd x\nexpect 1 'the sign' 'a.md:4' diffuson diff a b  \n");
  });
});

describe('links and pictures', () => {
  const targets = new Set([...['/', '/laws/', '/api/'], ...pages.map(({ path }) => `/${path.replace(/\.md$/, '')}`)]);
  const links = pages.flatMap(({ path, markdown }) =>
    [...markdown.matchAll(/(?<!!)\[[^\]]*\]\(([^)]+)\)/g)].map((m) => ({ path, link: m[1] })),
  );

  it('lead to pages and headings that are there', () => {
    expect(links.length).toBeGreaterThan(60);
    for (const { path, link } of links) {
      const [to, heading] = link.split('#');
      expect([path, link, targets.has(to)]).toEqual([path, link, true]);
      const target = writtenPages().find((p) => `/${p.path.replace(/\.md$/, '')}` === to);
      const headings = [...(target?.markdown ?? '').matchAll(/^#+ (.*)$/gm)].map((m) => m[1].toLowerCase());
      if (heading)
        expect(
          headings.map((h) => h.replace(/[^a-z]+/g, '-')),
          `${path}: ${link}`,
        ).toContain(heading);
    }
  });

  it('name files of the package that exist', () => {
    const named = pages.flatMap(({ markdown }) => [...markdown.matchAll(/\b(?:examples|papers)\/[\w/.-]+\.yaml/g)]);
    expect(named.length).toBeGreaterThan(10);
    for (const [path] of named) expect(existsSync(path), path).toBe(true);
  });
});

describe('pages of laws', () => {
  it('are made of the catalogue, each at its own address', () => {
    const made = lawPages();
    expect(new Set(made.map(({ slug }) => slug)).size).toBe(made.length);
    const ward = made.find(({ id }) => id === 'ward.ladder');
    expect(ward?.slug).toBe('ward-ladder');
    expect(ward?.markdown).toContain('the rate gamma of the contour itself');
    expect(ward?.markdown).toContain('<math');
  });

  it('print text as it is', () => {
    expect(plain('a_b * <c> {{ d }} [e]')).toBe('a\\_b \\* &#60;c&#62; &#123;&#123; d &#125;&#125; \\[e\\]');
  });
});

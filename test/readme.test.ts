import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { runCommandLine } from '../cli/program.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map((m) => m[1]);

/** Words of a shell line with double quotes and trailing comments. */
const words = (line: string): string[] =>
  [...line.replace(/\s#.*$/, '').matchAll(/"([^"]*)"|(\S+)/g)].map((m) => m[1] ?? m[2]);

const commands = blocks('sh')
  .join('\n')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => /^diffuson (solve|expand|discover|torque|contour|bands)/.test(line));

describe('README', () => {
  it('shows the theory file that ships with the package', () => {
    const shipped = readFileSync(new URL('../examples/anisotropic.yaml', import.meta.url), 'utf8');
    expect(blocks('yaml').map((x) => x.trim())).toContain(shipped.trim());
  });

  it.each(commands)('%s', async (line) => {
    const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      expect(await runCommandLine(words(line).slice(1)), err.mock.calls.join()).toBe(0);
      const printed = out.mock.calls.map(([text]) => String(text)).join('');
      expect(printed.length).toBeGreaterThan(40);
      // an output that the README quotes behind the command is what the command prints
      const quoted = /\s# (n? ?\S+ = .*)$/.exec(line)?.[1];
      if (quoted) expect(printed).toContain(quoted);
    } finally {
      out.mockRestore();
      err.mockRestore();
    }
  });

  it('finds commands to run', () => {
    expect(commands.length).toBeGreaterThan(6);
  });
});

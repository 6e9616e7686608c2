import type { Page } from './pages.js';

/** One command of a shell block; lines that end with a backslash are joined. */
export interface Command {
  readonly page: string;
  readonly line: number;
  readonly text: string;
  /** As a comment behind it says: `# exit 1`. */
  readonly exit: number;
  /** What it prints, as a comment says: `# prints TEXT`. */
  readonly prints: string | undefined;
}

/** A shell block as it stands, with the line of its first command. */
interface Block {
  readonly line: number;
  readonly text: string;
}

/** The shell blocks of a page. */
export const shellBlocks = ({ markdown }: Page): Block[] =>
  [...markdown.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((block) => ({
    line: markdown.slice(0, block.index).split('\n').length + 1,
    text: block[1],
  }));

/** The commands of the suite in the shell blocks of a page. */
export const commandsOf = (page: Page): Command[] =>
  shellBlocks(page).flatMap(({ line, text }) =>
    joined(text)
      .filter(({ text: command }) => /^(npx )?diffuson\s/.test(command))
      .map(({ at, text: command }) => ({
        page: page.path,
        line: line + at,
        text: command.replace(/^npx /, ''),
        exit: exitOf(command),
        prints: printedOf(command),
      })),
  );

/** What a comment says of the exit code. */
const exitOf = (command: string): number => Number(/\s#.*\bexit (\d+)/.exec(command)?.[1] ?? 0);

/** The lines of a block, continuations joined. */
function joined(text: string): { at: number; text: string }[] {
  const lines: { at: number; text: string }[] = [];
  let open: { at: number; text: string } | undefined;
  for (const [at, line] of text.split('\n').entries()) {
    const whole = open ? { at: open.at, text: `${open.text} ${line.trim()}` } : { at, text: line };
    open = whole.text.endsWith('\\') ? { ...whole, text: whole.text.slice(0, -1).trimEnd() } : undefined;
    if (!open) lines.push(whole);
  }
  return lines;
}

/** Words of a shell line with quotes and a trailing comment. */
export const wordsOf = (text: string): string[] =>
  [...text.replace(/\s#.*$/, '').matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((m) => m[1] ?? m[2] ?? m[3]);

/** What a comment says that is printed: `# prints TEXT`. */
const printedOf = (command: string): string | undefined => /\s#.*\bprints (.+)$/.exec(command)?.[1];

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * A page as a program of bash, its blocks one behind the other: every command of the suite must end with the exit code
 * and print the text that its comment says; whatever else fails ends the page.
 */
export const scriptOf = (page: Page): string =>
  shellBlocks(page)
    .flatMap(({ line, text }) =>
      joined(text).map(({ at, text: command }) => {
        if (!/^(npx )?diffuson\s/.test(command)) return command;
        const place = `${page.path}:${line + at}`;
        const bare = command.replace(/\s#.*$/, '');
        return `expect ${exitOf(command)} ${quoted(printedOf(command) ?? '')} ${quoted(place)} ${bare}`;
      }),
    )
    .join('\n');

import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** Floors from the ground up: a file may import from its own floor and from those below. */
const FLOORS = [
  ...['arithmetic', 'theory', 'quadrature', 'transport', 'torque', 'solution'].map((room) => `src/${room}`),
  ...['symbolic', 'properties', 'sweep', 'ledger', 'kit', 'cli'],
];
const WINGS = ['src', 'symbolic', 'properties', 'sweep', 'ledger', 'kit', 'cli'];
const WIDTH = 120;

/** A file by its path from the root of the repository. */
interface Source {
  readonly path: string;
  readonly tree: ts.SourceFile;
}

/** One import specifier: static, of types alone, or dynamic (which includes `typeof import(...)`). */
interface Arrow {
  readonly from: string;
  /** The path of a file of the house, or the name of a package. */
  readonly to: string;
  readonly kind: 'static' | 'type' | 'dynamic';
}

const source = (path: string, text: string): Source => ({
  path,
  tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true),
});

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

function arrowsOf({ path, tree }: Source): Arrow[] {
  const arrows: Arrow[] = [];
  const add = (specifier: ts.Node | undefined, kind: Arrow['kind']): void => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const inside = posix.join(posix.dirname(path), specifier.text).replace(/\.js$/, '.ts');
    arrows.push({ from: path, to: specifier.text.startsWith('.') ? inside : specifier.text, kind });
  };
  visit(tree, (node) => {
    if (ts.isImportDeclaration(node))
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ? 'type' : 'static');
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly ? 'type' : 'static');
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], 'dynamic');
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, 'dynamic');
  });
  return arrows;
}

/** The arrows from one file of the house to another. */
function arrowsWithin(sources: readonly Source[]): Arrow[] {
  const known = new Set(sources.map(({ path }) => path));
  return sources.flatMap(arrowsOf).filter(({ to }) => known.has(to));
}

const floorOf = (path: string): number => FLOORS.findIndex((floor) => path.startsWith(`${floor}/`));

/** Arrows to a higher floor, and files that stand on none. */
const upward = (sources: readonly Source[]): string[] => [
  ...sources.filter(({ path }) => floorOf(path) < 0).map(({ path }) => `${path} stands on no floor`),
  ...arrowsWithin(sources)
    .filter(({ from, to }) => floorOf(from) < floorOf(to))
    .map(({ from, to }) => `${from} imports ${to}, which stands on a higher floor`),
];

/** Edges of a graph that lie on a circle: their end reaches their beginning. */
function onCircles(edges: readonly (readonly [string, string])[]): Set<string> {
  const next = new Map<string, Set<string>>();
  for (const [a, b] of edges) next.set(a, (next.get(a) ?? new Set()).add(b));
  const reachable = (start: string): Set<string> => {
    const found = new Set([start]);
    for (const at of found) for (const b of next.get(at) ?? []) found.add(b);
    return found;
  };
  return new Set(edges.filter(([a, b]) => reachable(b).has(a)).map(([a, b]) => `${a} -> ${b}`));
}

function circlesOfFiles(sources: readonly Source[]): string[] {
  const circles = onCircles(arrowsWithin(sources).map(({ from, to }) => [from, to]));
  return [...circles].map((edge) => `${edge.replace(' -> ', ' imports ')}: on a circle of files`);
}

/** One pair of files for every arrow between folders that lies on a circle. */
function circlesOfFolders(sources: readonly Source[]): string[] {
  const byFolders = new Map<string, Arrow[]>();
  for (const arrow of arrowsWithin(sources)) {
    const [a, b] = [posix.dirname(arrow.from), posix.dirname(arrow.to)];
    if (a !== b) byFolders.set(`${a} -> ${b}`, [...(byFolders.get(`${a} -> ${b}`) ?? []), arrow]);
  }
  const circles = onCircles([...byFolders.keys()].map((key) => key.split(' -> ') as [string, string]));
  return [...byFolders]
    .filter(([key]) => circles.has(key))
    .map(([key, [{ from, to }, ...more]]) => `${key} on a circle of folders: ${from} imports ${to} (+${more.length})`);
}

/** Places in the text of files, as path:line. */
const places = (sources: readonly Source[], isBad: (line: string) => boolean): string[] =>
  sources.flatMap(({ path, tree }) =>
    tree.text.split('\n').flatMap((line, k) => (isBad(line) ? [`${path}:${k + 1}`] : [])),
  );

const longLines = (sources: readonly Source[]): string[] => places(sources, (line) => line.length > WIDTH);
const unformatted = (sources: readonly Source[]): string[] => places(sources, (line) => /prettier-ignor[e]/.test(line));

function nonNullAssertions(sources: readonly Source[]): string[] {
  const found: string[] = [];
  for (const { path, tree } of sources)
    visit(tree, (node) => {
      if (!ts.isNonNullExpression(node)) return;
      found.push(`${path}:${tree.getLineAndCharacterOfPosition(node.end).line + 1}`);
    });
  return found;
}

/** Packages that a file loads at once, by itself or by what it imports statically. */
function loadedBy(sources: readonly Source[], start: string): string[] {
  const byPath = new Map(sources.map((s) => [s.path, arrowsOf(s).filter(({ kind }) => kind === 'static')]));
  const reached = new Set([start]);
  for (const path of reached) for (const { to } of byPath.get(path) ?? []) reached.add(to);
  return [...reached].filter((name) => !byPath.has(name) && !name.startsWith('node:')).sort();
}

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const filesIn = (folder: string): string[] =>
  readdirSync(`${ROOT}${folder}`, { withFileTypes: true }).flatMap((entry) => {
    if (/^(node_modules|dist|coverage|\..*)$/.test(entry.name)) return [];
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return path.endsWith('.ts') ? [path] : [];
  });
const everything = filesIn('').map((path) => source(path, readFileSync(`${ROOT}${path}`, 'utf8')));
const house = everything.filter(({ path }) => WINGS.includes(path.split('/')[0]));

describe('the house', () => {
  it('has all its rooms, and arrows of every kind', () => {
    for (const floor of FLOORS) expect(house.some(({ path }) => path.startsWith(`${floor}/`))).toBe(true);
    const arrows = arrowsWithin(house);
    expect(arrows.length).toBeGreaterThan(400);
    for (const kind of ['static', 'type', 'dynamic']) expect(arrows.some((arrow) => arrow.kind === kind)).toBe(true);
  });

  it('has arrows that only go down', () => expect(upward(house)).toEqual([]));
  it('has no circle between files', () => expect(circlesOfFiles(house)).toEqual([]));
  it('has no circle between folders', () => expect(circlesOfFolders(house)).toEqual([]));
  it(`has no line longer than ${WIDTH} columns`, () => expect(longLines(everything)).toEqual([]));
  it('is formatted everywhere', () => expect(unformatted(everything)).toEqual([]));
  it('asserts of nothing that it is not null', () => expect(nonNullAssertions(everything)).toEqual([]));
  it('says --help without loading more than that', () => {
    expect(loadedBy(house, 'cli/main.ts')).toEqual(['commander']);
  });
});

describe('the guard finds what is planted', () => {
  const plant = (files: Readonly<Record<string, string>>): Source[] =>
    Object.entries(files).map(([path, text]) => source(path, text));
  const [theory, torque] = ['src/theory/a.ts', 'src/torque/b.ts'];

  it.each([
    ['static', "import { b } from '../torque/b.js';"],
    ['type', "import type { b } from '../torque/b.js';"],
    ['re-exported', "export * from '../torque/b.js';"],
    ['dynamic', "export const b = async () => (await import('../torque/b.js')).b;"],
    ['typeof', "export type B = typeof import('../torque/b.js');"],
  ])('an upward arrow: %s', (_, text) => {
    const planted = plant({ [theory]: text, [torque]: 'export const b = 1;' });
    expect(upward(planted)).toEqual([`${theory} imports ${torque}, which stands on a higher floor`]);
    const down = plant({ [torque]: text.replace('../torque/b', '../theory/a'), [theory]: 'export const b = 1;' });
    expect(upward(down)).toEqual([]);
  });

  it('a file on no floor', () => {
    expect(upward(plant({ 'src/attic/a.ts': '' }))).toEqual(['src/attic/a.ts stands on no floor']);
  });

  it('a circle of three files in one folder, and not the file that leads to it', () => {
    const planted = plant({
      'cli/a.ts': "import './b.js';",
      'cli/b.ts': "import type { c } from './c.js';",
      'cli/c.ts': "export const a = () => import('./a.js');",
      'cli/d.ts': "import './a.js';",
    });
    const names = ['a.ts imports cli/b.ts', 'b.ts imports cli/c.ts', 'c.ts imports cli/a.ts'];
    expect(circlesOfFiles(planted)).toEqual(names.map((edge) => `cli/${edge}: on a circle of files`));
    expect(circlesOfFolders(planted)).toEqual([]);
  });

  it('a circle of folders without a circle of files', () => {
    const planted = plant({
      'symbolic/rings/a.ts': "import '../formula/b.js';",
      'symbolic/formula/b.ts': '',
      'symbolic/formula/c.ts': "import '../rings/d.js';",
      'symbolic/rings/d.ts': '',
    });
    expect(circlesOfFiles(planted)).toEqual([]);
    const [rings, formula] = ['symbolic/rings', 'symbolic/formula'];
    expect(circlesOfFolders(planted)).toEqual([
      `${rings} -> ${formula} on a circle of folders: ${rings}/a.ts imports ${formula}/b.ts (+0)`,
      `${formula} -> ${rings} on a circle of folders: ${formula}/c.ts imports ${rings}/d.ts (+0)`,
    ]);
  });

  it('lines, comments and assertions', () => {
    const lines = ['', ' '.repeat(WIDTH), ' '.repeat(WIDTH + 1), `// prettier${'-'}ignore`, 'f(x!) !== g(!x);'];
    const planted = plant({ 'cli/a.ts': lines.join('\n') });
    expect(longLines(planted)).toEqual(['cli/a.ts:3']);
    expect(unformatted(planted)).toEqual(['cli/a.ts:4']);
    expect(nonNullAssertions(planted)).toEqual(['cli/a.ts:5']);
  });

  it('a package that is loaded at once, not one that waits or is only a type', () => {
    const planted = plant({
      'cli/main.ts': "import './a.js'; import type { x } from 'zod';",
      'cli/a.ts': "import { all } from 'mathjs'; export const b = () => import('fast-check');",
    });
    expect(loadedBy(planted, 'cli/main.ts')).toEqual(['mathjs']);
  });
});

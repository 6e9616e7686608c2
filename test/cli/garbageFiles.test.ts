import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { folder, LEDGER, THEORY, written } from './samples.js';
import { anyText, number, survives } from './survives.js';

/** What may stand in a file in place of what should. */
const anything = fc.oneof(
  anyText,
  fc.constantFrom<unknown>(null, true, '', 0, -1, 1e308, Number.NaN, [], {}, [[]], ['u'], { a: 1 }, 'constructor'),
  fc.constantFrom('px', 'px^3', 'px py', '1/px', 'sqrt(px)', 'u^u', 'alpha', 'K.yx', 'tau.1e', '\\frac{1}{2', '\u0000'),
);

/** Every path to a node of a parsed file. */
function pathsOf(node: unknown, here: readonly string[] = []): string[][] {
  if (typeof node !== 'object' || node === null) return [[...here]];
  return [[...here], ...Object.entries(node).flatMap(([key, inner]) => pathsOf(inner, [...here, key]))];
}

/** The file with one node replaced, left out or doubled under another name. */
function withNode(root: unknown, path: readonly string[], how: 'replace' | 'drop' | 'rename', value: unknown): unknown {
  if (path.length === 0) return value;
  const [key, ...rest] = path;
  const copy = structuredClone(root) as Record<string, unknown>;
  if (rest.length > 0) copy[key] = withNode(copy[key], rest, how, value);
  else if (how === 'drop') delete copy[key];
  else if (how === 'rename') copy[`${key}_`] = copy[key];
  else copy[key] = value;
  return copy;
}

/** A file whose structure is broken at a few places, or whose text is. */
function broken(text: string): fc.Arbitrary<string> {
  const root = parse(text) as unknown;
  const change = fc.record({
    path: fc.constantFrom(...pathsOf(root).slice(1)),
    how: fc.constantFrom('replace' as const, 'replace' as const, 'drop' as const, 'rename' as const),
    value: anything,
  });
  const structure = fc.array(change, { minLength: 1, maxLength: 2 }).map((changes) =>
    changes.reduce((tree, { path, how, value }) => {
      try {
        return withNode(tree, path, how, value);
      } catch {
        return tree;
      }
    }, root),
  );
  const splice = fc.tuple(fc.nat(text.length), fc.nat(12), fc.string({ unit: 'binary', maxLength: 6 }));
  return fc.oneof(
    { arbitrary: structure.map((tree) => stringify(tree)), weight: 4 },
    splice.map(([at, length, inserted]) => text.slice(0, at) + inserted + text.slice(at + length)),
  );
}

/** More cases than a test takes, by DIFFUSON_CASES=N. */
const CASES = Number(process.env.DIFFUSON_CASES ?? 0);

/** Codes of some command lines, a sound one first: each must occur, or nothing was tried. */
async function tried(
  lines: fc.Arbitrary<string[]>,
  numRuns: number,
  expected: readonly number[],
  ...sound: string[][]
): Promise<void> {
  const seen = new Set<number>();
  await fc.assert(
    fc.asyncProperty(lines, async (args) => {
      seen.add(await survives(args));
    }),
    { numRuns: Math.max(numRuns, CASES), examples: sound.map((args) => [args]) },
  );
  for (const code of expected) expect(seen).toContain(code);
}

const POINT = ['--set', 'm=1', 'a=0.3', 'eps=1', 'u=0.5', '--digits', '4', '--time-limit', '2'];

describe('whatever stands in a file', () => {
  it('a theory is solved or refused', () =>
    tried(
      broken(THEORY).map((text) => ['solve', written(text), ...POINT]),
      60,
      [0, 1],
      ['solve', written(THEORY), ...POINT],
    ));

  it('a theory has a table of symmetries, or is refused', () =>
    tried(
      broken(THEORY).map((text) => ['laws', written(text)]),
      25,
      [0, 1],
      ['laws', written(THEORY)],
    ));

  it('a ledger is judged or refused', () =>
    tried(
      broken(LEDGER).map((text) => ['verify', written(text)]),
      40,
      [0, 1],
      ['verify', written(LEDGER)],
    ));

  it('counterexamples are replayed or refused', () => {
    const kept = [{ law: 'optical-theorem', theory: 'rashba-ferromagnet', case: 'm=1 alpha=1 u=1 eps=1', note: 'any' }];
    const line = ['laws', '--run', '--law', 'optical-theorem', '--runs', '1', '--seed', '1', '--keep'];
    return tried(
      broken(stringify(kept)).map((text) => [...line, written(JSON.stringify(safely(text)), 'json')]),
      30,
      [1],
    );
  });
});

describe('whatever stands in a table, a baseline or a result', () => {
  const cell = fc.oneof(
    anyText,
    fc.constantFrom('', '"', '1', '-2.5', '1e400', 'NaN', 'Infinity', '\u0007', 'a,b', '__proto__'),
  );
  const column = fc.oneof(
    fc.constantFrom('eps', 'K.xy', 'sigma.xx', 'sigma.yy', 'constructor', '__proto__', 'Dz', 'theta', ''),
    cell,
  );
  const lineOf = (cells: readonly string[]): string => cells.join(',');
  const table = fc
    .tuple(
      fc.array(column, { minLength: 1, maxLength: 4 }).map((names) => ['eps', 'K.xy', ...names]),
      fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { maxLength: 4 }),
      fc.boolean(),
    )
    .map(([names, rows, isWhole]) =>
      [isWhole ? ['eps', 'K.xy'] : names, ...rows.map((row) => (isWhole ? row.slice(0, 2) : row)), ['0.9', '1']]
        .map(lineOf)
        .join('\n'),
    );
  const rest = ['m=1', 'alpha=0.3', 'Dz=0.1', 'u=0.5'];

  const compared = (text: string, isAlone: boolean): string[] => [
    ...['compare', written(text, 'csv')],
    ...(isAlone ? [] : ['--theory', 'rashba-ferromagnet', '--set', ...rest]),
  ];

  it('a table is compared or refused', () =>
    tried(
      fc.tuple(table, fc.boolean()).map(([text, isAlone]) => compared(text, isAlone)),
      40,
      [0, 1],
      compared('eps,K.xy\n1,-0.3969', false),
    ));

  const swept = (text: string): string[] => [
    ...['sweep', '--over', written(text, text.startsWith('eps') ? 'csv' : 'jsonl'), '--set', ...rest],
    ...['--quantities', 'K.xy', '--digits', '4', '--workers', '1'],
  ];

  it('a file of points is solved or refused', () =>
    tried(
      fc
        .oneof(
          table.map((text) => text.replace(/^[^\n]*/, 'eps,Dy')),
          fc.array(fc.oneof(fc.json({ maxDepth: 2 }), fc.constant('{"eps":1}'))).map((lines) => lines.join('\n')),
        )
        .map(swept),
      25,
      [0, 1],
      swept('eps,Dy\n1,0.1'),
    ));

  const BASELINE = JSON.stringify({
    ...{ schema: 1, theory: 'rashba-ferromagnet', hash: 'x', version: '0', digits: 4, quantities: ['K.xy'] },
    ...{ symmetries: [], reasons: [{ why: 'any', changed: 0 }] },
    points: [{ set: { m: '1', alpha: '0.3', Dz: '0.1', u: '0.5', eps: '1' }, values: { 'K.xy': '-0.3969' } }],
  });

  it('a baseline is checked or refused', () =>
    tried(
      broken(BASELINE).map((text) => ['baseline', 'check', written(JSON.stringify(safely(text)), 'json')]),
      25,
      [1],
    ));

  it('a theory is diagnosed and told from another, or refused', () =>
    tried(
      fc
        .tuple(broken(THEORY), fc.constantFrom(['doctor'], ['diff', '--samples', '2', written(THEORY)]))
        .map(([text, args]) => [...args, written(text)]),
      25,
      [1],
    ));
});

/** What a text means as YAML, or the text itself. */
function safely(text: string): unknown {
  try {
    return parse(text) ?? null;
  } catch {
    return text;
  }
}

describe('whatever is asked', () => {
  const scale = fc.oneof(
    fc.constantFrom('Dx', 'Dz', 'alpha*pF', 'eps', 'u', 'pF', 'm', 'x', '', 'Dx^2', 'theta = 0'),
    anyText,
  );
  const regime = fc.array(scale, { minLength: 1, maxLength: 4 }).map((scales) => scales.join(' << '));
  const quantity = fc.oneof(fc.constantFrom('K.yx', 'K.qq', 'sigma.xy', 'tau.9', 'constructor', ''), anyText);
  const option = fc.oneof(
    fc.tuple(fc.constant('--in'), fc.oneof(fc.constantFrom('u', 'Dx', 'm', ''), anyText)),
    fc.tuple(fc.constant('--set'), fc.oneof(fc.constantFrom('Dy=2*Dx', 'uz=u/3', 'Dy=', '=0', 'Dy=Dy'), anyText)),
    fc.tuple(fc.constantFrom('--orders', '--terms', '--digits', '--scheme', '--format'), anyText),
  );
  const options = fc.array(option, { maxLength: 2 }).map((pairs) => pairs.flat());

  it.each(['expand', 'discover'])('%s', (command) =>
    // a regime that is one takes its time elsewhere: here it must be wrong
    tried(
      fc
        .tuple(quantity, regime, options)
        .filter(([, text]) => !/^(Dx|Dz|alpha\*pF|eps)( << (Dx|Dz|alpha\*pF|eps)){2,}$/.test(text))
        .map(([name, text, rest]) => [command, name, '--regime', text, ...rest]),
      60,
      [1],
    ),
  );

  it('laws', () => {
    const pair = fc.tuple(fc.constantFrom('m', 'alpha', 'eps', 'u', 'Dx', 'scheme', 'cutoff', 'q'), anyText);
    const replayed = fc.array(pair, { maxLength: 4 }).map((pairs) => pairs.map((p) => p.join('=')).join(' '));
    const id = fc.constantFrom('optical-theorem', 'nothing', '', 'ward', 'constructor');
    return tried(
      fc.oneof(
        fc.tuple(id, replayed).map(([law, text]) => ['laws', '--law', law, '--replay', text]),
        fc.tuple(id, number).map(([law, text]) => ['laws', '--run', '--law', law, '--runs', '1', '--seed', text]),
        fc.tuple(anyText).map(([text]) => ['laws', '--run', '--law', 'optical-theorem', '--runs', text.slice(0, 1)]),
        fc.tuple(anyText).map(([text]) => ['laws', '--with', text]),
      ),
      60,
      [0, 1],
      ['laws', '--run', '--law', 'optical-theorem', '--runs', '1', '--seed', '1'],
    );
  });

  it('mutants', () =>
    tried(
      fc
        .record({
          mutant: fc.oneof(fc.constantFrom('weight.doubled', 'nothing', ''), anyText),
          law: fc.constantFrom('optical-theorem', 'nothing', ''),
          jobs: fc.oneof(fc.constantFrom('1', '2', '0', '-1', '1000000'), anyText),
          ledger: fc.constantFrom(['--no-ledger'], ['--ledger', folder], ['--ledger', 'nothing']),
        })
        .map(({ mutant, law, jobs, ledger }) => [
          ...['mutants', '--mutant', mutant, '--law', law, '--runs', '1', '--jobs', jobs],
          ...ledger,
        ]),
      40,
      [1],
    ));
});

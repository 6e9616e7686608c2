import { describe, expect, it } from 'vitest';
import { runMutants } from '../../ledger/runMutants.js';
import { parseCase } from '../../properties/cases/case.js';
import { lawsOf } from '../../properties/catalogue/catalogue.js';
import { runLaw } from '../../properties/law/runLaw.js';
import { SampleJudge } from '../../properties/law/sampleJudge.js';
import { Classification } from '../../properties/symmetry/classification.js';
import { loadMpfr } from '../../src/arithmetic/mpfr.js';
import { rashbaFerromagnet } from '../../src/theory/builtin.js';
import type { TheoryInput } from '../../src/theory/definition.js';
import { InputError } from '../../src/theory/errors.js';
import { Theory } from '../../src/theory/theory.js';
import { run } from '../cli/run.js';
import { THEORY, written } from '../cli/samples.js';

const bounded = (more: Partial<TheoryInput>): Theory => new Theory({ ...rashbaFerromagnet, ...more });
const STATED = {
  ranges: { eps: { from: 0.5, to: '2' }, alpha: { from: 0.1, to: 0.6 }, u: { from: 0.1, to: 1 }, m: { from: 2 } },
  constraints: ['Dx < alpha*pF', '-eps/2 < Dz <= eps/2'],
};
const POINT = { eps: 1, alpha: 0.2, u: 0.5, m: 2, Dx: 0, Dy: 0, Dz: 0, ux: 0, uy: 0, uz: 0, n: 1 };

describe('the bounds of a theory', () => {
  const breach = (change: Partial<typeof POINT>): string | undefined =>
    bounded(STATED).bounds.breach((name) => ({ ...POINT, ...change })[name as keyof typeof POINT]);

  it.each([
    [{}, undefined],
    [{ eps: 2.1 }, 'eps = 2.1 is outside its range, 0.5 to 2'],
    [{ m: 1 }, 'm = 1 is outside its range, from 2'],
    // pF = sqrt(2 m eps) = 2
    [{ Dx: 0.39 }, undefined],
    [{ Dx: 0.41 }, 'Dx < alpha*pF does not hold'],
    [{ Dz: 0.5 }, undefined],
    [{ Dz: -0.5 }, '-eps/2 < Dz <= eps/2 does not hold'],
    [{ u: Number.POSITIVE_INFINITY }, 'u = Infinity is outside its range, 0.1 to 1'],
  ])('say what %o breaks: %s', (change, words) => expect(breach(change)).toBe(words));

  it.each<[Partial<TheoryInput>, RegExp]>([
    [{ ranges: { x: { from: 1 } } }, /ranges.x: there is no such parameter/],
    [{ ranges: { eps: { from: 2, to: 1 } } }, /ranges.eps: from 2 to 1 is empty/],
    [{ constraints: ['Dx'] }, /constraint "Dx": expected an inequality/],
    [{ constraints: ['Dx <'] }, /constraint "Dx <": expected an inequality/],
    [{ constraints: ['Dx < q'] }, /constraint = q: unknown name "q"/],
    [{ ranges: { eps: { from: 'a' } } }, /ranges.eps.from: /],
    [{ secondsPerLaw: 0 }, /secondsPerLaw/],
  ])('are refused where they mean nothing: %o', (more, message) => {
    expect(() => bounded(more)).toThrow(InputError);
    expect(() => bounded(more)).toThrow(message);
  });

  it('know no pF where h0 has no p^2', () => {
    const { hamiltonian } = rashbaFerromagnet;
    const flat = { ...rashbaFerromagnet, hamiltonian: { ...hamiltonian, h0: '0' }, constraints: ['Dx < alpha*pF'] };
    expect(() => new Theory(flat)).toThrow(/unknown name "pF"/);
  });
});

describe('samples inside bounds', async () => {
  await loadMpfr();
  const judge = new SampleJudge(new Classification(bounded(STATED)));
  const law = (id: string, from = judge) => {
    const found = lawsOf(from.classification).find((l) => l.id === id);
    if (!found) throw new Error(id);
    return found;
  };

  it('are all that a law is tried on', () => {
    const seen: ((name: string) => number)[] = [];
    const watched = {
      ...law('optical-theorem'),
      within: (value: (name: string) => number) => {
        seen.push(value);
        return true;
      },
    };
    const { verdict, samples } = runLaw(judge, watched, { runs: 25, seed: 4 });
    expect([verdict, samples]).toEqual(['holds', 25]);
    for (const [name, { from = 0, to = 1e9 }] of judge.classification.theory.bounds.ranges)
      for (const value of seen) {
        expect(value(name)).toBeGreaterThanOrEqual(from);
        expect(value(name)).toBeLessThanOrEqual(to);
      }
    // the free theory leaves them
    const free = new SampleJudge(new Classification(bounded({})));
    seen.length = 0;
    runLaw(free, { ...watched, ...law('optical-theorem', free), within: watched.within }, { runs: 25, seed: 4 });
    expect(seen.some((value) => value('u') > 1)).toBe(true);
  });

  it('are demanded of a replayed case', () => {
    const sample = parseCase('m=2 alpha=0.2 Dx=0.5 Dy=0 Dz=0 u=0.5 ux=0 uy=0 uz=0 eps=1 n=1');
    expect(judge.judge(law('optical-theorem'), sample)).toMatchObject({
      status: 'outside',
      reason: 'Dx < alpha*pF does not hold',
    });
  });

  it('exist for no law that fixes a parameter outside', () => {
    const closed = lawsOf(new Classification(bounded({}))).filter(({ draw }) => draw.fixed?.alpha === '0');
    expect(closed.length).toBeGreaterThan(0);
    for (const { id } of closed) expect(lawsOf(judge.classification).map((l) => l.id)).not.toContain(id);
  });

  it('that do not exist leave a law untested, with the bound', () => {
    const none = new SampleJudge(new Classification(bounded({ constraints: ['eps < -1000*m*alpha^2'] })));
    expect(runLaw(none, law('optical-theorem', none), { runs: 5, seed: 1 })).toMatchObject({
      verdict: 'untested',
      reason: expect.stringContaining('eps < -1000*m*alpha^2 does not hold'),
    });
  });

  it('end with the time that the theory grants a law', () => {
    const hasty = new SampleJudge(new Classification(bounded({ secondsPerLaw: 1e-9 })));
    expect(runLaw(hasty, law('optical-theorem', hasty), { runs: 50, seed: 1 })).toMatchObject({
      verdict: 'untested',
      reason: expect.stringContaining('the time of the law (1e-9 s) was over'),
    });
  });
});

describe('commands', () => {
  const path = written(`${THEORY}ranges: { eps: { from: 0.5, to: 2 } }\nconstraints: ['a < eps']\n`);

  it('say where a solve is outside', async () => {
    const { out } = await run('solve', path, '--set', 'm=1', 'a=0.3', 'u=0.5', 'eps=3', '--digits', '5');
    expect(out).toContain('note: outside what the theory states for itself: eps = 3 is outside its range, 0.5 to 2');
  });

  it('doctor tells the bounds, and looks inside them', async () => {
    const { out } = await run('doctor', path);
    expect(out).toContain('stated bounds: eps 0.5..2; a < eps');
    expect(out).toMatch(/^ {2}0.5 to 2: two rings$/m);
    expect(out).toContain('these values are outside: a < eps does not hold');
  });

  it('wrong theories are tried inside', async () => {
    const { mutants } = await runMutants(path, {
      ...{ runs: 3, seed: 1, jobs: 1 },
      laws: ['optical-theorem'],
      mutants: ['vertex.doubled'],
    });
    const witness = parseCase(mutants[0].witness ?? '').values;
    expect(Number(witness.eps)).toBeGreaterThanOrEqual(0.5);
    expect(Number(witness.a)).toBeLessThan(Number(witness.eps));
  });

  it('a ledger draws its samples inside, and refuses points outside', async () => {
    const ledger = (point: string, high: number): string =>
      written(`
paper: { id: bounded, title: A title, authors: Nobody }
theory: ${path}
regimes: {}
conventions: {}
points: { here: { m: '1', a: '0.3', u: '0.5', eps: '${point}' } }
ranges: { wide: { m: '1', a: [0.1, ${high}], u: '0.5', eps: [0.2, 4] } }
rows:
  - id: same
    kind: equation
    source: { place: here }
    expect: { verdict: holds, why: any }
    at: [here]
    over: [wide]
    left: K.yx
    right: -K.xy
`);
    const { out, err } = await run('explain', 'same', ledger('1', 2), '--json');
    expect(err).toBe('');
    const { tables } = JSON.parse(out) as { tables: { rows: string[][] }[] };
    const drawn = tables[0].rows.map(([place]) => Object.fromEntries(place.split(' ').map((word) => word.split('='))));
    expect(drawn.length).toBe(3);
    for (const { eps, a } of drawn) {
      expect(Number(eps)).toBeGreaterThanOrEqual(0.5);
      expect(Number(eps)).toBeLessThanOrEqual(2);
      expect(Number(a)).toBeLessThan(Number(eps));
    }
    const outside = await run('verify', ledger('3', 2));
    expect(outside).toMatchObject({ code: 1, out: '' });
    expect(outside.err).toBe(
      'row same: points.here lies outside the bounds of mine: eps = 3 is outside its range, 0.5 to 2\n',
    );
  });
});

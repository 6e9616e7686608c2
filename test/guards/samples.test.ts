import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { parseCase } from '../../properties/cases/case.js';
import { CompiledLaw } from '../../properties/law/compiledLaw.js';
import { EXACT, type Law } from '../../properties/law/law.js';
import { DOUBLE_DIGITS, type Sample, SampleJudge } from '../../properties/law/sampleJudge.js';
import { Classification } from '../../properties/symmetry/classification.js';
import { constant } from '../../src/arithmetic/expression.js';
import { loadMpfr, MpfrField } from '../../src/arithmetic/mpfr.js';
import type { Survey } from '../../src/quadrature/survey.js';
import { AccuracyError, InputError } from '../../src/theory/errors.js';
import { loadTheory } from '../../src/theory/load.js';

const classification = new Classification(loadTheory('rashba-ferromagnet'));
const POINT = { m: '1', eps: '1', alpha: '0.3', Dx: '0.1', Dy: '0', Dz: '0.1', u: '0.5', n: '1', scheme: 't-matrix' };
const PLAIN = { ...POINT, ux: '0', uy: '0', uz: '0', cutoff: 'renormalised' };
const caseAt = (change: Record<string, string> = {}) =>
  parseCase(
    Object.entries({ ...PLAIN, ...change })
      .map(([name, text]) => `${name}=${text}`)
      .join(' '),
  );

/** A law of one scalar statement. */
const lawOf = (left: number, right: number, more: Partial<Law> = {}): Law => ({
  id: 'tried',
  level: 'sanity',
  statement: '',
  latex: '',
  proof: '',
  source: '',
  domain: '',
  claims: () => true,
  draw: {},
  measurements: [{}],
  sides: () => [{ left: constant(left), right: constant(right), scale: constant(1) }],
  ...more,
});

beforeAll(loadMpfr);

const judged = (law: Law, change: Record<string, string> = {}): Sample & { rejudged: number } => {
  // few lines are enough for what does not depend on the direction
  const judge = new SampleJudge(classification, undefined, { patience: 3 });
  return { ...judge.judge(law, caseAt(change)), rejudged: judge.rejudged };
};

describe('the domain of a law', () => {
  const holds = (more: Partial<Law>, change: Record<string, string> = {}) => judged(lawOf(1, 1, more), change);

  test('has the parameters that it fixes', () => {
    const draw = { fixed: { Dx: '0.10', Dy: '0' } };
    expect(holds({ draw }).status).toBe('holds');
    for (const change of [{ Dx: '0.2' }, { Dy: '0.1' }, { Dx: '0.2', Dy: '0.1' }])
      expect(holds({ draw }, change)).toMatchObject({
        status: 'outside',
        contours: 'other',
        reason: 'outside the stated domain',
      });
  });

  test('has the cutoffs that it draws', () => {
    for (const [cutoffs, renormalised, hard] of [
      [['renormalised'], 'holds', 'outside'],
      [['hard'], 'outside', 'holds'],
      [['renormalised', 'hard'], 'holds', 'holds'],
      [undefined, 'holds', 'holds'],
    ] as const) {
      const draw = cutoffs ? { cutoffs } : {};
      expect([holds({ draw }).status, holds({ draw }, { cutoff: '50' }).status]).toEqual([renormalised, hard]);
    }
  });

  test('has its further restriction, to which an infinite strength is infinite', () => {
    const seen: number[] = [];
    const within = (value: (name: string) => number, cutoff: string): boolean => {
      seen.push(value('u'), value('alpha'));
      return value('u') > 0.4 && cutoff === 'renormalised';
    };
    expect(holds({ within }).status).toBe('holds');
    expect(holds({ within }, { u: '0.3' }).status).toBe('outside');
    expect(holds({ within }, { u: 'inf' }).status).toBe('holds');
    expect(seen).toEqual([0.5, 0.3, 0.3, 0.3, Number.POSITIVE_INFINITY, 0.3]);
  });

  test('has carriers, and the contours to which it is restricted', () => {
    expect(holds({}, { eps: '-1' })).toMatchObject({ status: 'outside', contours: 'none', reason: 'no carriers' });
    expect(holds({})).toMatchObject({ status: 'holds', contours: 'two rings' });
    expect(holds({ contours: ['two rings'] }).status).toBe('holds');
    const other = holds({ contours: ['one ring'] });
    expect(other).toMatchObject({ status: 'outside', contours: 'two rings', reason: 'contours: two rings', worst: 0 });
  });

  test('has states with positive rates alone', () => {
    const born = { scheme: 'born:4', u: '20' };
    const undecided = lawOf(Number.NaN, 0);
    expect(judged(undecided, born)).toMatchObject({ status: 'outside', reason: 'rates of either sign', rejudged: 0 });
    expect(judged(undecided)).toMatchObject({ status: 'undecided', rejudged: 1 });
    // what is settled all the same counts
    expect(judged(lawOf(1, 1), born).status).toBe('holds');
    expect(judged(lawOf(1, 2), born)).toMatchObject({ status: 'refuted', digits: 52, rejudged: 1 });
  });
});

describe('the precision of a verdict', () => {
  test('is double where a law holds or says nothing', () => {
    const holding = judged(lawOf(1, 1 + 0.5e-8));
    expect(holding).toMatchObject({ status: 'holds', digits: DOUBLE_DIGITS, rejudged: 0 });
    expect(holding.worst).toBeCloseTo(0.5, 6);
    expect(holding.evidence).toBeUndefined();
    expect(judged(lawOf(0, 0))).toMatchObject({ status: 'vacuous', worst: 0, rejudged: 0 });
  });

  test('is 40 digits and more where it fails', () => {
    const failing = judged(lawOf(1, 1 + 1e-6));
    expect(failing).toMatchObject({ status: 'refuted', digits: 52, rejudged: 1 });
    expect(failing.worst).toBeCloseTo(100, 6);
    expect(failing.evidence).toMatchObject({ side: 0, left: '1', scale: '1', lines: 32 });
    expect(failing.evidence?.right).toMatch(/^1\.00000(1|09)\d*$/);
    expect(failing.evidence?.right.length).toBeLessThanOrEqual(26);
  });

  test.each([
    // an exact law holds below 1e-20 and fails above 1e-10, whatever it asks of double precision
    ['exact', 1e-12, 1e-8, 'holds'],
    ['exact', 1e-12, 1e-14, 'undecided'],
    ['exact', 2e-10, 1e-14, 'refuted'],
    ['exact', 1e-22, 1e-30, 'holds'],
    // an asymptotic one by its own bound
    ['asymptotic', 1e-12, 1e-14, 'refuted'],
    ['asymptotic', 0.2, 0.25, 'holds'],
    ['asymptotic', 0.3, 0.25, 'refuted'],
  ] as const)('%s: a residual of %d with the tolerance %d %s', (kind, residual, value, status) => {
    const law = lawOf(1, 0, { tolerance: { kind, value } });
    const [one, many] = [() => constant(1), () => constant(100)];
    const sides: Law['sides'] = () => [{ left: one().add(residual), right: one(), scale: one(), substance: many() }];
    expect(judged({ ...law, sides }).status).toBe(status);
  });

  test('shows 24 decimals of both sides, and all of the scale', () => {
    const sides: Law['sides'] = () => [
      { left: constant(1e4).div(7), right: constant(2), scale: constant(-1e3).div(7) },
    ];
    const { evidence } = judged(lawOf(0, 0, { sides }));
    expect(evidence?.left).toBe('-10');
    expect(evidence?.scale).toBe('-142.857142857142857142857142');
    expect(evidence?.right).toMatch(/^-0\.0140*$/);
  });

  test('is that of a field that is released', () => {
    const release = vi.spyOn(MpfrField.prototype, 'release');
    judged(lawOf(1, 2));
    expect(release).toHaveBeenCalledTimes(1);
    vi.restoreAllMocks();
  });

  test('is measured against the natural scale', () => {
    const sides =
      (scale: number): Law['sides'] =>
      () => [{ left: constant(1e3), right: constant(1e3 + 1e-4), scale: constant(scale) }];
    expect(judged(lawOf(0, 0, { sides: sides(1e3) })).status).toBe('refuted');
    expect(judged(lawOf(0, 0, { sides: sides(1e5) })).status).toBe('holds');
    const { evidence } = judged(lawOf(0, 0, { sides: sides(1e3) }));
    expect(evidence).toMatchObject({ left: '1', scale: '1000' });
    // where the whole tensor vanishes nothing is said
    expect(judged(lawOf(0, 0, { sides: sides(0) })).status).toBe('vacuous');
    const beside: Law['sides'] = (...given) => [...sides(0)(...given), ...sides(1)(...given)];
    expect(judged(lawOf(0, 0, { sides: beside }))).toMatchObject({ status: 'refuted', evidence: { side: 1 } });
  });

  test('does not depend on how the same cases were judged before', () => {
    const judge = new SampleJudge(classification);
    const law = lawOf(1, 1, { sides: (_, v) => [{ left: v('u'), right: constant(0.5), scale: constant(1) }] });
    const status = (change: Record<string, string>) => judge.judge(law, caseAt(change)).status;
    const shapes: string[] = [];
    const { evaluate } = CompiledLaw.prototype;
    vi.spyOn(CompiledLaw.prototype, 'evaluate').mockImplementation(function (this: CompiledLaw<unknown>, lines) {
      const { scheme, hard, infinite } = this.shape;
      if (lines === 8) shapes.push(`${scheme} ${hard} ${infinite}`);
      return evaluate.call(this, lines);
    });
    const asked = [{}, { u: '0.6' }, { cutoff: '50' }, { u: '0.6', cutoff: '50' }, { scheme: 'born:3' }, {}];
    expect(asked.map(status)).toEqual(['holds', 'refuted', 'holds', 'refuted', 'holds', 'holds']);
    status({ u: 'inf' });
    vi.restoreAllMocks();
    // each kind of case has its own programs
    expect([...new Set(shapes)]).toEqual(['t-matrix false ', 't-matrix true ', 'born:3 false ', 't-matrix false u']);
  });
});

/** Sides that a law of two statements shows on more and more lines, in turn: residuals in units of the scale. */
type Script = (lines: number, digits: number) => readonly (readonly [left: number, right: number, substance: number])[];

describe('a law is settled', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** Judges a law whose sides are those of a script; also the lines that were tried, by digits. */
  function scripted(script: Script, more: Partial<Law> = {}, patience?: number) {
    const tried: Record<number, number[]> = {};
    const certain: boolean[] = [];
    const evaluate = function (this: CompiledLaw<unknown>, lines: number): boolean {
      const { field, sides } = this;
      const digits = Math.round(field.digits);
      tried[digits] = [...(tried[digits] ?? []), lines];
      certain.push(this.certain);
      script(lines, digits).forEach(([left, right, substance], k) => {
        [left, right, 1, substance].forEach((x, j) => {
          field.set(sides as never, 4 * k + j, Number.isNaN(x) ? 'NaN' : String(x));
        });
      });
      return true;
    };
    vi.spyOn(CompiledLaw.prototype, 'evaluate').mockImplementation(evaluate as never);
    const sides: Law['sides'] = () =>
      [1, 2].map((x) => ({ left: constant(x), right: constant(x), scale: constant(1) }));
    const judge = new SampleJudge(classification, undefined, { patience });
    return { ...judge.judge(lawOf(0, 0, { sides, ...more }), caseAt()), tried, certain };
  }
  const same =
    (left: number, right: number, substance = 1): Script =>
    () => [
      [left, right, substance],
      [1, 1, 1],
    ];

  test('by two numbers of lines that agree', () => {
    expect(scripted(same(1, 1))).toMatchObject({ tried: { 16: [8, 16] }, certain: [false, false] });
    // a failure may be one of lines that missed a tangent: once more with these known, then with more digits
    expect(scripted(same(1, 2)).certain).toEqual([false, false, true, true, true, true]);
    // the first two differ by more than is allowed
    const slow: Script = (lines) => [
      [1 + (lines < 100 ? 1e-6 : 1e-9) * (lines % 16 ? 1 : 1 / lines), 1, 1],
      [1, 1, 1],
    ];
    const { status, tried } = scripted(slow);
    expect(status).toBe('holds');
    expect(tried[16].slice(0, 3)).toEqual([8, 16, 32]);
  });

  test('never by a residual that is as uncertain as it is large', () => {
    // the residual grows by half from count to count
    const wandering: Script = (lines) => [
      [1 + lines / 1000, 1, 1],
      [1, 1, 1],
    ];
    const { status, reason, tried } = scripted(wandering);
    expect(status).toBe('undecided');
    expect(reason).toMatch(/^residual 1\.5e\+0 \+- 7\.7e-1$/);
    expect(tried).toEqual({
      16: [8, 16, 32, 64, 128, 256, 512, 1024, 8, 16, 32, 64, 128, 256, 512, 1024],
      52: [16, 32, 64, 96, 192, 384, 768, 1536],
    });
  });

  test.each([
    [0.9e-3, 'refuted'],
    [1.1e-3, 'undecided'],
  ])('as a failure if more lines change the residual by less than a thousandth: %d', (part, status) => {
    // +- part of the residual from one count to the next
    const counts = [16, 32, 64, 96, 192, 384, 768, 1536];
    const shaken: Script = (lines) => [
      [0.1 * (1 + (counts.indexOf(lines) % 2 ? part : 0)), 0, 1],
      [1, 1, 1],
    ];
    expect(scripted(shaken).status).toBe(status);
  });

  test('as a failure if they change it by a thousandth', () => {
    const thousand: Script = (lines) => [
      [[16, 64].includes(lines) ? 999 : 1000, 0, 1],
      [1, 1, 1],
    ];
    expect(scripted(thousand)).toMatchObject({ status: 'refuted', tried: { 52: [16, 32] } });
  });

  test('not by a residual that neither holds nor fails', () => {
    const { status, worst, reason } = scripted(same(1e-15, 0), { tolerance: { kind: 'exact', value: 1e-16 } });
    expect([status, worst, reason]).toEqual(['undecided', Number.NaN, 'residual 1.0e-15 +- 0.0e+0']);
  });

  test('by its worst side, which is the evidence', () => {
    const found = scripted(() => [
      [1, 1.25, 1],
      [-1, 1, 2],
    ]);
    expect(found).toMatchObject({ status: 'refuted', worst: 2 / EXACT.value });
    expect(found.evidence).toEqual({ side: 1, left: '-1', right: '1', scale: '1', lines: 32 });
    const other = scripted(() => [
      [1, -1, 1],
      [1, 1.25, 2],
    ]);
    expect(other.evidence?.side).toBe(0);
    // the first of two that are as bad
    const both = scripted(() => [
      [1, -1, 1],
      [1, -1, 1],
    ]);
    expect(both.evidence?.side).toBe(0);
  });

  test('by what any of its sides says', () => {
    const value = EXACT.value;
    const status = (difference: number, substance: number) =>
      scripted(() => [
        [difference, 0, substance],
        [0, 0, 0],
      ]).status;
    // something must be there to compare: ten times the tolerance
    expect([status(0, 10.1 * value), status(0, 10 * value), status(0, 9.9 * value)]).toEqual([
      'holds',
      'vacuous',
      'vacuous',
    ]);
    // a difference above the tolerance is something
    expect([status(1.1 * value, 0), status(0.9 * value, 0), status(value, 0)]).toEqual([
      'refuted',
      'vacuous',
      'vacuous',
    ]);
    expect(status(-1.1 * value, 0)).toBe('refuted');
  });

  test('as saying nothing only once that is certain', () => {
    const value = EXACT.value;
    // both counts show less than the tolerance, but of opposite sign
    const swinging =
      (size: number): Script =>
      (lines) => [
        [size * ([8, 32, 128, 512].includes(lines) ? 1 : -1), 0, 0],
        [0, 0, 0],
      ];
    expect(scripted(swinging(0.5 * value))).toMatchObject({ status: 'vacuous', tried: { 16: [8, 16] } });
    expect(scripted(swinging(0.6 * value)).tried[16].length).toBeGreaterThan(2);
  });

  test('never by what is no number, and more lines are not tried on it in double precision', () => {
    for (const broken of [
      [Number.NaN, 1, 1],
      [1, 1, Number.NaN],
    ] as const) {
      const { status, tried } = scripted((_, digits) => [digits === 16 ? broken : [1, 1, 1], [1, 1, 1]]);
      // 8 and 16 lines, the same again with tangent lines known, then 52 digits
      expect([status, tried]).toEqual(['holds', { 16: [8, 16, 8, 16], 52: [16, 32] }]);
    }
    const hopeless = scripted(() => [
      [1, 1, 1],
      [Number.NaN, 1, 1],
    ]);
    expect(hopeless).toMatchObject({ status: 'undecided', reason: 'residual NaN +- NaN', digits: 52 });
    expect(hopeless.worst).toBeNaN();
    expect(hopeless.tried[52]).toEqual([16, 32, 64, 96, 192, 384, 768, 1536]);
  });

  test('on no more directions in all than the law allows, of however many sectors', () => {
    const nothing: Script = () => [
      [Number.NaN, 1, 1],
      [1, 1, 1],
    ];
    vi.spyOn(CompiledLaw.prototype, 'directions', 'get').mockReturnValue(32);
    // 32 directions of 8 lines a sector, then 64, and 16 lines after 8 at more digits
    expect(scripted(nothing, { mostLines: 63 }).tried).toEqual({ 16: [8, 8], 52: [8] });
    expect(scripted(nothing, { mostLines: 64 }).tried).toEqual({ 16: [8, 16, 8, 16], 52: [8] });
  });

  test('on no more lines than the law and the patience allow', () => {
    const nothing: Script = () => [
      [Number.NaN, 1, 1],
      [1, 1, 1],
    ];
    expect(scripted(nothing, {}, 3).tried[52]).toEqual([16, 32, 64]);
    const dear = scripted(nothing, { mostLines: 16 });
    expect(dear.tried).toEqual({ 16: [8, 16, 8, 16], 52: [8, 16] });
    expect(scripted(nothing, { mostLines: 8 })).toMatchObject({
      status: 'undecided',
      reason: 'the sides did not settle',
    });
    const finite = [{ limit: 'finite', scheme: { kind: 't-matrix' } }] as const;
    expect(scripted(nothing, { measurements: finite }).tried[52]).toEqual([8, 16, 24, 48, 96]);
  });

  test('as outside where a measurement meets no contour or has no meaning', () => {
    vi.spyOn(CompiledLaw.prototype, 'evaluate').mockReturnValue(false);
    expect(judged(lawOf(1, 1))).toMatchObject({ status: 'outside', reason: 'no carriers', worst: 0, digits: 16 });
    vi.spyOn(CompiledLaw.prototype, 'evaluate').mockImplementation(() => {
      throw new InputError('no meaning');
    });
    expect(judged(lawOf(1, 1))).toMatchObject({ status: 'outside', reason: 'no meaning' });
  });

  test('as undecided where the solvers give up, at once if these digits would not help', () => {
    vi.spyOn(CompiledLaw.prototype, 'evaluate').mockImplementation(() => {
      throw new AccuracyError('gave up');
    });
    expect(judged(lawOf(1, 1))).toMatchObject({ status: 'undecided', reason: 'gave up', digits: 52, rejudged: 1 });
    const finite = lawOf(1, 1, { measurements: [{}, { limit: 'finite', scheme: { kind: 't-matrix' } }] });
    expect(judged(finite)).toMatchObject({ status: 'undecided', reason: 'gave up', digits: 16, rejudged: 0 });
  });

  test('never by a mistake of the suite', () => {
    vi.spyOn(CompiledLaw.prototype, 'evaluate').mockImplementation(() => {
      throw new TypeError('a mistake');
    });
    expect(() => judged(lawOf(1, 1))).toThrow(TypeError);
    const finite = lawOf(1, 1, { measurements: [{ limit: 'finite', scheme: { kind: 't-matrix' } }] });
    expect(() => judged(finite)).toThrow(TypeError);
  });
});

test('tangent lines are located in double precision, and in more digits where that cannot resolve them', () => {
  const crescent = { eps: '-0.3', alpha: '0.88', Dx: '0.37', Dz: '0.15' };
  // bands that are split by less than double precision shows
  const degenerate = { alpha: '1e-11', Dx: '0', Dz: '1e-12', u: '1e-3' };
  for (const [change, tangents] of [
    [crescent, true],
    [degenerate, false],
    [{}, false],
  ] as const) {
    let found: Survey | undefined;
    vi.spyOn(CompiledLaw.prototype, 'evaluate').mockImplementation(function (this: CompiledLaw<unknown>) {
      const { field, base } = this;
      if (field.name === 'double') throw new AccuracyError('more digits');
      const values = caseAt(change).values;
      const input = field.vector(base.parameterNames.length + 1);
      for (const [k, name] of base.parameterNames.entries()) field.set(input as never, k, values[name]);
      field.set(input as never, base.parameterNames.length, '1');
      found = this.surveyOf(base, input, Number.POSITIVE_INFINITY);
      throw new AccuracyError('enough');
    });
    expect(judged(lawOf(1, 1), change)).toMatchObject({ status: 'undecided', reason: 'enough' });
    vi.restoreAllMocks();
    expect(found?.tangents.some(({ distance }) => distance === 0)).toBe(tangents);
    expect(found?.crossings).toBeGreaterThan(0);
  }
});

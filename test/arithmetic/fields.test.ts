import type { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { DecimalField } from '../../src/arithmetic/decimal.js';
import { DoubleField } from '../../src/arithmetic/double.js';
import { constant, type Expr, pi, trace } from '../../src/arithmetic/expression.js';
import type { Field } from '../../src/arithmetic/field.js';
import { loadMpfr, MpfrField } from '../../src/arithmetic/mpfr.js';
import { exactly, runProgram, Wide } from './run.js';

const difference = (a: string, b: string): Decimal => new Wide(a).minus(b).abs();

beforeAll(loadMpfr);

const OPERATIONS = [
  'constant',
  'add',
  'sub',
  'mul',
  'div',
  'neg',
  'abs',
  'sign',
  'sqrt',
  'log',
  'cos',
  'sin',
  'atan2',
] as const;
const CONSTANTS = [0, 1, -1, 2, 3, 0.5, -0.375, 7, 1024];

/** One line of a random program; `a` and `b` pick earlier lines. */
interface Step {
  readonly op: (typeof OPERATIONS)[number];
  readonly a: number;
  readonly b: number;
}

interface Line extends Step {
  readonly value: number;
  /** First-order bound of the rounding error in units of the unit roundoff. */
  readonly error: number;
}

const plain: Record<(typeof OPERATIONS)[number], (x: number, y: number) => number> = {
  constant: (x) => x,
  add: (x, y) => x + y,
  sub: (x, y) => x - y,
  mul: (x, y) => x * y,
  div: (x, y) => x / y,
  neg: (x) => -x,
  abs: Math.abs,
  sign: Math.sign,
  sqrt: Math.sqrt,
  log: Math.log,
  cos: Math.cos,
  sin: Math.sin,
  atan2: Math.atan2,
};

function errorOf(op: Step['op'], x: Line, y: Line, value: number): number {
  const size = Math.abs(value);
  switch (op) {
    case 'add':
    case 'sub':
      return x.error + y.error + size;
    case 'mul':
      return Math.abs(x.value) * y.error + Math.abs(y.value) * x.error + size;
    case 'div':
      return (x.error + size * y.error) / Math.abs(y.value) + size;
    case 'sqrt':
      return x.error / (2 * value) + size;
    case 'log':
      return x.error / x.value + size;
    case 'cos':
    case 'sin':
      return x.error + size;
    case 'atan2':
      return (Math.abs(y.value) * x.error + Math.abs(x.value) * y.error) / (x.value ** 2 + y.value ** 2) + size;
    case 'sign':
    case 'constant':
      return 0;
    default:
      return x.error;
  }
}

/**
 * Straight-line programs whose every line is well defined, moderate in size and known to at least eight digits in
 * double precision.
 */
function legalLines(inputs: readonly number[], steps: readonly Step[]): Line[] {
  const lines: Line[] = inputs.map((value) => ({ op: 'constant', a: 0, b: 0, value, error: 0 }));
  for (const { op, a, b } of steps) {
    const step = { op, a: a % lines.length, b: b % lines.length };
    const [x, y] = [lines[step.a], lines[step.b]];
    const value = op === 'constant' ? CONSTANTS[a % CONSTANTS.length] : plain[op](x.value, y.value);
    const error = errorOf(op, x, y, value);
    const negligible = Math.abs(value) < 1e-20 && !(op === 'constant' || op === 'sign');
    if (!Number.isFinite(value) || Math.abs(value) > 1e20 || negligible || !(error <= 1e8 * Math.abs(value))) continue;
    lines.push({ ...step, ...(op === 'constant' && { a: a % CONSTANTS.length }), value, error });
  }
  return lines;
}

const programOf = (lines: readonly Line[], count: number): ReturnType<typeof trace> =>
  trace([count], (inputs) => {
    const made: Expr[] = [...inputs];
    for (const { op, a, b } of lines.slice(count)) {
      const [x, y] = [made[a], made[b]];
      if (op === 'constant') made.push(constant(CONSTANTS[a]));
      else if (
        op === 'neg' ||
        op === 'abs' ||
        op === 'sign' ||
        op === 'sqrt' ||
        op === 'log' ||
        op === 'cos' ||
        op === 'sin'
      )
        made.push(x[op]());
      else made.push(x[op](y));
    }
    return made;
  });

const step = fc.record({ op: fc.constantFrom(...OPERATIONS), a: fc.nat(999), b: fc.nat(999) });
const input = fc.integer({ min: -8_000_000, max: 8_000_000 }).map((k) => k / 1_048_576);

describe('one formula, three fields', () => {
  it('agree on random programs to the digits of the coarser', () => {
    let compared = 0;
    fc.assert(
      fc.property(
        fc.array(input, { minLength: 1, maxLength: 4 }),
        fc.array(step, { minLength: 5, maxLength: 60 }),
        (inputs, steps) => {
          const lines = legalLines(inputs, steps);
          const program = programOf(lines, inputs.length);
          const exact = new MpfrField(80);
          const finer = new MpfrField(33);
          const truth = runProgram(exact, program, inputs);
          const cases: [Field<never>, number][] = [
            [new DoubleField() as unknown as Field<never>, 2 ** -53],
            [finer as unknown as Field<never>, 1e-33],
            [new DecimalField(26) as unknown as Field<never>, 1e-25],
          ];
          for (const [field, roundoff] of cases)
            runProgram(field, program, inputs).forEach((text, k) => {
              const { error, op, a } = lines[k];
              if (op === 'sign' && Math.abs(lines[a].value) < 1e-9) return;
              compared++;
              const bound = 4 * error * roundoff;
              const ours = field.name === 'double' ? exactly(Number(text)) : new Wide(text);
              expect(
                ours.minus(truth[k]).abs().lte(bound),
                `line ${k} (${op}) in ${field.name}: ${text} against ${truth[k]}`,
              ).toBe(true);
            });
          exact.release();
          finer.release();
        },
      ),
      { numRuns: 90 },
    );
    expect(compared).toBeGreaterThan(1500);
  });

  it('read doubles and constants exactly', () => {
    // none of these has fewer than 18 decimal digits
    const doubles = [0.1, 1 / 3, 2 ** -60, Math.PI, 2 ** 70 + 2 ** 20, -1e22 / 3, 1e-5];
    const program = trace([doubles.length], (x) => [...x, ...doubles.map((value) => constant(value))]);
    const exact = doubles.map(exactly);
    const mpfr = new MpfrField(120);
    for (const field of [mpfr, new DecimalField(120)] as unknown as Field<never>[])
      runProgram(field, program, doubles).forEach((text, k) => {
        const value = exact[k % doubles.length];
        expect(
          difference(text, value.toString()).lte(value.abs().times('1e-118')),
          `${field.name} ${doubles[k % doubles.length]}: ${text}`,
        ).toBe(true);
      });
    mpfr.release();
    expect(runProgram(new DoubleField(), program, doubles).map(Number)).toEqual([...doubles, ...doubles]);
  });

  it('know pi', () => {
    // Machin: pi = 16 arctan(1/5) - 4 arctan(1/239)
    const arctan = (n: number): Decimal => {
      let [power, total] = [new Wide(1).div(n), new Wide(0)];
      for (let k = 1; !power.isZero() && power.e > -700; k += 2) {
        total = k % 4 === 1 ? total.plus(power.div(k)) : total.minus(power.div(k));
        power = power.div(n * n);
      }
      return total;
    };
    const machin = arctan(5).times(16).minus(arctan(239).times(4));
    const program = trace([], () => [pi()]);
    for (const digits of [30, 400, 540]) {
      const mpfr = new MpfrField(digits);
      for (const field of [mpfr, new DecimalField(digits)] as unknown as Field<never>[])
        expect(
          difference(runProgram(field, program)[0], machin.toString()).lt(`1e-${digits - 2}`),
          `${field.name} ${digits}`,
        ).toBe(true);
      mpfr.release();
    }
    expect(Number(runProgram(new DoubleField(), program)[0])).toBe(machin.toNumber());
  });
});

const fields = (): [string, () => Field<never>][] => [
  ['double', () => new DoubleField() as unknown as Field<never>],
  ['mpfr', () => new MpfrField(40) as unknown as Field<never>],
  ['decimal', () => new DecimalField(40) as unknown as Field<never>],
];

describe.each(fields())('the memory of the %s field', (_, make) => {
  const read = (field: Field<never>, v: never, n: number): number[] =>
    Array.from({ length: n }, (_x, k) => field.toNumber(v, k));
  const filled = (field: Field<never>, values: readonly number[]): never => {
    const v = field.vector(values.length);
    values.forEach((x, k) => {
      field.set(v, k, x);
    });
    return v;
  };

  it('lets the output overlap every input', () => {
    const field = make();
    const v = filled(field, [1, 2, 3, 4]);
    // a cyclic shift, a sum and a product written over what was read
    field.compile(trace([4], (x) => [x[1], x[2].add(x[0]), x[3].mul(x[1]), x[0]]))(v, 0 as never, v, 0 as never);
    expect(read(field, v, 4)).toEqual([2, 4, 8, 1]);
    const w = filled(field, [1, 2, 3, 4, 5]);
    field.compile(trace([2, 2], (x, y) => [y[0], x[0], x[1].sub(y[1])]))(w, 0 as never, w, 2 as never, w, 1 as never);
    expect(read(field, w, 5)).toEqual([1, 3, 1, -2, 5]);
    field.release();
  });

  it('passes inputs through as copies, twice if asked', () => {
    const field = make();
    const [v, out] = [filled(field, [7, 8]), field.vector(3)];
    field.compile(trace([2], (x) => [x[0], x[0], x[1]]))(v, 0 as never, out, 0 as never);
    field.set(v, 0, -1);
    field.set(v, 1, -2);
    expect(read(field, out, 3)).toEqual([7, 7, 8]);
    field.copy(v, 0, out, 1, 2);
    field.set(v, 0, 5);
    expect(read(field, out, 3)).toEqual([7, -1, -2]);
    field.release();
  });

  it('keeps constants when the output that holds one is written to', () => {
    const field = make();
    const run = field.compile(trace([1], (x) => [constant(3), x[0].add(3)]));
    const [v, out] = [filled(field, [1]), field.vector(2)];
    run(v, 0 as never, out, 0 as never);
    field.set(out, 0, 99);
    run(v, 0 as never, out, 0 as never);
    expect(read(field, out, 2)).toEqual([3, 4]);
    field.release();
  });
});

describe('MPFR', () => {
  it('reuses its memory after release', () => {
    const program = trace([2], ([x, y]) => [x.mul(y).add(pi()).div(constant(3)), x.log().sin().atan2(y)]);
    const highest = (): number => {
      const field = new MpfrField(300);
      const v = field.vector(400);
      field.set(v, 0, '1.5');
      field.set(v, 1, '2.5');
      field.compile(program)(v, 0, v, 2);
      const top = Math.max(...v);
      field.release();
      return top;
    };
    const before = Math.max(highest(), highest(), highest());
    let after = 0;
    for (let k = 0; k < 300; k++) after = Math.max(after, highest());
    // 300 leaks of 400 numbers of 128 bytes would be 15 MB
    expect(after - before).toBeLessThan(100_000);
  });

  it('refuses what is not a numeral', () => {
    const field = new MpfrField(20);
    expect(() => field.set(field.vector(1), 0, '1.2x')).toThrow('not a decimal numeral: "1.2x"');
    field.release();
  });
});

describe('the decimal field beyond the constants of decimal.js', () => {
  const program = trace([2], ([x, y]) => [
    x.log(),
    y.cos(),
    y.sin(),
    y.atan2(x),
    y.neg().atan2(x.neg()),
    x.sqrt().atan2(y),
  ]);
  const NAMES = ['log x', 'cos y', 'sin y', 'atan2(y, x)', 'atan2(-y, -x)', 'atan2(sqrt x, y)'];
  const points: [string, string][] = [
    ['2', '3'],
    ['0.7853981', '1e-3'],
    ['1.0000000001', '3.1415926535897932384626433832795028842'],
    ['12345.678', '-2.5'],
    ['3e-40', '1.5707963267948966192313216916397514421'],
    ['1e30', '-0.3'],
    ['7', '1e-30'],
    ['0.3', '250.75'],
    ['5', '-1e6'],
  ];

  it.each([450, 540])('agrees with MPFR at %i digits', (digits) => {
    const reference = new MpfrField(digits + 60);
    for (const [x, y] of digits === 540 ? points.slice(1, 7) : points.slice(7)) {
      const truth = runProgram(reference, program, [x, y]);
      runProgram(new DecimalField(digits), program, [x, y]).forEach((text, k) => {
        // cos and sin near their zeros: absolute accuracy of the argument
        const scale = Wide.max(new Wide(truth[k]).abs(), k === 1 || k === 2 ? new Wide(y).abs().times(1e-30) : 0);
        expect(difference(text, truth[k]).lte(scale.times(`1e-${digits - 6}`)), `${NAMES[k]} at (${x}, ${y})`).toBe(
          true,
        );
      });
    }
    reference.release();
  });

  it.each([450, 540])('keeps the quadrants at %i digits', (digits) => {
    const axes = trace([1], ([x]) => {
      const [zero, minus] = [x.sub(x), x.neg()];
      return [zero.atan2(x), x.atan2(zero), zero.atan2(minus), minus.atan2(zero), pi().cos(), pi().div(2).sin()];
    });
    const turn = new Wide(
      runProgram(
        new MpfrField(600),
        trace([], () => [pi()]),
      )[0],
    );
    const expected = [new Wide(0), turn.div(2), turn, turn.div(-2), new Wide(-1), new Wide(1)];
    runProgram(new DecimalField(digits), axes, ['0.7']).forEach((text, k) => {
      expect(
        new Wide(text)
          .minus(expected[k])
          .abs()
          .lt(`1e-${digits - 3}`),
        `output ${k}: ${text}`,
      ).toBe(true);
    });
  });
});

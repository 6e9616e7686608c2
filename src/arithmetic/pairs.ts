import type { Operation } from './expression.js';
import { type Code, unsigned } from './webAssembly.js';

/** Arithmetic on pairs of doubles in one register of 128 bits. */

const operation =
  (...opcode: readonly number[]) =>
  (...operands: readonly Code[]): Code => {
    const code: number[] = [];
    for (const operand of operands) for (const byte of operand) code.push(byte);
    code.push(0xfd, ...opcode);
    return code;
  };

export const add = operation(0xf0, 0x01);
export const sub = operation(0xf1, 0x01);
export const mul = operation(0xf2, 0x01);
export const div = operation(0xf3, 0x01);
export const abs = operation(0xec, 0x01);
export const neg = operation(0xed, 0x01);
export const sqrt = operation(0xef, 0x01);
export const less = operation(0x49);
export const and = operation(0x4e);
const andNot = operation(0x4f);
const or = operation(0x50);
const nearest = operation(0x94, 0x01);
/** Bits of a where those of the mask are set, else of b: select(a, b, mask). */
const select = operation(0x52);
const addIntegers = operation(0xce, 0x01);
const subIntegers = operation(0xd1, 0x01);
const shifted =
  (...opcode: readonly number[]) =>
  (x: Code, by: number): Code => [...x, 0x41, by, 0xfd, ...opcode];
const shiftLeft = shifted(0xcb, 0x01);
const shiftRight = shifted(0xcc, 0x01);

/** The bits of a double on both lanes. */
const both = (bits: bigint): Code => {
  const bytes = Array.from({ length: 8 }, (_, k) => Number((bits >> BigInt(8 * k)) & 255n));
  return [0xfd, 0x0c, ...bytes, ...bytes];
};

const bitsOf = (value: number): bigint => new BigUint64Array(Float64Array.of(value).buffer)[0];

/** The same number on both lanes. */
export const number = (value: number): Code => both(bitsOf(value));

/** A pair in memory, `place` pairs behind an address. */
export const load = (address: Code, place: number): Code => [...address, 0xfd, 0x00, 4, ...unsigned(16 * place)];
export const store = (address: Code, place: number, value: Code): Code => [
  ...address,
  ...value,
  ...[0xfd, 0x0b, 4, ...unsigned(16 * place)],
];

const SIGN = both(1n << 63n);

/** c_0 + c_1 x + ..., lowest power first. */
const polynomial = (x: Code, coefficients: readonly number[]): Code =>
  coefficients.reduceRight<Code>(
    (sum, c, k) => (k === coefficients.length - 1 ? number(c) : add(number(c), mul(x, sum))),
    [],
  );

/** Keeps a value that is needed more than once. */
export type Keep = (value: Code) => Code;

const [LN2_HIGH, LN2_LOW] = [0.6931471803691238, 1.9082149292705877e-10];
/** 3 * 2^51: a double that holds a small integer in its last bits. */
const HOLDER = 6755399441055744;

/** Natural logarithm of positive normal numbers, else NaN; the coefficients of fdlibm. */
const log = (step: Keep, x: Code): Code => {
  const lowest = both(0x3fe6a09e_00000000n);
  const offset = step(subIntegers(x, lowest));
  const power = step(sub(addIntegers(shiftRight(offset, 52), both(bitsOf(HOLDER))), number(HOLDER)));
  const f = step(sub(subIntegers(x, and(offset, both(0xfff00000_00000000n))), number(1)));
  const s = step(div(f, add(number(2), f)));
  const z = step(mul(s, s));
  const rest = mul(
    z,
    polynomial(
      z,
      [
        0.6666666666666735, 0.3999999999940942, 0.2857142874366239, 0.22222198432149784, 0.1818357216161805,
        0.15313837699209373, 0.14798198605116586,
      ],
    ),
  );
  const half = step(mul(number(0.5), mul(f, f)));
  const small = add(mul(s, add(half, rest)), mul(power, number(LN2_LOW)));
  const value = step(sub(mul(power, number(LN2_HIGH)), sub(sub(half, small), f)));
  const proper = and(less(number(2 ** -1022), x), less(x, number(Number.POSITIVE_INFINITY)));
  return select(value, number(Number.NaN), proper);
};

/** Exponential of numbers below 700 in size, else NaN; the coefficients of fdlibm. */
const exp = (step: Keep, x: Code): Code => {
  const power = step(nearest(mul(x, number(Math.LOG2E))));
  const [high, low] = [step(sub(x, mul(power, number(LN2_HIGH)))), step(mul(power, number(LN2_LOW)))];
  const r = step(sub(high, low));
  const z = step(mul(r, r));
  const c = step(
    sub(
      r,
      mul(
        z,
        polynomial(
          z,
          [
            0.16666666666666602, -0.0027777777777015593, 6.613756321437934e-5, -1.6533902205465252e-6,
            4.1381367970572385e-8,
          ],
        ),
      ),
    ),
  );
  const y = step(sub(number(1), sub(sub(low, div(mul(r, c), sub(number(2), c))), high)));
  const scaled = step(addIntegers(y, shiftLeft(add(power, number(HOLDER)), 52)));
  return select(scaled, number(Number.NaN), less(abs(x), number(700)));
};

/** Angle of the point (x, y); the coefficients of fdlibm. */
const atan2 = (step: Keep, y: Code, x: Code): Code => {
  const [width, height] = [step(abs(x)), step(abs(y))];
  const steep = step(less(width, height));
  const [long, short] = [step(select(height, width, steep)), step(select(width, height, steep))];
  const wide = step(less(mul(number(Math.SQRT2 - 1), long), short));
  const q = step(div(select(sub(short, long), short, wide), select(add(short, long), long, wide)));
  const z = step(mul(q, q));
  const correction = mul(
    z,
    polynomial(
      z,
      [
        0.3333333333333293, -0.19999999999876483, 0.14285714272503466, -0.11111110405462356, 0.09090887133436507,
        -0.0769187620504483, 0.06661073137387531, -0.058335701337905735, 0.049768779946159324, -0.036531572744216916,
        0.016285820115365782,
      ],
    ),
  );
  const first = step(add(and(wide, number(Math.PI / 4)), sub(q, mul(q, correction))));
  const second = step(select(sub(number(Math.PI / 2), first), first, steep));
  const third = step(select(sub(number(Math.PI), second), second, less(x, number(0))));
  return or(andNot(third, SIGN), and(y, SIGN));
};

const sign = (_: Keep, x: Code): Code => sub(and(less(number(0), x), number(1)), and(less(x, number(0)), number(1)));

const plain =
  (instruction: (...operands: readonly Code[]) => Code) =>
  (_: Keep, ...operands: readonly Code[]): Code =>
    instruction(...operands);

/** The operations of programs on pairs; their operands are cheap to repeat. */
export const PAIR_OPERATIONS: ReadonlyMap<Operation, (keep: Keep, ...operands: readonly Code[]) => Code> = new Map(
  Object.entries({
    add: plain(add),
    sub: plain(sub),
    mul: plain(mul),
    div: plain(div),
    neg: plain(neg),
    abs: plain(abs),
    sqrt: plain(sqrt),
    sign: (keep: Keep, x: Code) => sign(keep, x),
    log: (keep: Keep, x: Code) => log(keep, x),
    exp: (keep: Keep, x: Code) => exp(keep, x),
    atan2: (keep: Keep, y: Code, x: Code) => atan2(keep, y, x),
  }) as [Operation, (keep: Keep, ...operands: readonly Code[]) => Code][],
);

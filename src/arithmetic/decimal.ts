import type { Decimal } from 'decimal.js';
import type { Instruction, Operation, Program } from './expression.js';
import type { Field, Kernel } from './field.js';
import { decimals } from './numeral.js';

/**
 * Above this many digits decimal.js has too few digits of its constants; transcendental functions are then refined by
 * one step.
 */
const NATIVE_DIGITS = 400;

/** Decimal exponent of an angle beyond which its turns are not counted. */
const LARGEST_ANGLE = 2000;

let knownPi = '';

/** pi to any number of digits by Machin's formula, 16 arctan(1/5) - 4 arctan(1/239). */
function piTo(digits: number): string {
  if (knownPi.length < digits + 2) {
    const one = 10n ** BigInt(digits + 10);
    const arctan = (n: bigint): bigint => {
      let [power, total] = [one / n, 0n];
      for (let k = 1n; power !== 0n; k += 2n) {
        total += k % 4n === 1n ? power / k : -(power / k);
        power /= n * n;
      }
      return total;
    };
    const text = (16n * arctan(5n) - 4n * arctan(239n)).toString();
    knownPi = `3.${text.slice(1, digits + 5)}`;
  }
  return knownPi;
}

/** Portable reference arithmetic on decimal.js: slow, readable, independent of WebAssembly. */
export class DecimalField implements Field<Decimal[]> {
  readonly name = 'decimal';
  readonly digits: number;
  private readonly number: typeof Decimal;
  private readonly short: typeof Decimal;
  private readonly pi: Decimal;

  constructor(digits: number) {
    this.digits = digits;
    this.number = decimals(Math.ceil(digits));
    this.short = decimals(Math.min(Math.ceil(digits), NATIVE_DIGITS));
    this.pi = new this.number(piTo(this.number.precision + 5)).plus(0);
  }

  vector(n: number): Decimal[] {
    return Array.from({ length: n }, () => new this.number(0));
  }

  set(v: Decimal[], i: number, value: string | number): void {
    // the sum with zero rounds to the precision of the field
    v[i] = (typeof value === 'number' ? this.exactly(value) : new this.number(value)).plus(0);
  }

  /** A double to its last binary digit; decimal.js alone would take its shortest decimal text. */
  private exactly(value: number): Decimal {
    if (!Number.isFinite(value) || Number.isSafeInteger(value)) return new this.number(value);
    let [whole, halvings] = [value, 0];
    for (; !Number.isInteger(whole); halvings++) whole *= 2;
    return new this.number(BigInt(whole).toString()).div(new this.number(2).pow(halvings));
  }

  toNumber(v: Decimal[], i: number): number {
    return v[i].toNumber();
  }

  toText(v: Decimal[], i: number): string {
    return v[i].toString();
  }

  copy(from: Decimal[], at: number, to: Decimal[], toAt: number, count: number): void {
    for (let k = 0; k < count; k++) to[toAt + k] = from[at + k];
  }

  compile({ instructions, outputs, blocks }: Program): Kernel<Decimal[]> {
    const values: Decimal[] = new Array(instructions.length);
    return (...args) => {
      for (let i = 0; i < instructions.length; i++) {
        const x = instructions[i];
        values[i] =
          x.op === 'input'
            ? (args[2 * x.a] as Decimal[])[(args[2 * x.a + 1] as number) + x.b]
            : this.evaluate(x, values[x.a], values[x.b]);
      }
      const out = args[2 * blocks.length] as Decimal[];
      const at = args[2 * blocks.length + 1] as number;
      outputs.forEach((id, k) => {
        out[at + k] = values[id];
      });
    };
  }

  private evaluate({ op, value }: Instruction, a: Decimal, b: Decimal): Decimal {
    return this.operations[op as Exclude<Operation, 'input'>](a, b, value);
  }

  private readonly operations: Readonly<
    Record<Exclude<Operation, 'input'>, (a: Decimal, b: Decimal, value: number) => Decimal>
  > = {
    constant: (_a, _b, value) => this.exactly(value).plus(0),
    pi: () => this.pi,
    add: (a, b) => a.plus(b),
    sub: (a, b) => a.minus(b),
    mul: (a, b) => a.times(b),
    div: (a, b) => a.div(b),
    neg: (a) => a.neg(),
    abs: (a) => a.abs(),
    sign: (a) => new this.number(a.isZero() ? 0 : a.s),
    sqrt: (a) => a.sqrt(),
    log: (a) => this.log(a),
    exp: (a) => a.exp(),
    cos: (a) => this.turned(a)[0],
    sin: (a) => this.turned(a)[1],
    atan2: (y, x) => this.angle(y, x),
  };

  private get native(): boolean {
    return this.digits <= NATIVE_DIGITS;
  }

  /** ln x; with more digits than the constants of decimal.js, one cubically convergent step on exp. */
  private log(x: Decimal): Decimal {
    if (this.native || x.lte(0) || !x.isFinite()) return this.number.ln(x);
    // near 1 the logarithm is as small as x - 1, and has as many digits less to lose
    const near = x.minus(1);
    const wide = decimals(Math.ceil(this.digits) + 10 + Math.max(0, near.isZero() ? 0 : -near.e));
    const y = new wide(new this.short(x).plus(0).ln());
    const e = y.exp();
    return new this.number(y.plus(new wide(x).minus(e).times(2).div(e.plus(x)))).plus(0);
  }

  /** The last angle: both its functions are mostly asked for. */
  private lastTurn: { readonly angle: Decimal; readonly of: [Decimal, Decimal] } | undefined;

  private turned(angle: Decimal): [Decimal, Decimal] {
    if (!this.lastTurn?.angle.eq(angle)) this.lastTurn = { angle, of: this.turn(angle) };
    return this.lastTurn.of;
  }

  /**
   * (cos x, sin x); with more digits than the constants of decimal.js, a Taylor series of the rest after quarter turns,
   * halved and doubled.
   */
  private turn(x: Decimal): [Decimal, Decimal] {
    if (this.native || !(x.e < LARGEST_ANGLE)) return [this.number.cos(x), this.number.sin(x)];
    const halvings = Math.ceil(Math.sqrt(this.digits));
    const wide = decimals(Math.ceil(this.digits) + halvings + 40 + Math.max(0, x.e));
    const quarter = new wide(piTo(wide.precision)).div(2);
    const turns = new wide(x).div(quarter).round();
    const rest = new wide(x).minus(turns.times(quarter)).div(new wide(2).pow(halvings));
    const square = rest.times(rest);
    let [term, sin] = [rest, rest];
    for (let n = 1; !term.isZero() && term.e > sin.e - wide.precision; n++) {
      term = term.times(square).div(-2 * n * (2 * n + 1));
      sin = sin.plus(term);
    }
    let cos = new wide(1).minus(sin.times(sin)).sqrt();
    for (let k = 0; k < halvings; k++)
      [cos, sin] = [new wide(1).minus(sin.times(sin).times(2)), sin.times(cos).times(2)];
    const rotated = (
      [
        [cos, sin],
        [sin.neg(), cos],
        [cos.neg(), sin.neg()],
        [sin, cos.neg()],
      ] as const
    )[(turns.mod(4).toNumber() + 4) % 4];
    return [new this.number(rotated[0]).plus(0), new this.number(rotated[1]).plus(0)];
  }

  private angle(y: Decimal, x: Decimal): Decimal {
    if (this.native) return this.number.atan2(y, x);
    const coarse = new this.number(this.short.atan2(new this.short(y).plus(0), new this.short(x).plus(0)));
    if (coarse.isZero() || (y.isZero() && x.gt(0))) return coarse;
    const [c, s] = this.turn(coarse);
    const r = y
      .times(c)
      .minus(x.times(s))
      .div(x.times(c).plus(y.times(s)));
    return coarse.plus(r).minus(r.times(r).times(r).div(3));
  }

  release(): void {}
}

import { Decimal } from 'decimal.js';
import type { Instruction, Program } from './expression.js';
import type { Field, Kernel } from './field.js';

/** Above this many digits decimal.js has too few digits of its constants; transcendental functions are then refined by one step. */
const NATIVE_DIGITS = 400;

/** Portable reference arithmetic on decimal.js: slow, readable, independent of WebAssembly. */
export class DecimalField implements Field<Decimal[]> {
  readonly name = 'decimal';
  readonly digits: number;
  private readonly number: typeof Decimal;
  private readonly short: typeof Decimal;
  private readonly pi: Decimal;

  constructor(digits: number) {
    this.digits = digits;
    const range = { minE: -9e15, maxE: 9e15 };
    this.number = Decimal.clone({ precision: Math.ceil(digits), ...range });
    this.short = Decimal.clone({ precision: Math.min(Math.ceil(digits), NATIVE_DIGITS), ...range });
    this.pi = this.number.acos(-1);
  }

  vector(n: number): Decimal[] {
    return Array.from({ length: n }, () => new this.number(0));
  }

  set(v: Decimal[], i: number, value: string | number): void {
    // the sum with zero rounds to the precision of the field
    v[i] = new this.number(value).plus(0);
  }

  toNumber(v: Decimal[], i: number): number {
    return v[i]!.toNumber();
  }

  toText(v: Decimal[], i: number): string {
    return v[i]!.toString();
  }

  copy(from: Decimal[], at: number, to: Decimal[], toAt: number, count: number): void {
    for (let k = 0; k < count; k++) to[toAt + k] = from[at + k]!;
  }

  compile({ instructions, outputs, blocks }: Program): Kernel<Decimal[]> {
    const values: Decimal[] = new Array(instructions.length);
    return (...args) => {
      for (let i = 0; i < instructions.length; i++) {
        const x = instructions[i]!;
        values[i] =
          x.op === 'input' ? (args[2 * x.a] as Decimal[])[(args[2 * x.a + 1] as number) + x.b]! : this.evaluate(x, values[x.a]!, values[x.b]!);
      }
      const out = args[2 * blocks.length] as Decimal[];
      const at = args[2 * blocks.length + 1] as number;
      outputs.forEach((id, k) => {
        out[at + k] = values[id]!;
      });
    };
  }

  private evaluate({ op, value }: Instruction, a: Decimal, b: Decimal): Decimal {
    switch (op) {
      case 'constant':
        return new this.number(value);
      case 'pi':
        return this.pi;
      case 'add':
        return a.plus(b);
      case 'sub':
        return a.minus(b);
      case 'mul':
        return a.times(b);
      case 'div':
        return a.div(b);
      case 'neg':
        return a.neg();
      case 'abs':
        return a.abs();
      case 'sign':
        return new this.number(a.isZero() ? 0 : a.s);
      case 'sqrt':
        return a.sqrt();
      case 'log':
        return this.log(a);
      case 'cos':
        return this.turn(a)[0];
      case 'sin':
        return this.turn(a)[1];
      default:
        return this.angle(a, b);
    }
  }

  private get native(): boolean {
    return this.digits <= NATIVE_DIGITS;
  }

  /** ln x; with more digits than the constants of decimal.js, one cubically convergent step on exp. */
  private log(x: Decimal): Decimal {
    if (this.native || x.lte(0)) return this.number.ln(x);
    const y = new this.number(new this.short(x).plus(0).ln());
    const e = y.exp();
    return y.plus(x.minus(e).times(2).div(x.plus(e)));
  }

  /** (cos x, sin x). */
  private turn(x: Decimal): [Decimal, Decimal] {
    if (this.native) return [this.number.cos(x), this.number.sin(x)];
    const coarse = new this.number(new this.short(x).plus(0));
    const d = x.minus(coarse);
    const [c, s] = [coarse.cos(), coarse.sin()];
    const even = new this.number(1).minus(d.times(d).div(2));
    return [c.times(even).minus(s.times(d)), s.times(even).plus(c.times(d))];
  }

  private angle(y: Decimal, x: Decimal): Decimal {
    if (this.native) return this.number.atan2(y, x);
    const coarse = new this.number(this.short.atan2(new this.short(y).plus(0), new this.short(x).plus(0)));
    const [c, s] = this.turn(coarse);
    return coarse.plus(
      y
        .times(c)
        .minus(x.times(s))
        .div(x.times(c).plus(y.times(s))),
    );
  }

  release(): void {}
}

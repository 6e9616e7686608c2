import { init } from 'gmp-wasm';
import type { Program } from './expression.js';
import type { Field, Kernel } from './field.js';

/** The low-level MPFR calls that are used; every number is a pointer to an `mpfr_t`. */
interface Binding {
  mpfr_t(): number;
  mpfr_init2(x: number, bits: number): void;
  mpfr_clear(x: number): void;
  mpfr_t_free(x: number): void;
  mpfr_free_cache(): void;
  mpfr_set(to: number, x: number, round: number): number;
  mpfr_set_d(to: number, x: number, round: number): number;
  mpfr_set_string(to: number, text: string, base: number, round: number): number;
  mpfr_get_d(x: number, round: number): number;
  mpfr_to_string(x: number, base: number, round: number): string;
  mpfr_sgn(x: number): number;
  mpfr_nan_p(x: number): number;
  mpfr_add(to: number, a: number, b: number, round: number): number;
  mpfr_sub(to: number, a: number, b: number, round: number): number;
  mpfr_mul(to: number, a: number, b: number, round: number): number;
  mpfr_div(to: number, a: number, b: number, round: number): number;
  mpfr_neg(to: number, a: number, round: number): number;
  mpfr_abs(to: number, a: number, round: number): number;
  mpfr_sqrt(to: number, a: number, round: number): number;
  mpfr_log(to: number, a: number, round: number): number;
  mpfr_exp(to: number, a: number, round: number): number;
  mpfr_cos(to: number, a: number, round: number): number;
  mpfr_sin(to: number, a: number, round: number): number;
  mpfr_atan2(to: number, y: number, x: number, round: number): number;
  mpfr_const_pi(to: number, round: number): number;
}

const NEAREST = 0;
let binding: Binding | undefined;
let loading: Promise<void> | undefined;

/** Loads MPFR (WebAssembly) once; after it resolves `MpfrField` can be constructed. */
export function loadMpfr(): Promise<void> {
  loading ??= init().then((library) => {
    binding = library.binding as unknown as Binding;
  });
  return loading;
}

/**
 * MPFR at a fixed number of digits. Numbers live in slots that belong to this field and are freed together by `release`;
 * a program owns no memory but its constants, and all programs share one block of temporaries.
 */
export class MpfrField implements Field<Int32Array> {
  readonly name = 'mpfr';
  readonly digits: number;
  private readonly bits: number;
  private readonly mpfr: Binding;
  private readonly slots: number[] = [];
  private readonly temporaries: number[] = [];
  private readonly kernels = new Map<Program, Kernel<Int32Array>>();

  constructor(digits: number) {
    if (!binding) throw new Error('MPFR is not loaded: await loadMpfr() before constructing an MpfrField');
    this.mpfr = binding;
    this.bits = Math.ceil(digits * Math.log2(10)) + 2;
    this.digits = digits;
  }

  private slot(): number {
    const pointer = this.mpfr.mpfr_t();
    this.mpfr.mpfr_init2(pointer, this.bits);
    this.mpfr.mpfr_set_d(pointer, 0, NEAREST);
    this.slots.push(pointer);
    return pointer;
  }

  vector(n: number): Int32Array {
    return Int32Array.from({ length: n }, () => this.slot());
  }

  set(v: Int32Array, i: number, value: string | number): void {
    if (typeof value === 'number') this.mpfr.mpfr_set_d(v[i], value, NEAREST);
    else if (this.mpfr.mpfr_set_string(v[i], value, 10, NEAREST) !== 0)
      throw new Error(`not a decimal numeral: "${value}"`);
  }

  toNumber(v: Int32Array, i: number): number {
    return this.mpfr.mpfr_get_d(v[i], NEAREST);
  }

  toText(v: Int32Array, i: number): string {
    return this.mpfr.mpfr_to_string(v[i], 10, NEAREST);
  }

  copy(from: Int32Array, at: number, to: Int32Array, toAt: number, count: number): void {
    for (let k = 0; k < count; k++) this.mpfr.mpfr_set(to[toAt + k], from[at + k], NEAREST);
  }

  compile(program: Program): Kernel<Int32Array> {
    let kernel = this.kernels.get(program);
    if (!kernel) {
      kernel = this.assemble(program);
      this.kernels.set(program, kernel);
    }
    return kernel;
  }

  /** Registers by last use, then one pass of library calls over the instruction list. */
  private assemble(program: Program): Kernel<Int32Array> {
    const { instructions, outputs, blocks } = program;
    const count = instructions.length;
    const pointer = new Int32Array(count);
    const code = new Uint8Array(count);
    const last = lastUse(program);
    const free: number[] = [];
    let used = 0;
    const dying: number[][] = Array.from({ length: count }, () => []);
    last.forEach((at, id) => {
      if (at < count) dying[at].push(id);
    });
    const register = new Int32Array(count).fill(-1);
    instructions.forEach((instruction, i) => {
      code[i] = CODES[instruction.op];
      if (instruction.op === 'constant' || instruction.op === 'pi') {
        pointer[i] = this.slot();
        if (instruction.op === 'pi') this.mpfr.mpfr_const_pi(pointer[i], NEAREST);
        else this.mpfr.mpfr_set_d(pointer[i], instruction.value, NEAREST);
      } else if (instruction.op !== 'input') {
        register[i] = free.pop() ?? used++;
        while (this.temporaries.length <= register[i]) this.temporaries.push(this.slot());
        pointer[i] = this.temporaries[register[i]];
      }
      for (const id of dying[i]) if (register[id] >= 0) free.push(register[id]);
    });
    const passed = outputs.filter((id) => instructions[id].op === 'input');
    const copies = passed.map(() => this.slot());
    const first = Int32Array.from(instructions, (x) => x.a);
    const second = Int32Array.from(instructions, (x) => x.b);
    const { mpfr } = this;
    return (...args) => {
      for (let i = 0; i < count; i++) {
        const to = pointer[i];
        const a = first[i];
        const b = second[i];
        switch (code[i]) {
          case 0:
            pointer[i] = (args[2 * a] as Int32Array)[(args[2 * a + 1] as number) + b];
            break;
          case 1:
            break;
          case 2:
            mpfr.mpfr_add(to, pointer[a], pointer[b], NEAREST);
            break;
          case 3:
            mpfr.mpfr_sub(to, pointer[a], pointer[b], NEAREST);
            break;
          case 4:
            mpfr.mpfr_mul(to, pointer[a], pointer[b], NEAREST);
            break;
          case 5:
            mpfr.mpfr_div(to, pointer[a], pointer[b], NEAREST);
            break;
          case 6:
            mpfr.mpfr_neg(to, pointer[a], NEAREST);
            break;
          case 7:
            mpfr.mpfr_abs(to, pointer[a], NEAREST);
            break;
          case 8:
            mpfr.mpfr_set_d(
              to,
              mpfr.mpfr_nan_p(pointer[a]) ? Number.NaN : Math.sign(mpfr.mpfr_sgn(pointer[a])),
              NEAREST,
            );
            break;
          case 9:
            mpfr.mpfr_sqrt(to, pointer[a], NEAREST);
            break;
          case 10:
            mpfr.mpfr_log(to, pointer[a], NEAREST);
            break;
          case 11:
            mpfr.mpfr_cos(to, pointer[a], NEAREST);
            break;
          case 12:
            mpfr.mpfr_sin(to, pointer[a], NEAREST);
            break;
          case 14:
            mpfr.mpfr_exp(to, pointer[a], NEAREST);
            break;
          default:
            mpfr.mpfr_atan2(to, pointer[a], pointer[b], NEAREST);
        }
      }
      // an input that is passed through is saved first: the output may overlap it
      passed.forEach((id, k) => {
        mpfr.mpfr_set(copies[k], pointer[id], NEAREST);
        pointer[id] = copies[k];
      });
      const out = args[2 * blocks.length] as Int32Array;
      const at = args[2 * blocks.length + 1] as number;
      for (let k = 0; k < outputs.length; k++) {
        const source = pointer[outputs[k]];
        if (source !== out[at + k]) mpfr.mpfr_set(out[at + k], source, NEAREST);
      }
    };
  }

  release(): void {
    for (const pointer of this.slots) {
      this.mpfr.mpfr_clear(pointer);
      this.mpfr.mpfr_t_free(pointer);
    }
    this.slots.length = 0;
    this.temporaries.length = 0;
    this.kernels.clear();
    this.mpfr.mpfr_free_cache();
  }
}

const CODES = {
  input: 0,
  constant: 1,
  pi: 1,
  add: 2,
  sub: 3,
  mul: 4,
  div: 5,
  neg: 6,
  abs: 7,
  sign: 8,
  sqrt: 9,
  log: 10,
  cos: 11,
  sin: 12,
  atan2: 13,
  exp: 14,
} as const;

/** For every instruction the last one that reads it; outputs live to the end. */
function lastUse({ instructions, outputs }: Program): number[] {
  const last = instructions.map((_, i) => i);
  instructions.forEach(({ op, a, b }, i) => {
    if (op === 'input') return;
    if (a >= 0) last[a] = i;
    if (b >= 0) last[b] = i;
  });
  for (const id of outputs) last[id] = instructions.length;
  return last;
}

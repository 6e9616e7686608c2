import { createRequire } from 'node:module';
import type { Operation, Program } from './expression.js';
import type { Field, Kernel } from './field.js';
import { remembered } from './memo.js';

type Unary = (to: number, a: number, round: number) => number;
type Binary = (to: number, a: number, b: number, round: number) => number;

/** The low-level MPFR calls that are used; every number is a pointer to an `mpfr_t`. */
interface Binding extends Record<`mpfr_${'set' | 'neg' | 'abs' | 'sqrt' | 'log' | 'exp' | 'cos' | 'sin'}`, Unary> {
  mpfr_t(): number;
  mpfr_init2(x: number, bits: number): void;
  mpfr_clear(x: number): void;
  mpfr_t_free(x: number): void;
  mpfr_free_cache(): void;
  mpfr_set_d: Unary;
  mpfr_set_string(to: number, text: string, base: number, round: number): number;
  mpfr_get_d(x: number, round: number): number;
  mpfr_to_string(x: number, base: number, round: number): string;
  mpfr_sgn(x: number): number;
  mpfr_nan_p(x: number): number;
  mpfr_add: Binary;
  mpfr_sub: Binary;
  mpfr_mul: Binary;
  mpfr_div: Binary;
  mpfr_atan2: Binary;
  mpfr_const_pi(to: number, round: number): number;
}

const NEAREST = 0;
let binding: Binding | undefined;
let loading: Promise<void> | undefined;

/** Loads MPFR (WebAssembly) once; after it resolves `MpfrField` can be constructed. */
export function loadMpfr(): Promise<void> {
  loading ??= load();
  return loading;
}

async function load(): Promise<void> {
  // required in one file: an import would read all of it twice, to look for the names that it exports
  const { init } = createRequire(import.meta.url)('gmp-wasm/dist/index.umd.min.js') as typeof import('gmp-wasm');
  binding = (await init()).binding as unknown as Binding;
}

export const isMpfrLoaded = (): boolean => binding !== undefined;

/**
 * MPFR at a fixed number of digits. Numbers live in slots that belong to this field and are freed together by
 * `release`; a program owns no memory but its constants, and all programs share one block of temporaries.
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
    return remembered(this.kernels, program, () => this.assemble(program));
  }

  /** Registers by last use, then one pass of library calls over the instruction list. */
  private assemble(program: Program): Kernel<Int32Array> {
    const { instructions, outputs, blocks } = program;
    const count = instructions.length;
    const pointer = new Int32Array(count);
    const last = lastUse(program);
    const free: number[] = [];
    let used = 0;
    const dying: number[][] = Array.from({ length: count }, () => []);
    last.forEach((at, id) => {
      if (at < count) dying[at].push(id);
    });
    const register = new Int32Array(count).fill(-1);
    const inputs: { readonly id: number; readonly block: number; readonly at: number }[] = [];
    const calls: (() => void)[] = [];
    const { mpfr } = this;
    instructions.forEach(({ op, a, b, value }, i) => {
      if (op === 'input') inputs.push({ id: i, block: a, at: b });
      else if (op === 'constant' || op === 'pi') {
        pointer[i] = this.slot();
        if (op === 'pi') mpfr.mpfr_const_pi(pointer[i], NEAREST);
        else mpfr.mpfr_set_d(pointer[i], value, NEAREST);
      } else {
        register[i] = free.pop() ?? used++;
        while (this.temporaries.length <= register[i]) this.temporaries.push(this.slot());
        const to = this.temporaries[register[i]];
        pointer[i] = to;
        const call = CALLS[op];
        calls.push(() => call(mpfr, to, pointer[a], pointer[b]));
      }
      for (const id of dying[i]) if (register[id] >= 0) free.push(register[id]);
    });
    const passed = outputs.filter((id) => instructions[id].op === 'input');
    const copies = passed.map(() => this.slot());
    return (...args) => {
      for (const { id, block, at } of inputs)
        pointer[id] = (args[2 * block] as Int32Array)[(args[2 * block + 1] as number) + at];
      for (let k = 0; k < calls.length; k++) calls[k]();
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

/** What a call does with its operands. */
const CALLS: Readonly<
  Record<Exclude<Operation, 'input' | 'constant' | 'pi'>, (mpfr: Binding, to: number, a: number, b: number) => void>
> = {
  add: (mpfr, to, a, b) => mpfr.mpfr_add(to, a, b, NEAREST),
  sub: (mpfr, to, a, b) => mpfr.mpfr_sub(to, a, b, NEAREST),
  mul: (mpfr, to, a, b) => mpfr.mpfr_mul(to, a, b, NEAREST),
  div: (mpfr, to, a, b) => mpfr.mpfr_div(to, a, b, NEAREST),
  atan2: (mpfr, to, a, b) => mpfr.mpfr_atan2(to, a, b, NEAREST),
  neg: (mpfr, to, a) => mpfr.mpfr_neg(to, a, NEAREST),
  abs: (mpfr, to, a) => mpfr.mpfr_abs(to, a, NEAREST),
  sqrt: (mpfr, to, a) => mpfr.mpfr_sqrt(to, a, NEAREST),
  log: (mpfr, to, a) => mpfr.mpfr_log(to, a, NEAREST),
  exp: (mpfr, to, a) => mpfr.mpfr_exp(to, a, NEAREST),
  cos: (mpfr, to, a) => mpfr.mpfr_cos(to, a, NEAREST),
  sin: (mpfr, to, a) => mpfr.mpfr_sin(to, a, NEAREST),
  sign: (mpfr, to, a) => mpfr.mpfr_set_d(to, mpfr.mpfr_nan_p(a) ? Number.NaN : Math.sign(mpfr.mpfr_sgn(a)), NEAREST),
};

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

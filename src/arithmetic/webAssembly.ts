/** The part of the WebAssembly interface of the engine that is used here; TypeScript has it only for browsers. */
declare global {
  namespace WebAssembly {
    class Module {
      constructor(bytes: Uint8Array);
    }
    class Instance {
      constructor(module: Module);
      readonly exports: Readonly<Record<string, unknown>>;
    }
  }
}

/** Machine code of a function, or a part of it. */
export type Code = readonly number[];

/** Types of values. */
export const I32 = 0x7f;
export const V128 = 0x7b;

/** A function without a result: types of its parameters and of its further local variables. */
export interface Procedure {
  readonly parameters: readonly number[];
  readonly locals: readonly number[];
  readonly body: ArrayLike<number>;
  /** Under which name it can be called from outside. */
  readonly name?: string;
}

/** An unsigned integer in groups of seven bits. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const group = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? group + 128 : group);
  } while (rest > 0);
  return bytes;
}

/** A signed integer of 32 bits in groups of seven. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7) {
    const group = rest & 127;
    const last = (rest >> 7 === 0 && group < 64) || (rest >> 7 === -1 && group >= 64);
    bytes.push(last ? group : group + 128);
    if (last) return bytes;
  }
}

/** Instructions. */
export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];
export const call = (procedure: number, ...values: readonly Code[]): Code => [
  ...values.flat(),
  0x10,
  ...unsigned(procedure),
];
export const integer = (value: number): Code => [0x41, ...signed(value)];
export const plus = (a: Code, b: Code): Code => [...a, ...b, 0x6a];
export const times = (a: Code, b: Code): Code => [...a, ...b, 0x6c];
export const quotient = (a: Code, b: Code): Code => [...a, ...b, 0x6e];
const less = (a: Code, b: Code): Code => [...a, ...b, 0x49];

/** Runs a body with a local variable from its start up to a limit, at least once. */
export const loop = (counter: number, start: Code, limit: Code, body: Code): Code => [
  ...set(counter, start),
  ...[0x03, 0x40],
  ...body,
  ...set(counter, plus(get(counter), integer(1))),
  ...less(get(counter), limit),
  ...[0x0d, 0x00, 0x0b],
];

/** Long codes one behind the other. */
export function joined(parts: readonly ArrayLike<number>[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Preceded by its length. */
const measured = (content: Uint8Array): Uint8Array => joined([unsigned(content.length), content]);

const section = (id: number, items: readonly ArrayLike<number>[]): Uint8Array =>
  joined([[id], measured(joined([unsigned(items.length), ...items]))]);

/** Equal neighbours, counted. */
const grouped = (types: readonly number[]): Code[] => {
  const groups: [count: number, type: number][] = [];
  for (const type of types) {
    const last = groups.at(-1);
    if (last?.[1] === type) last[0]++;
    else groups.push([1, type]);
  }
  return groups.map(([count, type]) => [...unsigned(count), type]);
};

const PAGE = 65536;

/** A module with a memory of so many bytes; its procedures call each other by their position. */
export function instantiate(procedures: readonly Procedure[], bytes: number) {
  const typeOf = ({ parameters }: Procedure): Code => [0x60, ...unsigned(parameters.length), ...parameters, 0];
  const bodyOf = ({ locals, body }: Procedure): Uint8Array => {
    const groups = grouped(locals);
    return measured(joined([unsigned(groups.length), ...groups, body, [0x0b]]));
  };
  const text = (name: string): Code => [...unsigned(name.length), ...new TextEncoder().encode(name)];
  const named = procedures.flatMap(({ name }, k) => (name === undefined ? [] : [{ name, k }]));
  const module = joined([
    [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(1, procedures.map(typeOf)),
    section(
      3,
      procedures.map((_, k) => unsigned(k)),
    ),
    section(5, [[0, ...unsigned(Math.ceil(bytes / PAGE))]]),
    section(7, [[...text('memory'), 2, 0], ...named.map(({ name, k }) => [...text(name), 0, ...unsigned(k)])]),
    section(10, procedures.map(bodyOf)),
  ]);
  return new WebAssembly.Instance(new WebAssembly.Module(module)).exports;
}

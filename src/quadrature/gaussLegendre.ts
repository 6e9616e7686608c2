import { constant, type Program, trace } from '../arithmetic/expression.js';
import type { Field } from '../arithmetic/field.js';
import { remembered } from '../arithmetic/memo.js';

/** (x, P_k, P_{k-1}, k) -> (x, P_{k+1}, P_k, k + 1). */
const legendreStep: Program = trace([4], ([x, p, q, k]) => {
  const next = k.mul(2).add(1).mul(x).mul(p).sub(k.mul(q)).div(k.add(1));
  return [x, next, p, k.add(1)];
});

/** (x, P_n, P_{n-1}, n) -> (Newton step x', weight 2/((1 - x^2) P_n'^2)). */
const legendreNewton: Program = trace([4], ([x, p, q, n]) => {
  const outside = x.square().sub(1);
  const slope = n.mul(x.mul(p).sub(q)).div(outside);
  return [x.sub(p.div(slope)), constant(-2).div(outside.mul(slope.square()))];
});

const tables = new WeakMap<object, Map<number, unknown>>();

/** n nodes and weights on (-1, 1), interleaved; computed once per field and n. */
export const gaussLegendre = <V>(field: Field<V>, n: number): V =>
  remembered(
    remembered(tables, field, () => new Map()),
    n,
    () => gaussLegendreTable(field, n),
  ) as V;

function gaussLegendreTable<V>(field: Field<V>, n: number): V {
  const out = field.vector(2 * n);
  const state = field.vector(4);
  const [step, newton] = [field.compile(legendreStep), field.compile(legendreNewton)];
  const sweeps = Math.ceil(Math.log2(field.digits / 7)) + 3;
  for (let k = 0; k < n; k++) {
    field.set(out, 2 * k, Math.cos((Math.PI * (n - k - 0.25)) / (n + 0.5)));
    for (let sweep = 0; sweep < sweeps; sweep++) {
      field.copy(out, 2 * k, state, 0, 1);
      field.copy(out, 2 * k, state, 1, 1);
      field.set(state, 2, 1);
      field.set(state, 3, 1);
      for (let degree = 1; degree < n; degree++) step(state, 0, state, 0);
      newton(state, 0, out, 2 * k);
    }
  }
  return out;
}

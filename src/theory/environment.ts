/** The numbers of a theory at one point of its parameters; T is a number or an expression. */
export interface Coefficients<T> {
  readonly eps: T;
  /** Momentum cutoff; meaningless in the renormalised scheme. */
  readonly cutoff: T;
  /** Density of impurities. */
  readonly n: T;
  /** h_0, h_x, h_y, h_z as sums of coefficient * px^i py^j. */
  readonly h: readonly (readonly Term<T>[])[];
  readonly impurities: readonly {
    /** W_0..W_3 of W_k = sum_i W_ki s_i. */
    readonly W: readonly T[];
    readonly concentration: T;
  }[];
  /** Delta_xc m, or nothing. */
  readonly exchange: readonly T[];
}

interface Term<T> {
  readonly i: number;
  readonly j: number;
  readonly coefficient: T;
}

/** Which coefficients a theory has. */
export type Form = Coefficients<unknown>;

/** All coefficients in one block, the environment of every program. */
export const environmentBlock = <T>({ eps, cutoff, n, h, impurities, exchange }: Coefficients<T>): T[] => [
  eps,
  cutoff,
  n,
  ...h.flatMap((terms) => terms.map(({ coefficient }) => coefficient)),
  ...impurities.flatMap(({ W, concentration }) => [...W, concentration]),
  ...exchange,
];

/** The inverse of `environmentBlock` for a theory of this form. */
export function coefficientsFrom<T>(block: Iterable<T>, form: Form): Coefficients<T> {
  const numbers = block[Symbol.iterator]();
  const take = (): T => numbers.next().value as T;
  return {
    eps: take(),
    cutoff: take(),
    n: take(),
    h: form.h.map((terms) => terms.map(({ i, j }) => ({ i, j, coefficient: take() }))),
    impurities: form.impurities.map(({ W }) => ({ W: W.map(take), concentration: take() })),
    exchange: form.exchange.map(take),
  };
}

/** x, y, z. */
export type Vector = readonly [number, number, number];

export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

export const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

export const scaled = (a: Vector, factor: number): Vector => [factor * a[0], factor * a[1], factor * a[2]];

/** a without its part along the unit vector n. */
export const across = (a: Vector, n: Vector): Vector => {
  const along = dot(a, n);
  return [a[0] - along * n[0], a[1] - along * n[1], a[2] - along * n[2]];
};

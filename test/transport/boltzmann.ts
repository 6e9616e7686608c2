/**
 * A Boltzmann solver in the band basis, written without the package: contours by bisection, Re g by subtracted radial
 * quadrature, rates from |<k|T|k'>|^2, one dense linear system. Any two bands whose contours enclose the origin, scalar
 * impurities.
 */
export interface Model {
  /** h_0, h_x, h_y, h_z at a momentum. */
  h: (px: number, py: number) => [number, number, number, number];
  eps: number;
  u: number;
  /** Contours lie at smaller momenta. */
  reach: number;
  /** Whether the momentum is cut off there. */
  hard?: boolean;
}

export const rashbaFerromagnet = (q: {
  m: number;
  alpha: number;
  eps: number;
  u: number;
  D: [number, number, number];
}): Model => ({
  h: (px, py) => [(px * px + py * py) / (2 * q.m), q.D[0] - q.alpha * py, q.D[1] + q.alpha * px, q.D[2]],
  eps: q.eps,
  u: q.u,
  reach: 3 * (q.m * Math.abs(q.alpha) + Math.sqrt(2 * q.m * (Math.abs(q.eps) + Math.hypot(...q.D)))),
});

type C = [number, number];
const mul = (a: C, b: C): C => [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
type M2 = [C, C, C, C];
const matmul = (a: M2, b: M2): M2 => {
  const entry = (i: number, j: number): C => {
    const [x, y] = [mul(a[2 * i], b[j]), mul(a[2 * i + 1], b[2 + j])];
    return [x[0] + y[0], x[1] + y[1]];
  };
  return [entry(0, 0), entry(0, 1), entry(1, 0), entry(1, 1)];
};

interface State {
  spinor: [C, C];
  spin: [number, number, number];
  velocity: [number, number];
  weight: number;
}

const energy = (q: Model, band: number, px: number, py: number): number => {
  const [h0, ...h] = q.h(px, py);
  return h0 + band * Math.hypot(...h);
};
/** By differences of fourth order. */
const slope = (f: (x: number) => number, d = 1e-3): number => (8 * (f(d) - f(-d)) - (f(2 * d) - f(-2 * d))) / (12 * d);

/** Roots of eps - E(p) on a ray by a fine scan and bisection. */
function crossings(q: Model, band: number, phi: number): number[] {
  const f = (p: number): number => q.eps - energy(q, band, p * Math.cos(phi), p * Math.sin(phi));
  const found: number[] = [];
  for (let k = 0; k < 400; k++) {
    let [a, b] = [(q.reach * k) / 400, (q.reach * (k + 1)) / 400];
    if (f(a) * f(b) > 0) continue;
    const start = f(a);
    for (let i = 0; i < 200; i++) {
      const c = (a + b) / 2;
      if (f(c) * start > 0) a = c;
      else b = c;
    }
    found.push((a + b) / 2);
  }
  return found;
}

function stateAt(q: Model, band: number, phi: number, p: number, dphi: number): State {
  const [px, py] = [p * Math.cos(phi), p * Math.sin(phi)];
  const [, ...h] = q.h(px, py);
  const n = Math.hypot(...h);
  const spin = h.map((x) => (band * x) / n) as [number, number, number];
  const velocity: [number, number] = [
    slope((d) => energy(q, band, px + d, py)),
    slope((d) => energy(q, band, px, py + d)),
  ];
  const radial = velocity[0] * Math.cos(phi) + velocity[1] * Math.sin(phi);
  // eigenvector of spin direction (theta, azimuth)
  const [theta, azimuth] = [Math.acos(spin[2]), Math.atan2(spin[1], spin[0])];
  const spinor: [C, C] = [
    [Math.cos(theta / 2), 0],
    [Math.sin(theta / 2) * Math.cos(azimuth), Math.sin(theta / 2) * Math.sin(azimuth)],
  ];
  return { spinor, spin, velocity, weight: ((p / Math.abs(radial)) * dphi) / (4 * Math.PI ** 2) };
}

/** Gauss-Legendre nodes on (0, 1). */
function gauss(n: number): [number, number][] {
  return Array.from({ length: n }, (_, k) => {
    let x = Math.cos((Math.PI * (k + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let i = 0; i < 30; i++) {
      let [p, before] = [1, 0];
      for (let j = 0; j < n; j++) [p, before] = [((2 * j + 1) * x * p - j * before) / (j + 1), p];
      slope = (n * (x * p - before)) / (x * x - 1);
      x -= p / slope;
    }
    return [(1 - x) / 2, 1 / ((1 - x * x) * slope * slope)];
  });
}

/**
 * Principal value of int d^2p/(2 pi)^2 (eps - h_0, h)/D within the cutoff; over the whole plane, and without its first
 * component, if there is none.
 */
function realGreen(q: Model, angles: number): [number, number, number, number] {
  const nodes = gauss(60);
  const g: [number, number, number, number] = [0, 0, 0, 0];
  for (let k = 0; k < angles; k++) {
    const phi = (2 * Math.PI * (k + 0.5)) / angles;
    const poles = [1, -1].flatMap((band) => crossings(q, band, phi));
    const integrand = (p: number, i: number): number => {
      const [px, py] = [p * Math.cos(phi), p * Math.sin(phi)];
      const [h0, ...h] = q.h(px, py);
      return (p * [q.eps - h0, ...h][i]) / ((q.eps - h0) ** 2 - h[0] ** 2 - h[1] ** 2 - h[2] ** 2);
    };
    const edge = q.hard ? q.reach : 2 * Math.max(...poles);
    const between = q.hard ? [1, 2, 3, 4, 5, 6, 7].map((x) => edge * (1 - 0.5 ** x)) : [];
    for (let i = q.hard ? 0 : 1; i < 4; i++) {
      const residues = poles.map((p) => {
        const d = 1e-4 * p;
        // (p - p_j) f(p), odd errors cancel; Richardson once
        const at = (s: number): number => (s * integrand(p + s, i) - s * integrand(p - s, i)) / 2;
        return (4 * at(d / 2) - at(d)) / 3;
      });
      const cuts = [0, ...poles, ...between, edge].sort((a, b) => a - b);
      let total = 0;
      for (let c = 0; c + 1 < cuts.length; c++) {
        const [a, b] = [cuts[c], cuts[c + 1]];
        for (const [x, w] of nodes) {
          const p = a + (b - a) * x;
          total += w * (b - a) * (integrand(p, i) - residues.reduce((sum, r, j) => sum + r / (p - poles[j]), 0));
        }
      }
      total += residues.reduce((sum, r, j) => sum + r * Math.log((edge - poles[j]) / poles[j]), 0);
      // tail p = edge / x
      if (!q.hard) for (const [x, w] of nodes) total += (w * edge * integrand(edge / x, i)) / x ** 2;
      g[i] += (total * 2 * Math.PI) / angles / (4 * Math.PI ** 2);
    }
  }
  return g;
}

function solveDense(matrix: number[][], rhs: number[][]): number[][] {
  const n = matrix.length;
  const a = matrix.map((row, i) => [...row, ...rhs[i]]);
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(a[r][c]) > Math.abs(a[pivot][c])) pivot = r;
    [a[c], a[pivot]] = [a[pivot], a[c]];
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const f = a[r][c] / a[c][c];
      for (let k = c; k < a[r].length; k++) a[r][k] -= f * a[c][k];
    }
  }
  return a.map((row, i) => row.slice(n).map((x) => x / row[i]));
}

/** n K (rows x, y, z) and n sigma, columns x, y. */
export function boltzmann(q: Model, angles = 32): { K: number[][]; sigma: number[][] } {
  const dphi = (2 * Math.PI) / angles;
  const states = Array.from({ length: angles }, (_, k) => (k + 0.5) * dphi).flatMap((phi) =>
    [1, -1].flatMap((band) => crossings(q, band, phi).map((p) => stateAt(q, band, phi, p, dphi))),
  );
  const im = [0, 1, 2, 3].map(
    (i) => -(Math.PI / 2) * states.reduce((s, x) => s + x.weight * (i === 0 ? 1 : x.spin[i - 1]), 0),
  );
  const re = realGreen(q, angles);
  // g = g_0 + g.s as a matrix; T = u (1 - u g)^-1
  const g: M2 = [
    [re[0] + re[3], im[0] + im[3]],
    [re[1] + im[2], im[1] - re[2]],
    [re[1] - im[2], im[1] + re[2]],
    [re[0] - re[3], im[0] - im[3]],
  ];
  const a = g.map((z, k): C => [(k === 0 || k === 3 ? 1 : 0) - q.u * z[0], -q.u * z[1]]) as M2;
  const det = mul(a[0], a[3]);
  const off = mul(a[1], a[2]);
  const d: C = [det[0] - off[0], det[1] - off[1]];
  const inv: C = [d[0] / (d[0] ** 2 + d[1] ** 2), -d[1] / (d[0] ** 2 + d[1] ** 2)];
  const adjugate: M2 = [a[3], [-a[1][0], -a[1][1]], [-a[2][0], -a[2][1]], a[0]];
  const T = adjugate.map((z) => mul([q.u, 0], mul(z, inv))) as M2;
  const rate = states.map((k) =>
    states.map((l) => {
      const column: M2 = [l.spinor[0], [0, 0], l.spinor[1], [0, 0]];
      const [x, , y] = matmul(T, column);
      const bra = k.spinor.map(([r, i]): C => [r, -i]);
      const [p, r] = [mul(bra[0], x), mul(bra[1], y)];
      return 2 * Math.PI * ((p[0] + r[0]) ** 2 + (p[1] + r[1]) ** 2);
    }),
  );
  // out-rate of k minus in-rates from l; the zero mode is fixed by sum_k w_k f_k = 0
  const matrix = states.map((_, k) =>
    states.map(
      (l, j) =>
        (k === j ? states.reduce((s, x, i) => s + x.weight * rate[i][k], 0) : 0) - rate[k][j] * l.weight + l.weight,
    ),
  );
  const f = solveDense(
    matrix,
    states.map((k) => k.velocity.map((v) => -v)),
  );
  const moment = (value: (s: State) => number): number[] =>
    [0, 1].map((b) => states.reduce((s, x, k) => s + x.weight * value(x) * f[k][b], 0));
  return {
    K: [0, 1, 2].map((i) => moment((s) => s.spin[i])),
    sigma: [0, 1].map((i) => moment((s) => -s.velocity[i])),
  };
}

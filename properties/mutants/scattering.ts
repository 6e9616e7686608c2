import { Complex } from '../../src/arithmetic/complex.js';
import { constant, type Expr, sum } from '../../src/arithmetic/expression.js';
import { type Matrix, transpose } from '../../src/arithmetic/matrix.js';
import { halfTraceOfProduct, PAULI, SpinMatrix } from '../../src/arithmetic/pauli.js';
import {
  bornTerms,
  broadeningOf,
  connect,
  type Scattering,
  type Scheme,
  type Species,
  scattering as sound,
  tMatrix,
} from '../../src/transport/scattering.js';
import { type Mutant, stepMutant } from './mutant.js';

const scattered = (
  id: string,
  change: string,
  make: (s: Scattering, species: readonly Species[], g: SpinMatrix, scheme: Scheme) => Partial<Scattering>,
): Mutant =>
  stepMutant(id, change, 'scattering', (step) => (species, g, scheme) => {
    const s = step(species, g, scheme);
    return { ...s, ...make(s, species, g, scheme) };
  });

const entries = (m: Matrix, f: (x: Expr, a: number, b: number) => Expr): Matrix =>
  m.map((row, a) => row.map((x, b) => f(x, a, b)));
const real = (m: readonly (readonly Complex[])[]): Matrix => m.map((row) => row.map((z) => z.re));
const weighted = (species: readonly Species[], f: (s: Species) => Matrix): Matrix =>
  PAULI.map((a) => PAULI.map((b) => sum(species.map((s) => s.concentration.mul(f(s)[a][b])))));
const isFull = (scheme: Scheme): boolean => scheme.kind === 't-matrix' || scheme.kind === 'self-consistent';

/** Mutants of the T-matrix, the self-energy and Upsilon. */
export const scatteringMutants: readonly Mutant[] = [
  scattered('t.advanced-in-vertex', 'T+ and T- are swapped in Upsilon', (_s, species, g, scheme) =>
    isFull(scheme)
      ? {
          vertex: weighted(species, ({ W, unitary }) =>
            real(connect(tMatrix(W, g, unitary).dagger(), tMatrix(W, g, unitary).dagger())),
          ),
        }
      : {},
  ),
  scattered('vertex.transposed', 'Upsilon is transposed', ({ vertex }) => ({ vertex: transpose(vertex) })),
  scattered('vertex.doubled', 'Upsilon is a trace instead of half a trace', ({ vertex }) => ({
    vertex: entries(vertex, (x) => x.mul(2)),
  })),
  scattered('vertex.born', 'Upsilon stays at second order while Sigma is the full T-matrix', (_s, species) => ({
    vertex: weighted(species, ({ W }) => real(connect(W, W))),
  })),
  scattered('vertex.no-dagger', 'Upsilon is made of T+ twice', (s, species, g, scheme) =>
    isFull(scheme)
      ? {
          vertex: weighted(species, ({ W, unitary }) => {
            const T = tMatrix(W, g, unitary);
            return PAULI.map((a) =>
              PAULI.map((b) => halfTraceOfProduct(SpinMatrix.basis(a).mul(T), SpinMatrix.basis(b).mul(T)).re),
            );
          }),
        }
      : { vertex: s.vertex },
  ),
  scattered('vertex.diagonal', 'off-diagonal elements of Upsilon are dropped', ({ vertex }) => ({
    vertex: entries(vertex, (x, a, b) => (a === b ? x : constant(0))),
  })),
  scattered('vertex.no-skew', 'the antisymmetric part of Upsilon, skew scattering, is dropped', ({ vertex }) => ({
    vertex: entries(vertex, (x, a, b) => x.add(vertex[b][a]).div(2)),
  })),
  scattered('vertex.no-density', 'the density row and column of Upsilon are ignored', ({ vertex }) => ({
    vertex: entries(vertex, (x, a, b) => ((a === 0) !== (b === 0) ? constant(0) : x)),
  })),
  scattered('vertex.skew-sign', 'the antisymmetric spin part of Upsilon has the wrong sign', ({ vertex }) => ({
    vertex: entries(vertex, (x, a, b) => (a > 0 && b > 0 && a !== b ? vertex[b][a] : x)),
  })),
  scattered('vertex.unweighted', 'Upsilon does not weight species by their concentration', (_s, species, g, scheme) => {
    const alone = species.map((one) => sound([{ ...one, concentration: constant(1) }], g, scheme).vertex);
    return { vertex: PAULI.map((a) => PAULI.map((b) => sum(alone.map((v) => v[a][b])))) };
  }),
  scattered(
    'vertex.coherent',
    'amplitudes of different species are added before they are squared',
    ({ T }, _species, _g, scheme) => (isFull(scheme) ? { vertex: real(connect(T, T)) } : {}),
  ),
  scattered(
    't.truncated',
    'T is cut at third order and then squared, which breaks unitarity',
    (s, species, g, scheme) => (isFull(scheme) && !species.some((x) => x.unitary) ? truncated(species, g, 3) : s),
  ),
  scattered('t.sign', 'T = W (1 + g W)^-1', (_s, species, g, scheme) =>
    isFull(scheme) ? rescattered(species, g.scale(-1), scheme, true) : {},
  ),
  scattered('t.double-g', 'multiple scattering counts g twice', (_s, species, g, scheme) =>
    isFull(scheme) ? rescattered(species, g.scale(2), scheme) : {},
  ),
  scattered('t.no-real-g', 'multiple scattering keeps Im g alone', (_s, species, g, scheme) =>
    isFull(scheme)
      ? rescattered(species, new SpinMatrix(g.components.map((z) => new Complex(constant(0), z.im))), scheme)
      : {},
  ),
  scattered('t.scalar-g', 'multiple scattering keeps g_0 alone: T has no spin structure', (_s, species, g, scheme) =>
    isFull(scheme)
      ? rescattered(species, new SpinMatrix(g.components.map((z, i) => (i === 0 ? z : Complex.zero))), scheme)
      : {},
  ),
  scattered('t.y-sign', 'the y component of g enters T with the wrong sign', (_s, species, g, scheme) =>
    rescattered(species, new SpinMatrix(g.components.map((z, i) => (i === 2 ? z.neg() : z))), scheme),
  ),
  scattered('t.unitary-sign', 'the unitary limit is taken as +1/g', (s, species) =>
    species.some((x) => x.unitary) ? { T: s.T.scale(-1), broadening: s.broadening.map((x) => x.neg()) } : {},
  ),
  scattered(
    'self-energy.gaussian',
    'the spin part of the self-energy is dropped while Upsilon keeps it',
    ({ broadening }) => ({
      broadening: broadening.map((x, i) => (i === 0 ? x : x.mul(0))),
    }),
  ),
  scattered('self-energy.z-sign', 'Gamma_z has the wrong sign', ({ broadening }) => ({
    broadening: broadening.map((x, i) => (i === 3 ? x.neg() : x)),
  })),
  scattered('self-energy.half', 'Gamma is half of the anti-Hermitian part of T', ({ broadening }) => ({
    broadening: broadening.map((x) => x.div(2)),
  })),
  scattered(
    'born.extra',
    'a Born series of order N keeps products of total order N + 1 in Upsilon',
    (_s, species, g, scheme) =>
      scheme.kind === 'born' ? { vertex: sound(species, g, { kind: 'born', order: scheme.order + 1 }).vertex } : {},
  ),
  scattered(
    'born.squared',
    'a Born series is squared before it is cut: Upsilon keeps orders up to 2 N',
    (_s, species, g, scheme) => (scheme.kind === 'born' ? { vertex: truncated(species, g, scheme.order).vertex } : {}),
  ),
];

/** T through order N, squared as it is. */
function truncated(species: readonly Species[], g: SpinMatrix, order: number): Scattering {
  const parts = species.map(({ W, concentration }) => ({
    c: concentration,
    T: bornTerms(W, g, order).reduce((total, x) => total.add(x)),
  }));
  const T = parts.map((p) => p.T.scale(p.c)).reduce((total, x) => total.add(x));
  return {
    T,
    broadening: broadeningOf(T),
    vertex: PAULI.map((a) => PAULI.map((b) => sum(parts.map((p) => p.c.mul(connect(p.T, p.T)[a][b].re))))),
  };
}

/** Scattering with another g inside T; `reverse` turns the rates back to positive ones. */
function rescattered(species: readonly Species[], g: SpinMatrix, scheme: Scheme, reverse = false): Scattering {
  const s = sound(species, g, scheme);
  return reverse ? { ...s, T: s.T.dagger(), broadening: s.broadening.map((x) => x.neg()) } : s;
}

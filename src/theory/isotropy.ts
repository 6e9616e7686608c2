import { type Expr, type Program, sum, trace } from '../arithmetic/expression.js';
import type { Field } from '../arithmetic/field.js';
import { remembered } from '../arithmetic/memo.js';
import type { Monomial } from './polynomial.js';
import { COMPONENTS, type Theory } from './theory.js';

/** What Eq. (4) presupposes of a theory, as conditions on its coefficients. */
export interface Isotropy {
  /** environment -> by how much every condition is missed, then the sizes of what should cancel in each. */
  readonly program: Program;
  readonly conditions: readonly Breach[];
}

const ROTATION = 'rotation symmetry about z';
const MIRROR = 'mirror symmetry (planes that contain z)';

/** What a condition that is missed breaks, and by which part of the theory. */
interface Breach {
  readonly symmetry: typeof ROTATION | typeof MIRROR;
  readonly by: string;
}

/** A sum that must vanish. */
interface Condition extends Breach {
  readonly terms: readonly Expr[];
}

const isotropies = new WeakMap<Theory, Isotropy>();

/**
 * Invariance under rotations about z (of momentum and spin together) and under the mirrors that contain z, with the
 * exchange field carried along. With h - Delta in the place of h and L = px d/dpy - py d/dpx the rotations ask L h_0 =
 * L h_z = 0, L h_x = -h_y, L h_y = h_x and W_x = W_y = 0; the mirror py -> -py then asks that h_0 and h_y are even in
 * py, h_x and h_z odd, and W_z = 0.
 * @see Eqs. (3), (4)
 */
export const isotropyOf = (theory: Theory): Isotropy =>
  remembered(isotropies, theory, () => {
    let conditions: readonly Condition[] = [];
    const program = trace([theory.environmentSize], (block) => {
      conditions = conditionsOf(theory, block);
      const sums = conditions.map(({ terms }) => sum(terms));
      return [...sums, ...conditions.map(({ terms }) => sum(terms.map((x) => x.abs())))];
    });
    return { program, conditions: conditions.map(({ symmetry, by }) => ({ symmetry, by })) };
  });

/** Digits of a field that rounding may take from a sum that must vanish. */
const ROUNDING = 4;

/** Tells of environment blocks why Eq. (4) does not hold for their numbers; undefined where it does. */
export function breachesIn<V>(theory: Theory, field: Field<V>): (environment: V) => string | undefined {
  const { program, conditions } = isotropyOf(theory);
  const run = field.compile(program);
  const out = field.vector(program.outputs.length);
  const negligible = 10 ** (ROUNDING - field.digits);
  const at = (k: number): number => Math.abs(field.toNumber(out, k));
  return (environment) => {
    run(environment, 0, out, 0);
    const isBroken = (k: number): boolean => at(k) > negligible * at(conditions.length + k);
    let first = 0;
    while (first < conditions.length && !isBroken(first)) first++;
    return first === conditions.length ? undefined : breachText(conditions.filter((_, k) => isBroken(k)));
  };
}

/** What to say to who asks for an efficiency where Eq. (4) does not hold. */
export const noEfficiencies = (theory: string, broken: string): string =>
  `tau of ${theory}: Eq. (4) does not hold: ${broken}; ask for K or KJ, or let \`solve\` print the torque`;

/** The breaches in words, if any; the mirrors count where the rotations hold, for then all of them are one. */
export function breachText(breaches: readonly Breach[]): string | undefined {
  if (breaches.length === 0) return undefined;
  const rotations = breaches.filter(({ symmetry }) => symmetry === ROTATION);
  const shown = rotations.length > 0 ? rotations : breaches;
  return `the ${shown[0].symmetry} is broken by ${[...new Set(shown.map(({ by }) => by))].join(', ')}`;
}

function conditionsOf(theory: Theory, block: readonly Expr[]): Condition[] {
  const { h, impurities, exchange } = theory.expressions(block);
  const { speciesCount } = theory;
  const own = h.map(({ terms }, c) => {
    const field = c > 0 ? exchange.slice(c - 1, c) : [];
    return [...terms, ...field.map((x) => ({ i: 0, j: 0, coefficient: x.neg() }))];
  });
  const [, x, y] = own;
  const partners = [[], y, x.map((t) => ({ ...t, coefficient: t.coefficient.neg() })), []];
  const about = (symmetry: Breach['symmetry'], c: number, terms: readonly Monomial[]): Condition[] =>
    byPower(terms).map((cancelling) => ({ symmetry, by: COMPONENTS[c], terms: cancelling }));
  const rotation = own.flatMap((terms, c) => about(ROTATION, c, [...turned(terms), ...partners[c]]));
  const mirror = own.flatMap((terms, c) => {
    const isOdd = c === 1 || c === 3;
    return about(
      MIRROR,
      c,
      terms.filter(({ j }) => (j % 2 === 0) === isOdd),
    );
  });
  const spins = impurities.flatMap(({ W }, k) =>
    W.components.slice(1).map(
      ({ re }, axis): Condition => ({
        symmetry: axis < 2 ? ROTATION : MIRROR,
        by: speciesCount > 1 ? `the spin of impurity ${k + 1}` : 'the spin of the impurities',
        terms: [re],
      }),
    ),
  );
  return [...rotation, ...mirror, ...spins];
}

/** L f = px df/dpy - py df/dpx. */
const turned = (f: readonly Monomial[]): Monomial[] =>
  f
    .flatMap(({ i, j, coefficient }) => [
      { i: i + 1, j: j - 1, coefficient: coefficient.mul(j) },
      { i: i - 1, j: j + 1, coefficient: coefficient.mul(-i) },
    ])
    .filter(({ i, j }) => i >= 0 && j >= 0);

/** Coefficients of equal powers together. */
function byPower(terms: readonly Monomial[]): Expr[][] {
  const groups = new Map<string, Expr[]>();
  for (const { i, j, coefficient } of terms) remembered(groups, `${i} ${j}`, (): Expr[] => []).push(coefficient);
  return [...groups.values()];
}

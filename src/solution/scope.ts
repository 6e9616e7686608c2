import type { Coefficients } from '../theory/environment.js';
import { ROW } from '../transport/pipeline.js';
import { bandsOf } from './bands.js';
import type { Pass } from './pass.js';

/** What a finished pass leaves out, or counts where one may not expect it. */
export function scopeNotes<V>(pass: Pass<V>): string[] {
  const states = statesOf(pass);
  return [...seaNotes(pass, states), ...cutoffNotes(pass, states)];
}

/**
 * What sigma.xy leaves out. The response holds pairs G+ G- at the Fermi energy; the Fermi sea (and pairs G+ G+) add to
 * the Hall conductivity at order n^0, and most where only one band has states at the Fermi energy.
 */
function seaNotes<V>(pass: Pass<V>, states: readonly State[]): string[] {
  if (!breaksTimeReversal(pass.coefficients)) return [];
  const oneBand = new Set(states.map(({ isUpper }) => isUpper)).size === 1;
  const why = oneBand ? ', which are not small where one band alone crosses the Fermi energy, as here' : '';
  if (pass.problem.limit === 'finite')
    return [`sigma.xy is its part at the Fermi energy (G+ G-): the Fermi sea and G+ G+ are left out${why}`];
  return oneBand
    ? [`sigma.xy is the coefficient of 1/n: at a density n the Fermi sea and G+ G+ add terms of order n^0${why}`]
    : [];
}

/**
 * Contours beyond a hard cutoff do not count; within it those count, too, at which the lower band has risen through the
 * Fermi energy and falls through it again, as it does for good where a power above the second takes over.
 */
function cutoffNotes<V>({ pipeline, clean, coefficients }: Pass<V>, states: readonly State[]): string[] {
  if (!pipeline.hard) return [];
  const reach = (falls: boolean): number =>
    Math.max(...states.flatMap((s) => (s.isUpper || s.falls !== falls ? [] : [s.momentum])));
  const [rising, falling] = [reach(false), reach(true)];
  return [
    ...(clean.beyond > 0 ? [`Fermi contours beyond the cutoff |p| = ${coefficients.cutoff} do not count`] : []),
    ...(rising > 0 && falling > rising
      ? [
          `the lower band falls through the Fermi energy again at |p| up to ${falling.toPrecision(4)}: that contour ` +
            'lies within the cutoff and counts; a cutoff between the contours leaves it out',
        ]
      : []),
  ];
}

/** Whether a term of the theory changes sign under time reversal, so that sigma_xy may differ from sigma_yx. */
function breaksTimeReversal({ h, impurities }: Coefficients<number>): boolean {
  const isMagnetic = h.some((terms, c) =>
    terms.some(({ i, j, coefficient }) => coefficient !== 0 && (i + j) % 2 === (c === 0 ? 1 : 0)),
  );
  return isMagnetic || impurities.some(({ W: [, ...spin] }) => spin.some((w) => w !== 0));
}

/** A state at the Fermi energy. */
interface State {
  readonly momentum: number;
  readonly isUpper: boolean;
  /** Whether its band falls as |p| grows. */
  readonly falls: boolean;
}

/** The states on the Fermi contours of a finished pass. */
function statesOf<V>(pass: Pass<V>): State[] {
  const { rows, crossings } = pass.clean;
  const at = bandsOf(pass);
  const places = [...(['momentum', 'cos', 'sin'] as const).map((name) => ROW.at(name)), ...ROW.places('velocity')];
  return Array.from({ length: crossings }, (_, k) => {
    const [p, cos, sin, vx, vy] = pass.numbers(
      rows,
      places.map((place) => ROW.size * (k + 1) + place),
    );
    const outward = Math.sign(p) * (vx * cos + vy * sin);
    return { momentum: Math.abs(p), isUpper: at(p * cos, p * sin).kinetic >= 0, falls: outward < 0 };
  });
}

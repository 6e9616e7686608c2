import type { BandPoint, ContourState } from '../../src/solution/texture.js';

const cell = (x: number): string => x.toPrecision(6).padStart(13);
const rows = (head: readonly string[], body: readonly (readonly number[])[]): string =>
  [head.map((h) => h.padStart(13)).join(''), ...body.map((row) => row.map(cell).join(''))].join('\n');

/** Columns for plotting: angle, band, momentum, spin, velocity, occupation per field. */
export const contourText = (states: readonly ContourState[]): string =>
  rows(
    ['angle', 'band', 'px', 'py', 'sx', 'sy', 'sz', 'vx', 'vy', 'n f_x', 'n f_y'],
    states.map((s) => [s.angle, s.band, ...s.momentum, ...s.spin, ...s.velocity, ...s.response]),
  );

/** Columns for plotting: momentum, both bands, spin of the upper one. */
export const bandsText = (points: readonly BandPoint[]): string =>
  rows(
    ['p', 'E+', 'E-', 'sx', 'sy', 'sz'],
    points.map((b) => [b.p, b.upper, b.lower, ...b.spin]),
  );

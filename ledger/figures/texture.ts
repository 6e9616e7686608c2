import type { Problem } from '../../src/solution/problem.js';
import { bandsAlong, fermiContour } from '../../src/solution/texture.js';
import type { ContourPanel, CurvePanel } from './figure.js';

/** How many Fermi momenta the bands are shown to. */
const REACH = 1.4;
const MILLI = 1000;

/** Energies in meV and momenta in 1/nm where the parameters have units, else in the units of the parameters. */
const unitsOf = ({ parameters }: Problem) =>
  parameters.units === 'natural'
    ? { energy: 1, energyUnit: '', momentumUnit: '' }
    : { energy: MILLI, energyUnit: ' (meV)', momentumUnit: '1/nm' };

/** Both bands along a direction with the spin out of the plane, and the Fermi energy. @see Fig. 2 */
export function bandsPanel(problem: Problem, title: string, direction: number, points: number): CurvePanel {
  const { energy, energyUnit, momentumUnit } = unitsOf(problem);
  const largest = Math.max(...fermiContour(problem, 24).map(({ momentum }) => Math.hypot(...momentum)));
  const along = bandsAlong(problem, direction, REACH * largest, points);
  return {
    kind: 'curves',
    title,
    x: { label: `momentum${momentumUnit && ` (${momentumUnit})`}` },
    y: { label: `energy${energyUnit}` },
    levels: [{ y: energy * Number(problem.parameters.values.get('eps')), label: 'Fermi energy' }],
    curves: [
      { label: 'upper band', role: 'computed', points: along.map((b) => [b.p, energy * b.upper, b.spin[2]]) },
      { label: 'lower band', role: 'computed', points: along.map((b) => [b.p, energy * b.lower, -b.spin[2]]) },
    ],
  };
}

/** The Fermi contours with the spin of their states. @see Fig. 2, Eq. (31) */
export const contourPanel = (problem: Problem, title: string, lines: number): ContourPanel => ({
  kind: 'contours',
  title,
  unit: unitsOf(problem).momentumUnit,
  states: fermiContour(problem, lines).map(({ momentum, band, spin }) => ({ momentum, band, spin })),
});

import { remembered } from '../../src/arithmetic/memo.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { loadTheory } from '../../src/theory/load.js';
import { readQuantity } from '../../src/theory/parameters.js';
import type { Theory } from '../../src/theory/theory.js';
import { type SweepOf, sweepPanel } from './curves.js';
import type { Figure, Panel } from './figure.js';
import type { FigurePlan, PlannedFigure } from './plan.js';
import { Sweep } from './sweep.js';
import { bandsPanel, contourPanel } from './texture.js';

/**
 * Computes planned figures in double precision.
 * @param watch called now and then; may throw to end the work
 * @throws InputError on parameters that the theory does not take
 */
export function computeFigures({ theory: name, figures }: FigurePlan, watch = (): void => {}): Figure[] {
  const theory = loadTheory(name);
  return figures.map((figure) => {
    const { id, title, caption, set, assumed, velocity } = figure;
    const sweeps = new Map<string, Sweep>();
    const sweepOf: SweepOf = (member, sweep) =>
      remembered(sweeps, JSON.stringify([member.set, sweep]), () => new Sweep(theory, member, sweep, { watch }));
    const parameters = { ...set, ...(velocity !== undefined && { v: velocity }) };
    return {
      id,
      title,
      caption,
      parameters,
      assumed,
      panels: figure.panels.map((p) => panelOf(theory, sweepOf, figure, p, watch)),
    };
  });
}

function panelOf(
  theory: Theory,
  sweepOf: SweepOf,
  figure: PlannedFigure,
  panel: PlannedFigure['panels'][number],
  watch: () => void,
): Panel {
  if (panel.kind === 'curves') {
    const curves = sweepPanel(sweepOf, figure, panel);
    // a point at which the time was over would pass for one without a value
    watch();
    return curves;
  }
  const asked = readProblem(theory, { set: figure.set, scheme: figure.scheme, cutoff: figure.cutoff });
  const problem = { ...asked, watch };
  if (panel.kind === 'contours') return contourPanel(problem, panel.title, panel.lines);
  const direction = Number(readQuantity('direction', panel.direction, { energy: 0, length: 0 }).value);
  return bandsPanel(problem, panel.title, direction, panel.points);
}

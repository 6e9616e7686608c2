import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { computeFigures } from '../../../ledger/figures/compute.js';
import type { Curve, CurvePanel, Figure } from '../../../ledger/figures/figure.js';
import { type FigurePlan, readFigurePlan } from '../../../ledger/figures/plan.js';
import { ledgerPath } from '../../../ledger/ledgerFile.js';
import { readProblem } from '../../../src/solution/readProblem.js';
import { solve } from '../../../src/solution/solve.js';
import { loadTheory } from '../../../src/theory/load.js';

const theory = loadTheory('rashba-ferromagnet');
const set = { m: '1', alpha: '0.3', Dx: '0', Dz: '0.4', u: '0.5' };
const sweep = { parameter: 'eps', unit: '', from: 0.2, to: 1.2, points: 11 };
const axis = { x: 'eps', y: { label: 'K', log: false } };
const curve = { label: 'K_yx', formula: 'K.yx', asymptote: false };
type Planned = FigurePlan['figures'][number];
const panelOf = (panel: Planned['panels'][number], more: Partial<Planned> = {}): Figure['panels'][number] => {
  const figure = { id: '1', title: '', caption: '', set, assumed: {}, panels: [panel], ...more };
  return computeFigures({ theory: theory.name, figures: [figure] })[0].panels[0];
};
function curves(panel: Figure['panels'][number]): CurvePanel {
  if (panel.kind !== 'curves') throw new Error('no curves');
  return panel;
}
const heights = ({ points }: Curve): (number | null)[] => points.map(([, y]) => y);

describe('figures', () => {
  it('have curves that solve confirms, interrupted where a band reaches the Fermi energy', async () => {
    const { curves: found, marks } = curves(panelOf({ kind: 'curves', title: '', sweep, ...axis, curves: [curve] }));
    // for magnetisation along z the upper band begins at Dz
    expect(marks?.map(({ label }) => label)).toEqual(['1 to 2 bands']);
    expect(marks?.[0].x).toBeCloseTo(0.4, 6);
    const [{ points }] = found;
    for (const [x, y] of [points[1], points[8]]) {
      const { quantities } = await solve(readProblem(theory, { set: { ...set, eps: String(x) } }), {
        field: 'mpfr',
        digits: 12,
      });
      expect(y).toBeCloseTo(Number(quantities.get('K.yx')?.value), 9);
    }
    const gap = points.findIndex(([x, y]) => y === null && x >= 0.4 - 1e-9);
    expect(gap).toBeGreaterThan(1);
    expect(points[gap][0]).toBeLessThanOrEqual(0.5);
  });

  it('find the critical angle at which a tilted field brings the upper band to the Fermi energy', () => {
    const angle = { parameter: 'theta', unit: 'deg', from: 30, to: 60, points: 2 };
    const given = { m: '0.8 m_e', alpha: '1.7e-11 eV m', Delta: '5 meV', eps: '4.5 meV', u: 'inf' };
    const panel = { kind: 'curves', title: '', sweep: angle, ...axis, curves: [curve] } as const;
    const { marks = [] } = curves(panelOf({ ...panel, curves: [curve] }, { set: given }));
    expect(marks.length).toBe(1);
    // the bottom of the upper band, along the line on which the field shifts it; p^2/2m in meV and 1/nm
    const theta = (marks[0].x * Math.PI) / 180;
    const band = (p: number): number =>
      (38.0998212 / 0.8) * p * p + Math.hypot(5 * Math.sin(theta) - 17 * p, 5 * Math.cos(theta));
    const bottom = Math.min(...Array.from({ length: 20001 }, (_, k) => band(k * 2e-5)));
    expect(bottom).toBeCloseTo(4.5, 4);
  });

  it('have a curve for every member of a family, in units, over angles too', async () => {
    const panel = curves(
      panelOf(
        {
          kind: 'curves',
          title: '',
          sweep: { parameter: 'theta', unit: 'deg', from: 20, to: 70, points: 3 },
          family: { parameter: 'u', values: ['0.5 eV nm^2', 'inf'] },
          ...axis,
          curves: [{ ...curve, formula: '2 v KJ.zy' }],
        },
        { set: { m: '0.8 m_e', alpha: '1.7e-11 eV m', Delta: '5 meV', eps: '9 meV' }, velocity: '1e5 m/s' },
      ),
    );
    expect(panel.curves.map(({ label }) => label)).toEqual(['K_yx, u = 0.5 eV nm^2', 'K_yx, u = inf']);
    const given = { m: '0.8 m_e', alpha: '1.7e-11 eV m', Delta: '5 meV', eps: '9 meV', u: '0.5 eV nm^2' };
    const problem = readProblem(theory, { set: { ...given, theta: '45 deg' } });
    const { quantities } = await solve(problem, { field: 'mpfr', digits: 12 });
    // hbar * 1e5 m/s in eV nm
    const v = (1.054571817646e-34 * 1e5 * 1e9) / 1.602176634e-19;
    expect(panel.curves[0].points[1][1]).toBeCloseTo(2 * v * Number(quantities.get('KJ.zy')?.value), 9);
    expect(heights(panel.curves[1])).not.toEqual(heights(panel.curves[0]));
  });

  it('have asymptotes where far values follow one power, and none where they do not', () => {
    const drawn = (formula: string): Curve[] =>
      curves(
        panelOf({ kind: 'curves', title: '', sweep, ...axis, curves: [{ ...curve, formula, asymptote: true }] }),
      ).curves.filter(({ role }) => role === 'asymptote');
    // the conductivity of a parabola: eps/(pi m u^2) without the coupling, all the more so far beyond it
    const [sigma] = drawn('sigma.xx');
    expect(sigma.label).toBe('K_yx: x^1.00 far beyond');
    const [[x, y]] = sigma.points;
    expect(Number(y) / x).toBeGreaterThan(1);
    expect(drawn('eps + 3e3')).toEqual([]);
  });

  it('show moduli on a logarithmic axis, and nothing where a value is zero to rounding', () => {
    const log = { x: 'eps', y: { label: '|KJ_xx|', log: true } };
    const panel = { kind: 'curves', title: '', sweep, ...log, curves: [{ ...curve, formula: '-KJ.xx' }] } as const;
    const [{ points }] = curves(panelOf({ ...panel, curves: [...panel.curves] })).curves;
    // one ring about the origin has one ratio of spin to current, a matrix that a rotation leaves: K_J,xx = 0
    for (const [x, y] of points) {
      if (x < 0.39) expect(y).toBeNull();
      if (x > 0.55) expect(y).toBeGreaterThan(0);
    }
  });

  it('mirror the half of a curve at the symmetry that was named', () => {
    const angle = { parameter: 'Dx', unit: '', from: -0.3, to: 0.3, points: 5 };
    const panel = { kind: 'curves', title: '', sweep: angle, ...axis, curves: [{ ...curve, mirror: 0 }] } as const;
    const [whole, mirrored] = curves(
      panelOf({ ...panel, curves: [...panel.curves] }, { set: { ...set, eps: '1' } }),
    ).curves;
    expect(mirrored.role).toBe('law');
    // K_yx is even in Dx: what the mirror shows is what was computed
    const right = whole.points.filter(([x]) => x >= 0);
    mirrored.points.forEach(([x, y], k) => {
      expect(x).toBeCloseTo(right[k][0], 12);
      expect(y).toBeCloseTo(Number(right[k][1]), 9);
    });
  });

  it('have bands with the spin out of the plane and contours that lie on them', () => {
    const more = { set: { ...set, Dx: '0.2', eps: '1' } };
    const bands = curves(panelOf({ kind: 'bands', title: '', direction: '90 deg', points: 5 }, more));
    const [upper, lower] = bands.curves;
    const h = (y: number): number[] => [0.2 - 0.3 * y, 0, 0.4];
    upper.points.forEach(([p, e, spin], k) => {
      expect(e).toBeCloseTo((p * p) / 2 + Math.hypot(...h(p)), 12);
      expect(spin).toBeCloseTo(0.4 / Math.hypot(...h(p)), 12);
      expect(lower.points[k][2]).toBe(-Number(spin));
    });
    expect(bands.levels).toEqual([{ y: 1, label: 'Fermi energy' }]);
    const contours = panelOf({ kind: 'contours', title: '', lines: 8 }, more);
    if (contours.kind !== 'contours') throw new Error('no contours');
    expect(contours.states.length).toBe(4 * 8);
    for (const { momentum, band } of contours.states) {
      const [x, y] = momentum;
      const size = Math.hypot(0.2 - 0.3 * y, 0.3 * x, 0.4);
      expect((x * x + y * y) / 2 + band * size).toBeCloseTo(1, 9);
    }
  });
});

describe('the plan of figures', () => {
  it('of the paper has the figures of the paper', () => {
    const path = ledgerPath('veneri-2022').replace('ledger.yaml', 'figures.yaml');
    expect(readFigurePlan(path)?.figures.map(({ id }) => id)).toEqual(['2', '3a', '3b', '4a', '4b']);
  });

  it('says which field is wrong, and is not needed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'figures-'));
    const path = join(folder, 'figures.yaml');
    expect(readFigurePlan(path)).toBeUndefined();
    writeFileSync(path, 'theory: rashba-ferromagnet\nfigures: [{ id: "1", title: a, caption: b, set: {} }]\n');
    expect(() => readFigurePlan(path)).toThrow(/figures .*figures.yaml: figures.0.panels: /);
    writeFileSync(path, 'theory: [\n');
    expect(() => readFigurePlan(path)).toThrow(/^figures .*figures.yaml: /);
    rmSync(folder, { recursive: true });
  });
});

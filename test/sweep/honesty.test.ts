import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Case } from '../../properties/cases/case.js';
import { CUTOFFS } from '../../properties/cases/draw.js';
import { casesOf } from '../../properties/cases/generator.js';
import { Classification } from '../../properties/symmetry/classification.js';
import { fieldOf } from '../../src/arithmetic/fields.js';
import { loadMpfr } from '../../src/arithmetic/mpfr.js';
import { decimals } from '../../src/arithmetic/numeral.js';
import { Pass } from '../../src/solution/pass.js';
import { closureOf } from '../../src/solution/problem.js';
import { efficienciesOf, quantitiesOf, torquePartsOf } from '../../src/solution/quantities.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { AccuracyError, InputError } from '../../src/theory/errors.js';
import { loadTheory } from '../../src/theory/load.js';
import { Grid } from '../../sweep/axes/grid.js';
import { PointSolver } from '../../sweep/points/pointSolver.js';
import { selectQuantities } from '../../sweep/points/selection.js';

/** `DIFFUSON_CASES=2000` tries that many points of every theory; a few simple ones are enough for every day. */
const CASES = Number(process.env.DIFFUSON_CASES ?? 4);
const SEED = Number(process.env.DIFFUSON_SEED ?? 5);
const ENERGY = process.env.DIFFUSON_CASES ? undefined : (['two rings', 'one ring'] as const);
const THEORIES = [
  ...['rashba-ferromagnet', 'massive-dirac', 'examples/anisotropic.yaml'],
  ...(ENERGY ? [] : ['rashba-dresselhaus-ferromagnet', 'examples/heavy-holes.yaml']),
];
const SCHEMES = ['t-matrix', 'born:2', 'born:3', 'gaussian'];
/** Two runs of the judge; what they do not share to so many digits it does not judge. */
const [DIGITS, LINES, SHARED] = [34, ENERGY ? [16, 21] : [36, 48], 1e-17] as const;
const Wide = decimals(60);

beforeAll(loadMpfr);

const setOf = ({ values, infinite }: Case): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => name !== 'n')
      .map(([name, value]) => [name, infinite.includes(name) ? 'inf' : value]),
  );

/** Digits that are asked: whatever there are, and so many that points are refined. */
const ASKED = [0, 9];

/** What double precision says of a case, as sweeps of one point over its Fermi energy. */
function rowsInDouble(name: string, sample: Case) {
  const theory = loadTheory(name);
  const { eps, ...set } = setOf(sample);
  const { scheme, cutoff } = sample;
  const grid = Grid.read(theory, [`eps=${eps}`]);
  return ASKED.flatMap((digits) => {
    // few of all quantities have so many digits
    const patterns =
      digits > 0 ? [['K.xy'], ['sigma'], ['KJ.xy'], ['tau.1o']] : [['K', 'sigma', 'KJ', 'tau', 'torque*']];
    return patterns
      .filter(([first]) => theory.hasExchange || !first.startsWith('tau'))
      .flatMap((asked) => {
        const quantities = selectQuantities(theory, asked, false);
        const answer = new PointSolver({ theory, grid, set, scheme, cutoff, quantities, digits }).inDouble(0);
        return answer && !answer.held.every(Number.isNaN) ? [{ answer, quantities }] : [];
      });
  });
}

test.each(THEORIES)(
  `no row of %s claims a digit that is wrong (${CASES} random points)`,
  {
    timeout: 5000 * CASES + 60_000,
  },
  (name) => {
    const classification = new Classification(loadTheory(name));
    const draw = { cutoffs: CUTOFFS, schemes: SCHEMES, impurities: 'any', ...(ENERGY && { energy: ENERGY }) } as const;
    let [claims, digits] = [0, 0];
    fc.assert(
      fc.property(casesOf(classification, draw), (sample) => {
        const rows = rowsInDouble(name, sample);
        fc.pre(rows.length > 0);
        const before = claims;
        const [first, second] = LINES.map((lines) => runOf(name, sample, lines));
        const numbers = rows.flatMap(({ answer: { values, held: all }, quantities }) =>
          quantities.map(({ name: entry }, k) => ({ entry, x: values[k], held: all[k] })),
        );
        for (const { entry, x, held } of numbers) {
          const [known, again] = [first, second].map((run) => new Wide(run.get(entry) ?? Number.NaN));
          // a zero by symmetry is nothing but what the two runs do not share
          if (x === 0 && first.has(entry) && second.has(entry))
            expect(Number(known.abs()), entry).toBeLessThan(
              1e-18 * sizeOf(first) + 4 * Number(known.minus(again).abs()),
            );
          // where Eq. (4) is singular a run has no limit
          if (!known.isFinite()) continue;
          if (!(held > 0) || x === 0 || !known.minus(again).abs().lte(known.abs().times(SHARED))) continue;
          claims++;
          digits += held;
          const error = known.minus(x).abs().div(known.abs());
          expect(Number(error), `${entry} ${x} ${known} ${held}`).toBeLessThanOrEqual(10 ** -held);
        }
        // another point is drawn in the place of one that claims nothing
        fc.pre(claims > before);
      }),
      { numRuns: CASES, seed: SEED, endOnFailure: true },
    );
    // the claims are many and not modest
    expect(claims).toBeGreaterThan(CASES);
    expect(digits / claims).toBeGreaterThan(3);
  },
);

/** The largest response of a run. */
const sizeOf = (run: ReadonlyMap<string, string>): number =>
  Math.max(...[...run].filter(([entry]) => /^(K|KJ|sigma)\./.test(entry)).map(([, text]) => Math.abs(Number(text))));

/** All numbers of a case by one run of MPFR on so many lines; nothing where it refuses. */
function runOf(name: string, sample: Case, lines: number): ReadonlyMap<string, string> {
  const { scheme, cutoff } = sample;
  const field = fieldOf('mpfr', DIGITS);
  try {
    const problem = readProblem(loadTheory(name), { set: setOf(sample), scheme, cutoff });
    const pass = new Pass(problem, field);
    const closure = closureOf(problem);
    const directions = pass.directions(pass.survey(), lines);
    pass.solve(directions, closure === 'measured' ? 'full' : closure);
    return new Map([...quantitiesOf(pass, directions), ...efficienciesOf(pass), ...torquePartsOf(pass)]);
  } catch (error) {
    if (error instanceof InputError || error instanceof AccuracyError) return new Map();
    throw error;
  } finally {
    field.release();
  }
}

import nerdamer from 'nerdamer';
import { trace } from '../src/arithmetic/expression.js';
import { matrixFrom, solve } from '../src/arithmetic/matrix.js';
import { loadTheory } from '../src/theory/load.js';
import { ClosedForm } from '../symbolic/derivation/closedForm.js';
import { QUANTITIES } from '../symbolic/derivation/quantities.js';
import { WeakScatteringExpansion } from '../symbolic/derivation/weakScattering.js';
import { discover } from '../symbolic/discovery/discover.js';
import { execute } from '../symbolic/rings/algebra.js';
import { FractionRing } from '../symbolic/rings/exact/fractionRing.js';
import { MonomialCode } from '../symbolic/rings/series/monomials.js';
import { SeriesRing } from '../symbolic/rings/series/seriesRing.js';
import { milliseconds, print, secondsPerCall, secondsPerPromise } from './measure.js';

const REGIMES = ['Dx << Dz << alpha*pF << eps', 'Dx << alpha*pF << Dz << eps'];
const WANTED = QUANTITIES.filter(({ name }) => !name.startsWith('KJ.'));
const request = (regime: string) => ({
  theory: loadTheory('rashba-ferromagnet'),
  regime,
  variable: 'u',
  settings: {},
  scheme: { kind: 't-matrix' } as const,
});

/** Every quantity of one regime, from nothing. */
function everything(regime: string, terms: number, strengthOrders: number): void {
  const expander = new WeakScatteringExpansion(request(regime));
  for (const { name } of WANTED) expander.expand(name, { terms, strengthOrders });
}

/** Derivation and discovery. */
async function derivations(): Promise<void> {
  for (const regime of REGIMES) {
    print(
      `leading terms of K, sigma, tau: ${regime}`,
      milliseconds(secondsPerCall(() => everything(regime, 1, 1), 3, 0)),
      'under 5 s',
    );
    print(
      `next-to-leading terms: ${regime}`,
      milliseconds(secondsPerCall(() => everything(regime, 2, 2), 1, 0)),
      'under 30 s',
    );
  }
  const closed = (): void => {
    const form = new ClosedForm({ ...request(''), rings: 'two rings' });
    for (const name of ['K.xx', 'K.xy', 'sigma.xx', 'sigma.xy', 'KJ.xx', 'KJ.xy']) form.expand(name, 2);
  };
  print('closed forms at theta = 0, two orders in u', milliseconds(secondsPerCall(closed, 3, 0)));
  let slowest = { name: '', seconds: 0 };
  for (const regime of REGIMES)
    for (const { name } of WANTED) {
      const seconds = await secondsPerPromise(() => discover(name, request(regime)), 1);
      if (seconds > slowest.seconds) slowest = { name, seconds };
    }
  print(`discover: the slowest quantity of both regimes, ${slowest.name}`, milliseconds(slowest.seconds), 'under 5 s');
}

/** One step of a derivation, by the rings here and by nerdamer. */
function compare(step: string, ours: () => void, theirs: () => void): void {
  const [a, b] = [ours, theirs].map((f) => secondsPerCall(f, 3, 0.02)) as [number, number];
  print(`${step}: ring, nerdamer`, `${milliseconds(a)}, ${milliseconds(b)}`, `${(b / a).toFixed(0)} times`);
}

/** What nerdamer can do of a derivation: it has no truncated series, so a root is expanded by differentiating. */
function steps(): void {
  const ring = new SeriesRing(
    new MonomialCode(
      new Map([
        ['x', 1],
        ['y', 1],
      ]),
    ),
    8,
  );
  const [x, y] = [ring.symbol('x'), ring.symbol('y')];
  const splitting = ring.add(ring.constant(1), ring.add(x, ring.mul(x, y)));
  compare(
    'sqrt(1 + x + x y) to order 7 (|h| on a contour)',
    () => void ring.sqrt(splitting),
    () => {
      let derivative = nerdamer('sqrt(1+x+x*y)');
      for (let k = 0; k < 7; k++) {
        derivative.sub('x', '0').expand();
        derivative = nerdamer(`diff(${derivative.toString()},x)`);
      }
    },
  );

  const exact = new SeriesRing(
    new MonomialCode(
      new Map([
        ['x', 1],
        ['y', 1],
      ]),
    ),
    1000,
  );
  const sum = exact.add(exact.constant(1), exact.add(exact.symbol('x'), exact.symbol('y')));
  compare(
    '(1 + x + y)^8 expanded',
    () => void exact.power(sum, 8),
    () => void nerdamer('(1+x+y)^8').expand().toString(),
  );

  const names = ['a', 'b', 'c', 'd', 'f', 'g', 'h', 'k', 'l'];
  const program = trace([9, 3], (m, j) => solve(matrixFrom(m, 3, 3), matrixFrom(j, 3, 1)).flat());
  const equations = [0, 1, 2].map((i) => `${names[3 * i]}*x+${names[3 * i + 1]}*y+${names[3 * i + 2]}*z=j${i}`);
  compare(
    'a ladder of three rows with symbols for entries',
    () => {
      const field = new FractionRing();
      execute(program, field, [
        names.map((name) => field.symbol(name)),
        ['j0', 'j1', 'j2'].map((name) => field.symbol(name)),
      ]);
    },
    () => void nerdamer.solveEquations(equations, ['x', 'y', 'z']),
  );
}

/** Derivations, discovery, and the steps that nerdamer can do as well. */
export async function benchSymbolic(): Promise<void> {
  await derivations();
  steps();
}

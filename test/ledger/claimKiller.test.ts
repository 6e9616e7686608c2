import { beforeAll, expect, test } from 'vitest';
import { ledgerKiller } from '../../ledger/claimKiller.js';
import { MUTANTS } from '../../properties/mutants/all.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { loadMpfr } from '../../src/arithmetic/mpfr.js';
import { written } from '../cli/samples.js';

const LEDGER = `
paper: { id: mine, title: A title, authors: Nobody }
theory: rashba-ferromagnet
regimes: {}
conventions: {}
points:
  A: { m: '1', eps: '1', alpha: '0.3', u: '0.5', Delta: '0.14', theta: pi/4 }
rows:
  - id: mirror
    kind: equation
    source: { place: here }
    expect: { verdict: holds, why: any }
    at: [A]
    beside: { other: { set: { theta: pi - theta } } }
    left: tau.1e
    right: other.tau.1e
    scale: tau.1e
`;
const variants = new Map(MUTANTS.map(({ id, variant }) => [id, variant]));

beforeAll(loadMpfr);

test('claims see a variant that only one of two routes sees', async () => {
  const path = written(LEDGER);
  const [quick, all] = [false, true].map((isAll) => ledgerKiller(path, isAll));
  const tried = (id: string) => Promise.all([quick, all].map((killer) => killer.run(valueAt(variants, id))));
  // the current vertex has an Eq. (4) of its own: with all digits both routes contradict each other
  expect(await tried('torque.odd-in-mz')).toEqual(['refuted', 'refuted']);
  expect(await tried('request.clean-green')).toEqual(['holds', 'holds']);
});

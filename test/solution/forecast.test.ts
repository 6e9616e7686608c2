import { expect, it } from 'vitest';
import { loadMpfr } from '../../src/arithmetic/mpfr.js';
import { prepare } from '../../src/solution/forecast.js';
import { rashba } from '../transport/problems.js';

it.each([
  ['depends on nothing', {}, false],
  ['is that of the scattering rates', { ux: '0.1' }, true],
  ['is that of the contours', { Dx: '0.1' }, true],
])('more lines help where the dependence on the direction %s: %o', async (_, set, help) => {
  await loadMpfr();
  const { forecast } = prepare(rashba({ m: '1', alpha: '.5', Dz: '.2', u: '.5', eps: '1', ...set }), 'mpfr', 15);
  expect(Number.isFinite(forecast.rate)).toBe(help);
});

import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../kit/doctor/doctor.js';
import { run } from '../cli/run.js';

const diagnosis = async (...args: string[]): Promise<Diagnosis> => {
  const { out, err } = await run('doctor', ...args, '--json');
  expect(err).toBe('');
  return JSON.parse(out) as Diagnosis;
};

describe('doctor', () => {
  it('knows the contours of the Rashba ferromagnet: crescent or annulus, one ring, two rings', async () => {
    const { contours, landmarks, unbounded, torque, symmetries } = await diagnosis(
      ...['rashba-ferromagnet', '--set', 'm=1', 'alpha=1', 'Dz=0.2', 'Dx=0', 'u=0.5', 'eps=1'],
    );
    expect(contours.map(({ contours: kind }) => kind)).toEqual(['annulus', 'one ring', 'two rings']);
    // the gap of the Dirac point at p = 0 is 2 Dz
    expect(contours[1].from).toBeCloseTo(-0.2, 1);
    expect(contours[1].to).toBeCloseTo(0.2, 1);
    expect(landmarks.centre).toBeCloseTo(-0.2, 9);
    expect(landmarks.top).toBeCloseTo(0.2, 9);
    expect([unbounded, torque.holds]).toEqual([null, true]);
    expect(symmetries.join()).toContain('joint rotation');
  });

  it('says where a theory is unbounded below, and which cutoff it needs', async () => {
    const { unbounded, advice, contours } = await diagnosis('examples/heavy-holes.yaml', '--set', 'm=1', 'l=0.3');
    expect(contours.map(({ contours: kind }) => kind)).toEqual(['two rings']);
    // p^2/2m - l p^3 falls from p = 1/(3 m l) on and is negative from 1/(2 m l)
    expect(unbounded?.momentum).toBeGreaterThan(0.8);
    expect(advice[0]).toMatch(/give --cutoff below that momentum/);
  });

  it('says which cone a cutoff needs, and why Eq. (4) does not hold', async () => {
    expect((await diagnosis('massive-dirac', '--set', 'v=1')).advice[0]).toMatch(/--cutoff/);
    const { torque } = await diagnosis('examples/anisotropic.yaml', '--set', 'my=2');
    expect(torque).toMatchObject({ holds: false });
    expect(torque.reason).toMatch(/rotation symmetry/);
    expect((await run('doctor', 'examples/anisotropic.yaml')).out).toMatch(/^anisotropic-ferromagnet: H of degree 2/);
  });

  it('refuses names that the theory has not', async () => {
    expect(await run('doctor', '--set', 'q=1')).toMatchObject({ code: 1, out: '' });
  });

  it.each([
    ['m=0', 'm = 0: must be positive (effective mass)'],
    ['m=-1', 'm = -1: must be positive (effective mass)'],
    ['alpha=1e290', 'the bands of rashba-ferromagnet at these values are beyond double precision'],
  ])('refuses %s', async (value, message) => {
    const { code, out, err } = await run('doctor', '--set', value, 'Dz=1e290');
    expect([code, out, err.startsWith(message)]).toEqual([1, '', true]);
  });
});

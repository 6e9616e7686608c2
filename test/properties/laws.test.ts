import { describe, expect, test } from 'vitest';
import { lawsOf } from '../../properties/catalogue/catalogue.js';
import { compose } from '../../properties/law/law.js';
import { Classification } from '../../properties/symmetry/classification.js';
import { loadTheory } from '../../src/theory/load.js';
import { lawTests } from './lawTests.js';

/** Every run draws the same samples, so that a red law is red again. */
const SEED = 7;
lawTests(loadTheory('rashba-ferromagnet'), 12, SEED);
lawTests(loadTheory('rashba-dresselhaus-ferromagnet'), 12, SEED);

describe('the catalogue', () => {
  test('refuses two laws of one name', () => {
    const laws = lawsOf(new Classification(loadTheory('rashba-ferromagnet')));
    expect(() => compose(laws, [laws[0]])).toThrow(laws[0].id);
  });

  test('claims fewer laws where a symmetry is broken', () => {
    const ids = (name: string): string[] => lawsOf(new Classification(loadTheory(name))).map((law) => law.id);
    const [rashba, dresselhaus] = [ids('rashba-ferromagnet'), ids('rashba-dresselhaus-ferromagnet')];
    expect(rashba).toContain('symmetry.joint-rotation');
    expect(dresselhaus).not.toContain('symmetry.joint-rotation');
    expect(dresselhaus).toContain('symmetry.joint-C4');
    expect(dresselhaus).not.toContain('first-born.two-rings');
    expect(dresselhaus).not.toContain('torque.decomposition');
  });
});

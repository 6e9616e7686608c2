import { describe, expect, test } from 'vitest';
import { lawsOf } from '../../properties/catalogue/catalogue.js';
import { compose } from '../../properties/law/law.js';
import { Facts } from '../../properties/symmetry/classification.js';
import { loadTheory } from '../../src/theory/load.js';
import { lawTests } from './lawTests.js';

lawTests(loadTheory('rashba-ferromagnet'), 12);
lawTests(loadTheory('rashba-dresselhaus-ferromagnet'), 6);

describe('the catalogue', () => {
  test('refuses two laws of one name', () => {
    const laws = lawsOf(new Facts(loadTheory('rashba-ferromagnet')));
    expect(() => compose(laws, [laws[0]])).toThrow(laws[0].id);
  });

  test('claims fewer laws where a symmetry is broken', () => {
    const ids = (name: string): string[] => lawsOf(new Facts(loadTheory(name))).map((law) => law.id);
    const [rashba, dresselhaus] = [ids('rashba-ferromagnet'), ids('rashba-dresselhaus-ferromagnet')];
    expect(rashba).toContain('symmetry.joint-rotation');
    expect(dresselhaus).not.toContain('symmetry.joint-rotation');
    expect(dresselhaus).toContain('symmetry.joint-C4');
    expect(dresselhaus).not.toContain('first-born.two-rings');
    expect(dresselhaus).not.toContain('torque.decomposition');
  });
});

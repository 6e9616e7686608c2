import { describe, expect, test } from 'vitest';
import { lawTests } from '../../cli/vitest.js';
import { lawsOf } from '../../properties/catalogue/catalogue.js';
import { compose } from '../../properties/law/law.js';
import { Classification } from '../../properties/symmetry/classification.js';
import { loadTheory } from '../../src/theory/load.js';
import { run } from '../cli/run.js';

/** Every run draws the same samples, so that a red law is red again. */
const SEED = 7;
lawTests(loadTheory('rashba-ferromagnet'), { runs: 12, seed: SEED });
lawTests(loadTheory('rashba-dresselhaus-ferromagnet'), { runs: 12, seed: SEED });

/** Sentences of a text; what an abbreviation or a symbol has after its dot is no beginning. */
const sentences = (text: string): number => text.split(/(?<!Eq|Sec)\.(?:\s+(?=[A-Z])|$)/).filter(Boolean).length;

const THEORIES = ['rashba-ferromagnet', 'massive-dirac', 'examples/heavy-holes.yaml', 'examples/anisotropic.yaml'];

describe('the catalogue', () => {
  test.each(THEORIES)('says why each law holds, in one to three sentences: %s', (name) => {
    const laws = lawsOf(new Classification(loadTheory(name)));
    const proofs = new Map(laws.map(({ id, proof }) => [id, proof]));
    for (const [id, proof] of proofs) {
      expect([1, 2, 3], `${id}: ${proof}`).toContain(sentences(proof));
      expect(proof.length, id).toBeGreaterThan(40);
      expect(proof, id).toMatch(/\.$/);
    }
    // what is said of a law is not said of another, but for the orders and operations of one family
    const family = (id: string): string => id.replace(/^(symmetry|finite)\..*|^born-\d/, '$1');
    const families = new Map([...proofs].map(([id, proof]) => [proof, family(id)]));
    for (const [id, proof] of proofs) expect(families.get(proof), id).toBe(family(id));
  });

  test('laws --law prints the sketches of those laws, and --json has them too', async () => {
    const { out, code } = await run('laws', '--law', 'ward');
    expect([code, out.match(/^ward\.\w+/gm)]).toEqual([0, ['ward.ladder', 'ward.current']]);
    expect(out).toContain('proof: Gamma N = (pi/2) sum_w (Gamma.b) b/gamma');
    const found = JSON.parse((await run('laws', '--law', 'edelstein', '--json')).out) as { laws: { proof: string }[] };
    expect(found.laws.map(({ proof }) => proof)).toEqual([expect.stringContaining('cancels the anomalous velocity')]);
    expect((await run('laws', '--law', 'nothing')).err).toMatch(/no law "nothing" is claimed for rashba-ferromagnet/);
  });

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

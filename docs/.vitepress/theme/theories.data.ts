import { signChoices } from '../../../kit/data/conventions.js';
import { lawTable } from '../../../properties/catalogue/table.js';
import { loadTheory } from '../../../src/theory/load.js';

/** Theories of the converter, with the parameters that it takes to be zero. */
const THEORIES = [
  {
    name: 'rashba-ferromagnet',
    absent: ['Dy', 'ux', 'uy', 'uz'],
    words: 'm in the plane of x and z, scalar impurities',
  },
  { name: 'massive-dirac', absent: ['ux', 'uy', 'uz'], words: 'm along z, scalar impurities' },
];

/** The signs that a program may give to couplings, and what symmetry says of them. */
export default {
  load: () =>
    THEORIES.map(({ name, absent, words }) => {
      const theory = loadTheory(name);
      return { name, absent, words, signs: signChoices(theory).flat(), parities: lawTable(theory, []).parities };
    }),
};

import { remembered } from '../../src/arithmetic/memo.js';
import { mathematics } from '../../src/theory/algebra.js';
import type { TheoryDefinition, TheoryInput } from '../../src/theory/definition.js';
import { Theory } from '../../src/theory/theory.js';

/** A theory made from another, once per theory. */
const derived = (make: (definition: TheoryDefinition) => TheoryInput): ((theory: Theory) => Theory) => {
  const memo = new WeakMap<Theory, Theory>();
  return (theory) => remembered(memo, theory, () => new Theory(make(theory.definition)));
};

const parameter = (meaning: string, energy = 0, length = 0) => ({ meaning, dimension: { energy, length } });

/** Every species split in two equal ones with shares `share` and 1 - `share`. */
export const splitSpecies = derived((definition) => ({
  ...definition,
  name: `${definition.name}, species split`,
  parameters: { ...definition.parameters, share: parameter('share of the first half') },
  impurities: definition.impurities.flatMap((species) => [
    { ...species, concentration: `(${species.concentration}) * share` },
    { ...species, concentration: `(${species.concentration}) * (1 - share)` },
  ]),
}));

/** All concentrations times `amount`. */
export const moreImpurities = derived((definition) => ({
  ...definition,
  name: `${definition.name}, more impurities`,
  parameters: { ...definition.parameters, amount: parameter('factor of the concentrations') },
  impurities: definition.impurities.map((species) => ({
    ...species,
    concentration: `(${species.concentration}) * amount`,
  })),
}));

const substituted = (text: string, replacements: Readonly<Record<string, string>>): string =>
  mathematics
    .parse(text)
    .transform((node) => {
      const name = node.type === 'SymbolNode' ? (node as unknown as { name: string }).name : undefined;
      return name !== undefined && Object.hasOwn(replacements, name) ? mathematics.parse(replacements[name]) : node;
    })
    .toString({ parenthesis: 'all', implicit: 'show' });

/** The origin of momentum moved: H(p + q). */
export const shiftedOrigin = derived((definition) => {
  const move = (text: string): string => substituted(text, { px: '(px + qx)', py: '(py + qy)' });
  const { h0, hx, hy, hz } = definition.hamiltonian;
  return {
    ...definition,
    name: `${definition.name}, origin moved`,
    parameters: { ...definition.parameters, qx: parameter('shift of px', 0, -1), qy: parameter('shift of py', 0, -1) },
    hamiltonian: { h0: move(h0), hx: move(hx), hy: move(hy), hz: move(hz) },
  };
});

/** The zero of energy moved: H + E0. */
export const shiftedEnergy = derived((definition) => ({
  ...definition,
  name: `${definition.name}, energy moved`,
  parameters: { ...definition.parameters, E0: parameter('shift of the energy', 1, 0) },
  hamiltonian: { ...definition.hamiltonian, h0: `(${definition.hamiltonian.h0}) + E0` },
}));

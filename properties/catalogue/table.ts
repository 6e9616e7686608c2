import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import { Facts } from '../symmetry/classification.js';
import { type Configuration, configurationsOf, type Parity, paritiesOf } from '../symmetry/constraints.js';
import { generatorsOf } from '../symmetry/invariance.js';
import { mapText } from '../symmetry/statement.js';
import { type TorqueParity, torqueParitiesOf } from '../symmetry/torque.js';
import { lawsOf } from './catalogue.js';

/** What `diffuson laws` prints: derived from the theory, nothing in it is listed by hand. */
export interface LawTable {
  readonly theory: string;
  readonly operations: readonly { readonly name: string; readonly map: string; readonly antiunitary: boolean }[];
  readonly configurations: readonly Configuration[];
  readonly parities: readonly Parity[];
  readonly torque: readonly TorqueParity[];
  readonly laws: readonly {
    readonly id: string;
    readonly level: string;
    readonly statement: string;
    readonly latex: string;
    readonly source: string;
    readonly domain: string;
  }[];
}

/** @param present optional parameters that are not zero; throws InputError on names that the theory does not have */
export function lawTable(theory: Theory, present: readonly string[]): LawTable {
  for (const name of present)
    if (!theory.parameters.has(name))
      throw new InputError(`--with ${name}: ${theory.name} has the parameters ${theory.parameterNames.join(' ')}`);
  const facts = new Facts(theory);
  return {
    theory: theory.name,
    operations: generatorsOf(facts.symmetries).map((s) => ({
      name: s.name,
      map: mapText(s),
      antiunitary: s.antiunitary,
    })),
    configurations: configurationsOf(facts, present),
    parities: paritiesOf(facts),
    torque: torqueParitiesOf(facts),
    laws: lawsOf(facts).map(({ id, level, statement, latex, source, domain }) => ({
      id,
      level,
      statement,
      latex,
      source,
      domain,
    })),
  };
}

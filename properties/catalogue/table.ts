import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import type { Law } from '../law/law.js';
import { Classification } from '../symmetry/classification.js';
import { type Configuration, configurationsOf, type Parity, paritiesOf } from '../symmetry/constraints.js';
import { generatorsOf } from '../symmetry/invariance.js';
import { mapText } from '../symmetry/statement.js';
import { type TorqueParity, torqueParitiesOf } from '../symmetry/torque.js';
import { lawsOf } from './catalogue.js';
import { chosenLaws } from './runLaws.js';

/** What the symmetries of a theory say when some parameters are zero. */
interface SymmetryTable {
  readonly absent: readonly string[];
  readonly operations: readonly { readonly name: string; readonly map: string; readonly antiunitary: boolean }[];
  readonly configurations: readonly Configuration[];
}

function symmetryTable(classification: Classification, present: readonly string[]): SymmetryTable {
  const symmetries = classification.symmetriesWith(present);
  return {
    absent: classification.optional.filter((name) => !present.includes(name)),
    operations: generatorsOf(symmetries).map((s) => ({ name: s.name, map: mapText(s), antiunitary: s.antiunitary })),
    configurations: configurationsOf(classification, present),
  };
}

/** What `diffuson laws` prints: derived from the theory, nothing in it is listed by hand. */
export interface LawTable extends SymmetryTable {
  readonly theory: string;
  /** The same with every optional parameter, if `absent` names any: fewer operations may be left. */
  readonly general?: SymmetryTable;
  readonly parities: readonly Parity[];
  readonly torque: readonly TorqueParity[];
  readonly laws: readonly Pick<Law, 'id' | 'level' | 'statement' | 'latex' | 'proof' | 'source' | 'domain'>[];
}

/**
 * @param present optional parameters that are not zero
 * @param only ids of laws, or their beginnings up to a dot; all laws if empty
 * @param watch called now and then; may throw to end the search for symmetries
 * @throws InputError on names that the theory does not have
 */
export function lawTable(
  theory: Theory,
  present: readonly string[],
  only: readonly string[] = [],
  watch = (): void => {},
): LawTable {
  for (const name of present)
    if (!theory.parameters.has(name))
      throw new InputError(`--with ${name}: ${theory.name} has the parameters ${theory.parameterNames.join(' ')}`);
  const classification = new Classification(theory, watch);
  const atHand = symmetryTable(classification, present);
  return {
    theory: theory.name,
    ...atHand,
    ...(atHand.absent.length > 0 && { general: symmetryTable(classification, classification.optional) }),
    parities: paritiesOf(classification),
    torque: torqueParitiesOf(classification, present),
    laws: chosenLaws(lawsOf(classification), only, theory).map(
      ({ id, level, statement, latex, proof, source, domain }) => ({
        id,
        level,
        statement,
        latex,
        proof,
        source,
        domain,
      }),
    ),
  };
}

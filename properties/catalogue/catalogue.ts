import { remembered } from '../../src/arithmetic/memo.js';
import type { Theory } from '../../src/theory/theory.js';
import { compose, type Law, LEVELS } from '../law/law.js';
import type { Classification } from '../symmetry/classification.js';
import { closedFormLaws } from './closedForms.js';
import { conservationLaws } from './conservation.js';
import { finiteLaws } from './finite.js';
import { limitLaws } from './limits.js';
import { routeLaws } from './routes.js';
import { sanityLaws } from './sanity.js';
import { symmetryLaws } from './symmetry.js';
import { torqueLaws } from './torque.js';
import { weakScatteringLaws } from './weakScattering.js';

const memo = new WeakMap<Theory, Law[]>();

/** Whether the ranges of a theory contain what a law fixes. */
const isInReach = ({ draw: { fixed = {} } }: Law, { bounds }: Theory): boolean =>
  Object.entries(fixed).every(([name, value]) => bounds.inside(name, Number(value), 1) === Number(value));

/**
 * Every law that the suite knows and that is claimed for a theory, crude ones first; symmetry laws are derived from the
 * theory itself.
 */
export const lawsOf = (classification: Classification): readonly Law[] =>
  remembered(memo, classification.theory, () =>
    compose(
      sanityLaws(classification),
      symmetryLaws(classification),
      conservationLaws,
      limitLaws(classification),
      weakScatteringLaws(classification),
      closedFormLaws,
      torqueLaws(classification),
      finiteLaws(classification),
      routeLaws,
    )
      .filter((law) => law.claims(classification) && isInReach(law, classification.theory))
      .sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level)),
  );

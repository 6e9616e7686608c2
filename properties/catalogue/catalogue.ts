import { compose, type Law, LEVELS } from '../law/law.js';
import type { Facts } from '../symmetry/classification.js';
import { closedFormLaws } from './closedForms.js';
import { conservationLaws } from './conservation.js';
import { finiteLaws } from './finite.js';
import { limitLaws } from './limits.js';
import { routeLaws } from './routes.js';
import { sanityLaws } from './sanity.js';
import { symmetryLaws } from './symmetry.js';
import { torqueLaws } from './torque.js';
import { weakScatteringLaws } from './weakScattering.js';

/** Every law that the suite knows and that is claimed for a theory, crude ones first; symmetry laws are derived from the theory itself. */
export const lawsOf = (facts: Facts): Law[] =>
  compose(
    sanityLaws(facts),
    symmetryLaws(facts),
    conservationLaws,
    limitLaws(facts),
    weakScatteringLaws(facts),
    closedFormLaws,
    torqueLaws(facts),
    finiteLaws(facts),
    routeLaws,
  )
    .filter((law) => law.claims(facts))
    .sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));

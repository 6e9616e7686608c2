import type { Facts } from './facts.js';
import { compose, type Law, LEVELS } from './law.js';
import { closedFormLaws } from './laws/closedForms.js';
import { conservationLaws } from './laws/conservation.js';
import { finiteLaws } from './laws/finite.js';
import { limitLaws } from './laws/limits.js';
import { routeLaws } from './laws/routes.js';
import { sanityLaws } from './laws/sanity.js';
import { symmetryLaws } from './laws/symmetry.js';
import { torqueLaws } from './laws/torque.js';
import { weakScatteringLaws } from './laws/weakScattering.js';

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

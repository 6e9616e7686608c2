import type { Facts } from './facts.js';
import { compose, type Law } from './law.js';
import { conservationLaws } from './laws/conservation.js';
import { sanityLaws } from './laws/sanity.js';
import { symmetryLaws } from './laws/symmetry.js';

/** Every law that the suite knows and that is claimed for a theory; symmetry laws are derived from the theory itself. */
export const lawsOf = (facts: Facts): Law[] =>
  compose(sanityLaws(facts), symmetryLaws(facts), conservationLaws).filter((law) => law.claims(facts));

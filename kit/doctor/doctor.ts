import { ContourProbe, type Contours } from '../../properties/cases/contours.js';
import { BandProbe } from '../../properties/cases/landmarks.js';
import { Classification } from '../../properties/symmetry/classification.js';
import { generatorsOf } from '../../properties/symmetry/invariance.js';
import { mapText } from '../../properties/symmetry/statement.js';
import { DoubleField } from '../../src/arithmetic/double.js';
import { evaluated } from '../../src/arithmetic/fields.js';
import type { Range } from '../../src/theory/bounds.js';
import { InputError } from '../../src/theory/errors.js';
import { breachesIn } from '../../src/theory/isotropy.js';
import { FERMI_ENERGY, type Parameter, type Theory } from '../../src/theory/theory.js';

/** What a theory is, at values of its parameters. */
export interface Diagnosis {
  readonly theory: string;
  readonly degree: number;
  /** The values that were looked at: given ones, defaults, or 1. */
  readonly values: Readonly<Record<string, string>>;
  /** Energies at which contours appear or change, roughly; null for none. */
  readonly landmarks: { readonly bottom: number; readonly centre: number; readonly top: number };
  /** Where the lower band falls without bound: its states exist only with a cutoff below that momentum. */
  readonly unbounded: { readonly energy: number; readonly momentum: number } | null;
  /** Fermi contours by ranges of eps. */
  readonly contours: readonly { readonly from: number; readonly to: number; readonly contours: Contours }[];
  /** What the file states of where the theory is meant to be used; `breach`: what these values break of it. */
  readonly bounds: {
    readonly ranges: Readonly<Record<string, Range>>;
    readonly constraints: readonly string[];
    readonly secondsPerLaw?: number;
    readonly breach?: string;
  };
  readonly symmetries: readonly string[];
  /** Why Eq. (4) does not hold at these values; null where it does, or without an exchange field. */
  readonly torque: { readonly holds: boolean; readonly reason: string };
  readonly advice: readonly string[];
}

/** Steps of the Fermi energy. */
const ENERGIES = 120;

/**
 * Looks at a theory as the rest of the suite will: bands, contours, symmetries, the torque, and which limits and
 * cutoffs make sense.
 * @param given values of parameters as numerals; others are their defaults, or 1, or a number inside their range
 * @param watch called now and then; may throw to end the work
 */
export function diagnose(theory: Theory, given: Readonly<Record<string, string>>, watch = (): void => {}): Diagnosis {
  const values = Object.fromEntries(
    [...theory.parameters.values()].map((p) => [p.name, given[p.name] ?? usual(theory, p)] as const),
  );
  const classification = new Classification(theory, watch);
  const vector = Float64Array.from([...theory.parameterNames.map((name) => Number(values[name])), 1]);
  const { bottom, centre, top, barrier } = new BandProbe(theory).find(vector);
  if (![bottom, centre, top].every(Number.isFinite))
    throw new InputError(
      `the bands of ${theory.name} at these values are beyond double precision; give sizes nearer to 1`,
    );
  const unbounded = Number.isFinite(barrier.momentum) ? barrier : null;
  const symmetries = generatorsOf(classification.symmetries);
  const torque = torqueOf(theory, values);
  const eps = theory.bounds.ranges.get(FERMI_ENERGY);
  // where both bands start together any height shows all there is
  const height = top > bottom ? 2 * (top - bottom) : 1;
  const highest = Math.min(eps?.to ?? top + height, 0.95 * barrier.energy + 0.05 * bottom);
  const lowest = Math.min(Math.max(bottom, eps?.from ?? bottom), highest);
  const breach = theory.bounds.breach((name) => Number(values[name]));
  const { constraints, secondsPerLaw } = theory.definition;
  return {
    theory: theory.name,
    degree: theory.degree,
    values,
    landmarks: { bottom, centre, top },
    unbounded,
    contours: contoursOver(theory, values, lowest, { end: highest, reach: barrier.momentum, watch }),
    bounds: {
      ranges: Object.fromEntries(theory.bounds.ranges),
      constraints,
      ...(secondsPerLaw !== undefined && { secondsPerLaw }),
      ...(breach !== undefined && { breach }),
    },
    symmetries: symmetries.map((s) => `${s.name}: ${mapText(s)}`),
    torque,
    advice: adviceOf(
      classification,
      unbounded,
      symmetries.some(({ antiunitary }) => antiunitary),
    ),
  };
}

/** The default of a parameter, or 1, or a number inside its range. */
function usual({ bounds }: Theory, { name, default: fallback = '1' }: Parameter): string {
  const [wanted, inside] = [Number(fallback), bounds.inside(name, Number(fallback), 1)];
  return inside === wanted ? fallback : String(inside);
}

/** Ranges of the Fermi energy with one kind of contours, on a grid. */
function contoursOver(
  theory: Theory,
  values: Readonly<Record<string, string>>,
  bottom: number,
  { end, reach, watch }: { readonly end: number; readonly reach: number; readonly watch: () => void },
): Diagnosis['contours'] {
  const probe = new ContourProbe(theory);
  const place = theory.parameterNames.indexOf(FERMI_ENERGY);
  const numbers = [...theory.parameterNames.map((name) => Number(values[name])), 1];
  const step = (end - bottom) / ENERGIES;
  const ranges: { from: number; to: number; contours: Contours }[] = [];
  for (let k = 0; k < ENERGIES; k++) {
    watch();
    const eps = bottom + (k + 0.5) * step;
    numbers[place] = eps;
    const block = evaluated(new DoubleField(), theory.environment, numbers.map(String));
    const contours = probe.classify(Float64Array.from(block), reach);
    const last = ranges.at(-1);
    if (last?.contours === contours) last.to = eps + step / 2;
    else ranges.push({ from: eps - step / 2, to: eps + step / 2, contours });
  }
  return ranges;
}

function torqueOf(theory: Theory, values: Readonly<Record<string, string>>): Diagnosis['torque'] {
  if (!theory.hasExchange) return { holds: false, reason: 'the theory names no exchange field, so it has no torque' };
  const field = new DoubleField();
  const block = evaluated(field, theory.environment, [...theory.parameterNames.map((name) => values[name]), '1']);
  const breach = breachesIn(theory, field)(Float64Array.from(block));
  return breach === undefined
    ? { holds: true, reason: 'rotations about z and the mirrors that contain it: tau.1e tau.2e tau.1o tau.2o' }
    : { holds: false, reason: `${breach}; torqueEven and torqueOdd are printed instead` };
}

function adviceOf(classification: Classification, unbounded: Diagnosis['unbounded'], hasReversal: boolean): string[] {
  const { theory, renormalisable } = classification;
  return [
    unbounded
      ? `the lower band falls without bound beyond |p| = ${unbounded.momentum.toPrecision(3)} (energy ` +
        `${unbounded.energy.toPrecision(3)}): give --cutoff below that momentum and above the contours`
      : renormalisable
        ? 'no cutoff is needed: Re g_0 is absorbed in u (--cutoff renormalised, the default)'
        : 'the spin part of Re g diverges with the cutoff: give --cutoff VALUE where the scheme needs Re g',
    'dilute (the default): K and sigma are the coefficients of 1/n; trust them while n Gamma is far below the ' +
      'distance of eps to every band edge and below the splitting of the bands at it',
    '--limit finite: every n, best with --scheme self-consistent, which conserves charge at any n' +
      (unbounded ? '' : '; sigma, K_J and tau then need a --cutoff'),
    ...(hasReversal && theory.hasExchange
      ? ['sigma.xy leaves out the Fermi sea (G+ G+): terms of order n^0, which matter where one band alone crosses eps']
      : []),
  ];
}

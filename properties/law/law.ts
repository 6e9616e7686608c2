import type { Expr } from '../../src/arithmetic/expression.js';
import type { Limit } from '../../src/solution/problem.js';
import type { Theory } from '../../src/theory/theory.js';
import type { Steps } from '../../src/torque/steps.js';
import type { Closure } from '../../src/transport/ladder.js';
import type { Scheme } from '../../src/transport/scattering.js';
import type { Contours } from '../cases/contours.js';
import type { Draw } from '../cases/draw.js';
import type { Classification } from '../symmetry/classification.js';
import type { ResponseTensors } from './response.js';

/** How much a law presupposes; a law is cruder than another if its level is lower. */
export const LEVELS = ['sanity', 'symmetry', 'conservation', 'limit', 'closed form', 'independent route'] as const;
export type Level = (typeof LEVELS)[number];

/** A number of the sample by name: parameters of the theory, `cutoff`, extra numbers of the law. */
export type Values = (name: string) => Expr;

/** One solve that a law asks for, as a change of the case. */
export interface Measurement {
  /** Another theory derived from the one under test; its extra parameters must be given by `parameters`. */
  readonly theory?: (theory: Theory) => Theory;
  /** Parameters that differ from the case; may use what was measured before. */
  readonly parameters?: (values: Values, before: readonly ResponseTensors[]) => Readonly<Record<string, Expr>>;
  /** Scheme in place of the case's. */
  readonly scheme?: Scheme;
  readonly limit?: Limit;
  readonly closure?: Closure;
  /** `hard` takes the value `cutoff` of the sample; without it the case decides. */
  readonly cutoff?: 'hard' | 'renormalised';
  /** Parameters in the unitary limit in place of the case's. */
  readonly infinite?: readonly string[];
  /** The pipeline under test, or the semiclassical route that shares none of its steps. */
  readonly route?: 'pipeline' | 'boltzmann';
}

/** Both sides of one scalar statement and their natural scale. */
export interface Side {
  readonly left: Expr;
  readonly right: Expr;
  /** Size of the tensor that the sides belong to. */
  readonly scale: Expr;
  /** What must not vanish for the comparison to say anything; |left| + |right| if not given. */
  readonly substance?: Expr;
}

/**
 * When a residual in units of the scale counts: exact laws are re-judged at 40 digits, asymptotic ones by the same
 * bound.
 */
export interface Tolerance {
  readonly kind: 'exact' | 'asymptotic';
  readonly value: number;
}

/** Exact laws: what double precision must reach; more is not asked of it because failures are re-judged. */
export const EXACT: Tolerance = { kind: 'exact', value: 1e-8 };

/** A statement that every correct theory of its domain obeys. A law returns sides and judges nothing. */
export interface Law {
  readonly id: string;
  readonly level: Level;
  readonly statement: string;
  readonly latex: string;
  /** Why it holds, in one to three sentences. */
  readonly proof: string;
  readonly source: string;
  /** For which theories, approximations and parameters it is a theorem. */
  readonly domain: string;
  /** Whether it is claimed for a theory. */
  readonly claims: (classification: Classification) => boolean;
  /** The cases that are drawn; parameters that it fixes are part of the domain, on replay too. */
  readonly draw: Draw;
  /** Fermi contours to which the claim is restricted. */
  readonly contours?: readonly Contours[];
  /** Further exact restriction on the sample, after drawing and on replay. */
  readonly within?: (value: (name: string) => number, cutoff: string) => boolean;
  readonly measurements: readonly Measurement[];
  readonly sides: (
    responses: readonly ResponseTensors[],
    values: Values,
    torque: Steps['torqueEfficiencies'],
  ) => readonly Side[];
  readonly tolerance?: Tolerance;
  /** Directions beyond which a measurement of the law becomes too dear. */
  readonly mostLines?: number;
}

/**
 * A law as the catalogue writes it: without a word it is claimed for every theory, draws every class and needs one
 * plain solve.
 */
export type LawRecord = Omit<Law, 'claims' | 'draw' | 'measurements'> &
  Partial<Pick<Law, 'claims' | 'draw' | 'measurements'>>;

/** Joins rule sets. Throws on duplicate ids. */
export function compose(...sets: readonly (readonly LawRecord[])[]): Law[] {
  const laws = sets.flat().map((law) => ({ claims: () => true, draw: {}, measurements: [{}], ...law }));
  return unlikeNamed(laws, 'laws');
}

/** The list as it is. @throws Error if two of it have one id */
export function unlikeNamed<T extends { readonly id: string }>(list: T[], what: string): T[] {
  const twice = list.find(({ id }, k) => list.findIndex((other) => other.id === id) < k);
  if (twice) throw new Error(`two ${what} are called "${twice.id}"`);
  return list;
}

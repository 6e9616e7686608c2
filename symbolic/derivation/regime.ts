import { parseExpression, plainNumber } from '../../src/theory/algebra.js';
import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import type { AnyNode } from '../formula/node.js';

/** A product of powers of parameters; numerical factors do not matter in an order of magnitudes. */
type PowerProduct = ReadonlyMap<string, number>;

/**
 * An iterated limit, read from `Dx << Dz << alpha*pF << eps`: the smallest scale first, scales of equal rank joined by
 * `~`.
 */
export interface Regime {
  readonly text: string;
  /** Ranks from the smallest to the largest, without that of the cutoff. */
  readonly ranks: readonly (readonly PowerProduct[])[];
  /** The parameters that occur. */
  readonly names: ReadonlySet<string>;
  /** Parameters that are negative: the scale is minus the parameter, as in `Dz << -eps << m*alpha^2`. */
  readonly negative: ReadonlySet<string>;
  /** Whether pF occurs. */
  readonly hasFermiMomentum: boolean;
  /** The scale of the cutoff, larger than all others; without one the momenta go on for ever. */
  readonly cutoff?: PowerProduct;
}

/** The Fermi momentum, which is no parameter, and the cutoff of the momenta, which is none either. */
const FERMI_MOMENTUM = 'pF';
export const CUTOFF = 'cutoff';

/** Reads a chain of scales of a theory. @throws InputError with the place of the fault */
export function parseRegime(text: string, theory: Theory): Regime {
  const links = text.split('<<');
  if (links.length < 2)
    throw new InputError(
      `regime "${text}": expected a chain of scales, smallest first, such as "Dx << Dz << alpha*pF << eps"`,
    );
  const negative = new Set<string>();
  const ranks = links.map((link) =>
    link.split('~').map((expression) => {
      if (expression.trim() === '') throw new InputError(`regime "${text}": a scale is missing between two signs "<<"`);
      const node = parseExpression(expression, `regime "${text}"`) as AnyNode;
      return powerProduct(node, text, negative);
    }),
  );
  const isCut = !theory.parameters.has(CUTOFF) && ranks.flat().some((scale) => scale.has(CUTOFF));
  const below = isCut ? ranks.slice(0, -1) : ranks;
  const namesIn = (scales: readonly PowerProduct[]): string[] => scales.flatMap((scale) => [...scale.keys()]);
  for (const name of namesIn(ranks.flat()))
    if (!theory.parameters.has(name) && name !== FERMI_MOMENTUM && !(isCut && name === CUTOFF))
      throw new InputError(
        `regime "${text}": ${theory.name} has no parameter "${name}"; its parameters are ` +
          `${theory.parameterNames.join(' ')}`,
      );
  for (const name of negative)
    if (theory.parameters.get(name)?.positive !== false)
      throw new InputError(
        `regime "${text}": ${name} is positive; only a parameter that may be negative takes a minus`,
      );
  const names = new Set(namesIn(below.flat()));
  const hasFermiMomentum = names.delete(FERMI_MOMENTUM);
  const [cutoff, ...tied] = isCut ? ranks[below.length] : [];
  if (isCut && (tied.length > 0 || names.has(CUTOFF)))
    throw new InputError(
      `regime "${text}": the cutoff of the momenta lies beyond every other scale: give it once, at the end, as in ` +
        '"M << eps << v*cutoff"',
    );
  return { text, ranks: below, names, negative, hasFermiMomentum, ...(cutoff && { cutoff }) };
}

/** The first scales of equal rank ordered one way and the other; no regimes if no ranks are equal. */
export function orderedRegimes({ text, ranks }: Regime): string[] {
  const tied = ranks.findIndex((scales) => scales.length > 1);
  const links = text.split('<<').map((link) => link.trim());
  const scales = links[tied]?.split('~').map((scale) => scale.trim()) ?? [];
  return tied < 0
    ? []
    : [scales, [...scales].reverse()].map((order) => links.with(tied, order.join(' << ')).join(' << '));
}

/** @param negative collects the parameters behind a minus sign */
function powerProduct(node: AnyNode, text: string, negative: Set<string>): PowerProduct {
  const of = (k: number): PowerProduct => powerProduct(node.args[k], text, negative);
  switch (node.type) {
    case 'ParenthesisNode':
      return powerProduct(node.content, text, negative);
    case 'ConstantNode':
      return new Map();
    case 'SymbolNode':
      return new Map(node.name === 'pi' ? [] : [[node.name, 1]]);
    case 'FunctionNode':
      if (node.name === 'sqrt' && node.args.length === 1) return raised(of(0), 1 / 2);
      break;
    case 'OperatorNode':
      if (node.fn === 'multiply') return joined(of(0), of(1), 1);
      if (node.fn === 'divide') return joined(of(0), of(1), -1);
      if (node.fn === 'unaryMinus' && node.args[0].type === 'SymbolNode') {
        negative.add(node.args[0].name);
        return of(0);
      }
      if (node.fn === 'pow') return raised(of(0), exponentOf(node.args[1], text));
      break;
  }
  throw new InputError(`regime "${text}": "${node.toString()}" is not a product of powers of parameters`);
}

function exponentOf(node: AnyNode, text: string): number {
  const exponent = plainNumber(node);
  if (Number.isFinite(exponent)) return exponent;
  throw new InputError(`regime "${text}": the exponent ${node.toString()} must be a plain number`);
}

const raised = (p: PowerProduct, n: number): PowerProduct => new Map([...p].map(([name, e]) => [name, e * n]));

function joined(a: PowerProduct, b: PowerProduct, sign: 1 | -1): PowerProduct {
  const out = new Map(a);
  for (const [name, e] of b) out.set(name, (out.get(name) ?? 0) + sign * e);
  return out;
}

/**
 * Ratio between the weights of successive steps of the chain: how far apart the ring keeps the scales of an iterated
 * limit. Long chains are kept closer together, since the number of terms grows with the product of the weights.
 */
const separation = (ranks: number): number => (ranks <= 4 ? 3 : 2.2);

/** The same from the step to a cutoff to the next one: contours beyond the cutoff must stay there. */
const CUTOFF_SEPARATION = 1.5;

/** Ratio between the largest and the smallest weight that one series spans. */
const MOST_APART = 1000;

/** Weights are rounded to whole multiples of the smallest divided by this. */
const RESOLUTION = 1000;

/**
 * Weights of the symbols: the step from one rank to the next smaller one weighs a few times the step before, so that
 * the largest small ratio weighs least. Every rank but that of the units must bring in exactly one symbol per scale.
 * @param ordinary symbols without a place in the order: those that set the units, and the series variable u
 * @returns integers by symbol, in the order of the chain; positive, but for a cutoff
 */
export function weightsOf(regime: Regime, ordinary: ReadonlySet<string>): ReadonlyMap<string, number> {
  const fail = (message: string): never => {
    throw new InputError(`regime "${regime.text}": ${message}`);
  };
  const weights = new Map<string, number>();
  const place = (scale: PowerProduct, rankWeight: number): readonly [name: string, weight: number] => {
    const unknown = [...scale].filter(
      ([name, e]) => e !== 0 && !ordinary.has(name) && name !== FERMI_MOMENTUM && !weights.has(name),
    );
    if (unknown.length !== 1)
      fail(
        'each scale below the largest must bring in exactly one new parameter' +
          (unknown.length > 0 ? `, not ${unknown.map(([n]) => n).join(' and ')}` : ''),
      );
    const [name, exponent] = unknown[0];
    let known = 0;
    for (const [other, e] of scale) known += e * (weights.get(other) ?? 0);
    const weight = (rankWeight - known) / exponent;
    if (!(weight * rankWeight > 0)) fail(`${name} is not ${rankWeight > 0 ? 'small' : 'large'} there`);
    return [name, weight];
  };
  const [, ...ranks] = [...regime.ranks].reverse();
  const levels = regime.ranks.length;
  let step = 1;
  if (regime.cutoff) {
    weights.set(...place(regime.cutoff, -step));
    step *= CUTOFF_SEPARATION;
  }
  let rankWeight = 0;
  for (const scales of ranks) {
    rankWeight += step;
    step *= separation(levels);
    for (const [name, weight] of new Map(scales.map((scale) => place(scale, rankWeight)))) weights.set(name, weight);
  }
  const sizes = [...weights.values()].map(Math.abs);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  if (most > MOST_APART * least) fail('its powers differ too much for one series');
  const exact = [1, 2, 3, 4, 6, 8, 12].find((d) => sizes.every((w) => Number.isInteger(w * d)));
  return new Map([...weights].reverse().map(([name, w]) => [name, Math.round(w * (exact ?? RESOLUTION / least))]));
}

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
  /** Ranks from the smallest to the largest. */
  readonly ranks: readonly (readonly PowerProduct[])[];
  /** The parameters that occur. */
  readonly names: ReadonlySet<string>;
}

/** The Fermi momentum, which is no parameter. */
const FERMI_MOMENTUM = 'pF';

/** Reads a chain of scales of a theory. @throws InputError with the place of the fault */
export function parseRegime(text: string, theory: Theory): Regime {
  const links = text.split('<<');
  if (links.length < 2)
    throw new InputError(
      `regime "${text}": expected a chain of scales, smallest first, such as "Dx << Dz << alpha*pF << eps"`,
    );
  const ranks = links.map((link) =>
    link.split('~').map((expression) => {
      if (expression.trim() === '') throw new InputError(`regime "${text}": a scale is missing between two signs "<<"`);
      return powerProduct(parseExpression(expression, `regime "${text}"`) as AnyNode, text);
    }),
  );
  const names = new Set(ranks.flat().flatMap((scale) => [...scale.keys()]));
  names.delete(FERMI_MOMENTUM);
  for (const name of names)
    if (!theory.parameters.has(name))
      throw new InputError(
        `regime "${text}": ${theory.name} has no parameter "${name}"; its parameters are ` +
          `${theory.parameterNames.join(' ')}`,
      );
  return { text, ranks, names };
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

function powerProduct(node: AnyNode, text: string): PowerProduct {
  const of = (k: number): PowerProduct => powerProduct(node.args[k], text);
  switch (node.type) {
    case 'ParenthesisNode':
      return powerProduct(node.content, text);
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

/** Ratio between the largest and the smallest weight that one series spans. */
const MOST_APART = 1000;

/** Weights are rounded to whole multiples of the smallest divided by this. */
const RESOLUTION = 1000;

/**
 * Weights of the small symbols: the step from one rank to the next smaller one weighs a few times the step before, so
 * that the largest small ratio weighs least. Every rank but the last must bring in exactly one symbol per scale.
 * @param ordinary symbols without a place in the order: those that set the units, and the series variable u
 * @returns positive integers by symbol, in the order of the chain
 */
export function weightsOf(regime: Regime, ordinary: ReadonlySet<string>): ReadonlyMap<string, number> {
  const fail = (message: string): never => {
    throw new InputError(`regime "${regime.text}": ${message}`);
  };
  const weights = new Map<string, number>();
  const ranks = [...regime.ranks].reverse();
  let rankWeight = 0;
  ranks.forEach((scales, level) => {
    if (level > 0) rankWeight += separation(ranks.length) ** (level - 1);
    const fresh = new Map<string, number>();
    for (const scale of scales) {
      const unknown = [...scale].filter(
        ([name, e]) => e !== 0 && !ordinary.has(name) && name !== FERMI_MOMENTUM && !weights.has(name),
      );
      if (level === 0 && unknown.length > 0)
        fail(
          'the largest scale must consist of the Fermi energy and the parameters that set it, not ' +
            `${unknown.map(([name]) => name).join(' ')}; the series starts from the parabola of h0 at eps (a closed ` +
            'form for m along z, "theta = 0", holds for any ratio)',
        );
      if (level === 0) continue;
      if (unknown.length !== 1)
        fail(
          'each scale below the largest must bring in exactly one new parameter' +
            (unknown.length > 0 ? `, not ${unknown.map(([n]) => n).join(' and ')}` : ''),
        );
      const [name, exponent] = unknown[0];
      let known = 0;
      for (const [other, e] of scale) known += e * (weights.get(other) ?? 0);
      const weight = (rankWeight - known) / exponent;
      if (!(weight > 0)) fail(`${name} is not small there`);
      fresh.set(name, weight);
    }
    for (const [name, weight] of fresh) weights.set(name, weight);
  });
  const [least, most] = [Math.min(...weights.values()), Math.max(...weights.values())];
  if (most > MOST_APART * least) fail('its powers differ too much for one series');
  const exact = [1, 2, 3, 4, 6, 8, 12].find((d) => [...weights.values()].every((w) => Number.isInteger(w * d)));
  return new Map([...weights].reverse().map(([name, w]) => [name, Math.round(w * (exact ?? RESOLUTION / least))]));
}

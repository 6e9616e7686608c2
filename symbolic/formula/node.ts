import type { MathNode } from 'mathjs';

/**
 * A node of an expression with the fields that nodes of its type have: an operator is named by `fn`, symbols and
 * functions by `name`.
 */
export interface AnyNode extends MathNode {
  readonly name: string;
  readonly fn: unknown;
  readonly args: readonly AnyNode[];
  readonly content: AnyNode;
  readonly value: unknown;
}

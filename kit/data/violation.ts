/** What data violate by themselves. */
export interface Violation {
  readonly law: 'positivity' | 'Onsager' | 'parity' | 'point group' | 'smoothness';
  readonly lines: readonly number[];
  readonly words: string;
}

/** Every statement that was tried: a violation, or nothing. */
export type Tries = (Violation | undefined)[];

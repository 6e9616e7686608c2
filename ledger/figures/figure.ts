/** A figure of a paper, computed again: plain data. */
export interface Figure {
  /** Such as `3a`. */
  readonly id: string;
  readonly title: string;
  /** The printed words. */
  readonly caption: string;
  /** Parameters by name, with units. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Why parameters that the caption does not give, or gives otherwise, have these values. */
  readonly assumed: Readonly<Record<string, string>>;
  readonly panels: readonly Panel[];
}

export type Panel = CurvePanel | ContourPanel;

export interface Axis {
  readonly label: string;
  readonly log?: boolean | undefined;
}

/** Curves over one parameter. */
export interface CurvePanel {
  readonly kind: 'curves';
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly curves: readonly Curve[];
  /** Values of x that matter, such as the edge of the spin gap. */
  readonly marks?: readonly { readonly x: number; readonly label: string }[];
  /** Values of y that matter, such as the Fermi energy. */
  readonly levels?: readonly { readonly y: number; readonly label: string }[];
}

export interface Curve {
  readonly label: string;
  readonly role: 'computed' | 'asymptote' | 'law';
  /** Null where there is no value: the line is interrupted. A third number colours the line: a spin. */
  readonly points: readonly (readonly [x: number, y: number | null, spin?: number])[];
}

/** Fermi contours in the plane of momenta, with the spin in the plane as arrows and the one out of it as colour. */
export interface ContourPanel {
  readonly kind: 'contours';
  readonly title: string;
  readonly unit: string;
  readonly states: readonly ContourPoint[];
}

export interface ContourPoint {
  readonly momentum: readonly [number, number];
  readonly band: 1 | -1;
  readonly spin: readonly [number, number, number];
}

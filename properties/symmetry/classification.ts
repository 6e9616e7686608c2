import { DoubleField } from '../../src/arithmetic/double.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { rashbaFerromagnet } from '../../src/theory/builtin.js';
import { DENSITY, Theory } from '../../src/theory/theory.js';
import { monomialsOf } from './instance.js';
import { type Symmetry, symmetriesOf } from './invariance.js';

/** What the suite found out about a theory; laws decide by this whether they are claimed. */
export class Facts {
  private found: readonly Symmetry[] | undefined;

  constructor(readonly theory: Theory) {}

  /** Operations that leave the form of the theory invariant, with the parameter maps that they need. */
  get symmetries(): readonly Symmetry[] {
    this.found ??= symmetriesOf(this.theory);
    return this.found;
  }

  /** Parameters with a default, but for the exchange field and the density of impurities. */
  get optional(): readonly string[] {
    const { parameterNames, parameters, exchangeNames } = this.theory;
    return parameterNames.filter(
      (name) => valueAt(parameters, name).default !== undefined && name !== DENSITY && !exchangeNames.includes(name),
    );
  }

  /** The symmetries of the theory where the optional parameters are zero, but for those named. */
  symmetriesWith(present: readonly string[]): readonly Symmetry[] {
    const absent = this.optional.filter((name) => !present.includes(name));
    return symmetriesOf(
      this.theory,
      this.theory.parameterNames.filter((name) => !absent.includes(name)),
    );
  }

  hasSymmetry(name: string): boolean {
    return this.symmetries.some((s) => s.name === name);
  }

  /** Rotations about z and the mirrors that contain it, with the exchange field carried along. */
  get isotropic(): boolean {
    return this.hasSymmetry('joint rotation') && this.hasSymmetry('mirror x');
  }

  /** Degree of h_0 and of the spin part in the momentum. */
  get degrees(): { readonly orbital: number; readonly spin: number } {
    const [h0, ...h] = monomialsOf(this.theory).map(degreeOf);
    return { orbital: h0, spin: Math.max(...h) };
  }

  /** Whether the spin part of Re g converges without a cutoff, so that Re g_0 alone can be absorbed in u. */
  get renormalisable(): boolean {
    const { orbital, spin } = this.degrees;
    return spin < orbital;
  }

  /** Whether H and W are those of the paper's model, in whatever words. */
  get isRashbaFerromagnet(): boolean {
    const model = reference();
    if (!model.parameterNames.every((name, k) => this.theory.parameterNames[k] === name)) return false;
    if (
      this.theory.parameterNames.length !== model.parameterNames.length ||
      this.theory.environmentSize !== model.environmentSize
    )
      return false;
    const field = new DoubleField();
    const values = Float64Array.from({ length: model.parameterNames.length + 1 }, (_, k) => 0.3 + 0.17 * k);
    const [a, b] = [model, this.theory].map((t) => {
      const out = new Float64Array(t.environmentSize);
      field.compile(t.environment)(values, 0, out, 0);
      return out;
    });
    return a.every((x, k) => Math.abs(x - b[k]) < 1e-12);
  }

  /** Names of the exchange field if they are plain parameters. */
  get exchangeNames(): readonly string[] {
    const names = this.theory.definition.exchange ?? [];
    return names.length === 3 && names.every((name) => this.theory.parameters.has(name)) ? names : [];
  }
}

let model: Theory | undefined;
const reference = (): Theory => {
  model ??= new Theory(rashbaFerromagnet);
  return model;
};

/** Degree of the highest of some monomials `i,j`. */
const degreeOf = (keys: readonly string[]): number =>
  Math.max(0, ...keys.map((key) => key.split(',').reduce((t, x) => t + Number(x), 0)));

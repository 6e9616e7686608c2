import { DoubleField } from '../../src/arithmetic/double.js';
import { trace } from '../../src/arithmetic/expression.js';
import { evaluated } from '../../src/arithmetic/fields.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { rashbaFerromagnet } from '../../src/theory/builtin.js';
import { breachesIn } from '../../src/theory/isotropy.js';
import { DENSITY, Theory } from '../../src/theory/theory.js';
import { type Symmetry, symmetriesOf } from './invariance.js';

/** What the suite found out about a theory; laws decide by this whether they are claimed. */
export class Classification {
  /** @param watch called while symmetries are looked for; may throw to end that */
  constructor(
    readonly theory: Theory,
    private readonly watch = (): void => {},
  ) {}

  /** Operations that leave the form of the theory invariant, with the parameter maps that they need. */
  get symmetries(): readonly Symmetry[] {
    return symmetriesOf(this.theory, this.theory.parameterNames, this.watch);
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
      this.watch,
    );
  }

  /** Whether Eq. (4) holds at any exchange field, for irregular values of what has no default or is present. */
  isIsotropic(present: readonly string[] = []): boolean {
    const { theory, exchangeNames } = this;
    const irregular = [...exchangeNames, ...present];
    const values = theory.parameterNames.map((name, k) => {
      const usual = irregular.includes(name) ? undefined : valueAt(theory.parameters, name).default;
      return usual ?? 0.37 + 0.0731 * k * k;
    });
    const field = new DoubleField();
    const block = evaluated(field, theory.environment, [...values, 1]);
    return breachesIn(theory, field)(block) === undefined;
  }

  /** Whether the spin part of Re g converges without a cutoff, so that Re g_0 alone can be absorbed in u. */
  get renormalisable(): boolean {
    let degrees: number[] = [];
    trace([this.theory.environmentSize], (block) => {
      degrees = this.theory.expressions(block).h.map((p) => p.degree);
      return [];
    });
    const [orbital, ...spin] = degrees;
    return Math.max(...spin) < orbital;
  }

  /** Whether H and W are those of the paper's model, in whatever words. */
  get isRashbaFerromagnet(): boolean {
    model ??= new Theory(rashbaFerromagnet);
    if (model.parameterNames.join() !== this.theory.parameterNames.join()) return false;
    const values = Float64Array.from({ length: model.parameterNames.length + 1 }, (_, k) => 0.3 + 0.17 * k);
    const [a, b] = [model, this.theory].map((theory) => {
      const block = new Float64Array(theory.environmentSize);
      new DoubleField().compile(theory.environment)(values, 0, block, 0);
      return block;
    });
    return a.length === b.length && a.every((x, k) => Math.abs(x - b[k]) < 1e-12);
  }

  /** Names of the exchange field if they are plain parameters. */
  get exchangeNames(): readonly string[] {
    const names = this.theory.definition.exchange ?? [];
    return names.length === 3 && names.every((name) => this.theory.parameters.has(name)) ? names : [];
  }
}

let model: Theory | undefined;

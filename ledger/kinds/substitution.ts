import { constant, type Expr } from '../../src/arithmetic/expression.js';
import type { Matrix } from '../../src/arithmetic/matrix.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { InputError } from '../../src/theory/errors.js';
import { torqueEfficiencies } from '../../src/torque/efficiencies.js';
import { TENSORS } from '../../src/transport/tensors.js';
import { decide, type Identity } from '../../symbolic/identities/index.js';
import { readPrint } from '../asymptotics/print.js';
import { type AsymptoticRow, isAsymptotic } from '../asymptotics/row.js';
import type { Context } from '../language/context.js';
import type { CommonRow } from '../language/row.js';

/** What Eq. (4) makes of printed formulas, in the order of its efficiencies. */
const EFFICIENCIES = ['tau.1e', 'tau.2e', 'tau.1o', 'tau.2o'];

/**
 * A printed efficiency as Eq. (4) makes it of printed K and of a printed conductivity: entries that no row prints are
 * zero, and sigma is sigma_xx times the unit matrix.
 * @throws InputError if a row is no printed formula
 */
export function substitution(
  of: string,
  from: readonly string[],
  context: Pick<Context, 'rows' | 'theory' | 'vocabulary'>,
): Identity {
  const printOf = (id: string) => {
    const row = context.rows.filter(isAsymptotic).find((r): r is typeof r & AsymptoticRow => r.id === id);
    if (!row) throw new InputError(`there is no printed formula ${id}`);
    return readPrint(row, context.theory, context.vocabulary);
  };
  const claim = printOf(of);
  const which = EFFICIENCIES.indexOf(claim.quantity.name);
  if (which < 0) throw new InputError(`${of} prints ${claim.quantity.name}, which is no efficiency of Eq. (4)`);
  const given = from.map(printOf);
  const known = new Map(given.map((print) => [print.quantity.name, print.formula]));
  const printed = new Set([claim, ...given].flatMap(({ formula }) => formula.symbols));
  const names = [...new Set(['mx', 'mz', 'Delta', ...printed])].filter((name) => name !== 'Dx' && name !== 'Dz');
  return {
    id: `${of} from ${from.join(', ')}`,
    source: 'Eq. (4)',
    statement: `${of} is what Eq. (4) makes of ${from.join(', ')}`,
    symbols: names,
    squares: { mz: (ring) => ring.sub(ring.one, ring.mul(ring.symbol('mx'), ring.symbol('mx'))) },
    sides: (all) => {
      const values = new Map(names.map((name, k) => [name, all[k]]));
      const [mx, mz, Delta] = ['mx', 'mz', 'Delta'].map((name) => valueAt(values, name));
      values.set('Dx', mx.mul(Delta)).set('Dz', mz.mul(Delta));
      const entry = (name: string): Expr => known.get(name)?.expression(values) ?? constant(0);
      const sigma = entry('sigma.xx');
      const KJ: Matrix = TENSORS.K.rows.map((a) => TENSORS.K.columns.map((b) => entry(`K.${a}${b}`).div(sigma)));
      return [[torqueEfficiencies(KJ, [mx, constant(0), mz])[which]], [claim.formula.expression(values)]];
    },
  };
}

type Substitution = CommonRow & { readonly of: string; readonly from: readonly string[] };

const isSubstitution = (row: CommonRow): row is Substitution => 'of' in row && 'from' in row && row.from !== undefined;

/** The printed formulas of which Eq. (4) makes a printed efficiency, where the ledger claims that and it is so. */
export function originOf(id: string, context: Pick<Context, 'rows' | 'theory' | 'vocabulary'>): readonly string[] {
  const claim = context.rows.filter(isSubstitution).find(({ of }) => of === id);
  return claim && decide(substitution(id, claim.from, context)).holds ? claim.from : [];
}

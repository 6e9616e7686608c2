import { describe, expect, it } from 'vitest';
import { readPrint } from '../../ledger/asymptotics/print.js';
import { isAsymptotic } from '../../ledger/asymptotics/row.js';
import { readLatex } from '../../ledger/language/readLatex.js';
import { symbolTable } from '../../ledger/language/symbolTable.js';
import { loadLedger } from '../../ledger/ledgerFile.js';
import { loadTheory } from '../../src/theory/load.js';
import { sameFormula } from '../../symbolic/formula/equality.js';
import { Formula } from '../../symbolic/formula/formula.js';

const theory = loadTheory('rashba-ferromagnet');
const { rows, symbols } = loadLedger('veneri-2022');
const table = symbolTable(theory, symbols);
const read = (text: string): string[] => readLatex(text, table);

/** Eqs. (33)-(36) typed a second time, as formulas. */
const K = '-e/(2 pi n)';
const TYPED: Readonly<Record<string, string>> = {
  'eq33.xx': `${K} * (-m^2 Dz alpha/(2 pi eps))`,
  'eq33.xy': `${K} * alpha/u^2`,
  'eq33.yx': `${K} * (-alpha/u^2)`,
  'eq33.zx': `${K} * m Dx Dz^2/(4 pi alpha eps^2)`,
  'eq33.zy': `${K} * (-Dx Dz/(2 pi u alpha eps))`,
  'sec3.sigma': 'e^2 eps/(pi n m u^2)',
  'eq34.1o': '-m/(2 e eps) * (alpha + Dx^2 u/(2 pi alpha eps))',
  'eq34.2o': '-m Delta^2 u/(4 pi e alpha eps)',
  'eq34.1e': 'm^3 Delta alpha u^2/(4 pi e eps^2)',
  'eq34.2e': '-m^2 Delta u^2/(4 pi e eps^2) * (m alpha - Dz^2/(2 alpha eps))',
  'eq35.xx': `${K} * (-m^3 alpha^3/(2 pi Dz))`,
  'eq35.zx': `${K} * m^2 alpha Dx/(4 pi eps)`,
  'eq35.zy': `${K} * (-m alpha Dx/(2 pi u Dz))`,
  'eq36.1o': '-m alpha/(2 e eps) * (1 + m Dx^2 u/(2 pi Dz^2))',
  'eq36.2o': '-m^2 alpha Delta^2 u/(4 pi e Dz^2 eps)',
  'eq36.2e': '-alpha m^3 u^2 Delta/(4 pi e eps) * (m alpha^2/Dz^2 - 1/(2 eps))',
};

describe('LaTeX', () => {
  it.each(Object.entries(TYPED))('%s is read as it is printed', (id, typed) => {
    const row = rows.filter(isAsymptotic).find((r) => r.id === id);
    expect(row?.latex).toBeDefined();
    if (!row) return;
    const { formula, quantity } = readPrint(row, theory, { symbols });
    expect(sameFormula(formula, Formula.parse(typed))).toBe(true);
    expect(quantity.name.endsWith(id.slice(id.indexOf('.') + 1)) || id === 'sec3.sigma').toBe(true);
  });

  it.each([
    ['K_{xx} = K_{yy} = 0', ['K.xx', 'K.yy', '0']],
    ['|\\tau_1^{\\rm e}| = |\\tau_2^\\mathrm{e}|', ['abs(tau.1e)', 'abs(tau.2e)']],
    ['\\sqrt{2m^*\\varepsilon},', ['sqrt(2 * m * eps)']],
    ['\\sin^2\\theta \\, \\cos\\left(\\theta\\right)', ['(sin(theta))^(2) * cos((theta))']],
    ['m^{*2}', ['m^(2)']],
  ])('%s', (text, sides) => expect(read(text)).toEqual(sides));

  it.each([
    ['1/2 \\alpha', 5, /follows a quotient/],
    ['\\cos 2\\theta', 7, /write brackets/],
    ['\\frac{\\alpha}{\\frac{u}{q}}', 24, /table of symbols \(q\)/],
    ['\\alpha_x', 1, /\\alpha_\{x\}/],
    ['2 3', 3, /another number/],
    ['(m', 1, /not closed/],
    ['u^{2', 1, /./],
    ['\\frac{}{2}', 1, /numerator/],
    ['\\sqrt[3]{u}', 1, /another order/],
    ['\\Delta_z u_', 10, /holds nothing|table of symbols|index/],
  ])('%s is refused with its column', (text, column, why) => {
    const message = ((): string => {
      try {
        return String(read(text));
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(message).toMatch(why);
    if (why.source !== '.') expect(message).toContain(`column ${column}:`);
  });

  it('what the machine typesets it reads back', () => {
    for (const text of Object.values(TYPED)) {
      const formula = Formula.parse(text);
      const [back] = read(formula.toLatex().replaceAll('\\cdot', ' \\cdot '));
      expect(sameFormula(Formula.parse(back), formula)).toBe(true);
    }
  });
});

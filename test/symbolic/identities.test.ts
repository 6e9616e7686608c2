import { describe, expect, it } from 'vitest';
import { decide, IDENTITIES, identityOf, judgeIdentities, PRINTED } from '../../symbolic/identities/index.js';

describe('identities of the paper, derived over symbols', () => {
  it.each(IDENTITIES.map((x) => [x.id, x] as const))('%s', (_, identity) => {
    const outcome = decide(identity);
    expect(outcome, identity.statement).toMatchObject({ holds: true, differing: 0 });
    expect(outcome.substantial).toBeGreaterThan(outcome.entries / 4);
  });

  it.each(PRINTED.map((x) => [x.id, x] as const))('%s does not hold', (_, identity) => {
    const outcome = decide(identity);
    expect(outcome.holds).toBe(false);
    expect(outcome.differing).toBeGreaterThan(0);
  });

  it('ids are unique', () => {
    const ids = [...IDENTITIES, ...PRINTED].map((x) => x.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are judged together: all that is derived holds, what the paper prints otherwise does not', () => {
    const judged = judgeIdentities();
    expect(judged.filter(({ printed }) => !printed).every(({ holds }) => holds)).toBe(true);
    expect(judged.filter(({ holds }) => !holds).map(({ source }) => source)).toEqual([
      'Eqs. (1), (2), (7), (8)',
      'Eq. (24)',
      'Eqs. (24), (26)',
      'Eq. (25)',
      'Eqs. (26), (27)',
    ]);
    expect(() => identityOf('printed-by-nobody')).toThrow(/unknown identity "printed-by-nobody"; known: gauge-field/);
  });

  it('a wrong sign in an identity is seen', () => {
    const identity = identityOf('conserving-truncation');
    const flipped = decide({
      ...identity,
      sides: (s) => [identity.sides(s)[0], identity.sides(s)[1].map((x) => x.neg())],
    });
    expect(flipped.holds).toBe(false);
  });
});

describe('Eq. (3) <-> Eq. (4)', () => {
  it('nerdamer solves the decomposition for the efficiencies, and the ring finds Eq. (4)', () => {
    const solved = identityOf('torque-solved-for-efficiencies');
    expect(decide(solved).holds).toBe(true);
    // K_xy in the place of tau_2o
    const wrong = decide({
      ...solved,
      sides: (symbols) => {
        const [found, expected] = solved.sides(symbols);
        return [[...found.slice(0, 3), symbols[solved.symbols.indexOf('K1')]], expected];
      },
    });
    expect(wrong).toMatchObject({ holds: false, differing: 1 });
  });
});

import type { Discovery } from '../../symbolic/discovery/discover.js';

/** The object that `discover --json` prints. */
export function discoveryObject(discovery: Discovery): Record<string, unknown> {
  const { quantity, regime, verdict, evidence } = discovery;
  if (discovery.verdict === 'undecided') return { quantity, regime, verdict, reason: discovery.reason, evidence };
  const { powers, coefficient, piPower, formula } = discovery;
  return { quantity, regime, verdict, powers, coefficient, piPower, formula: formula.toString(), evidence };
}

/** A few lines for a terminal. */
export function discoveryText(discovery: Discovery): string {
  const { quantity, regime, evidence } = discovery;
  if (discovery.verdict === 'undecided')
    return [`${quantity}: undecided; ${discovery.reason}`, `regime: ${regime}`].join('\n');
  const density = /^(K|sigma)\./.test(quantity) ? 'n ' : '';
  const small = (x = 0): string => x.toExponential(1);
  return [
    `${density}${quantity} = ${discovery.formula.toString()}`,
    `regime: ${regime}`,
    `evidence: ${evidence.solvedDigits} stable digits of ${evidence.workingDigits}; exponents within ${small(evidence.exponentDeviation)}; ` +
      `distance from the term ${evidence.residuals?.map(small).join(' then ')}; coefficient ${evidence.surplusDigits?.toFixed(1)} digits beyond chance`,
  ].join('\n');
}

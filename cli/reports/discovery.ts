import { diluteName } from '../../src/transport/tensors.js';
import type { Discovery } from '../../symbolic/discovery/discover.js';

/** The object that `discover --json` prints. */
export function discoveryObject(discovery: Discovery): object {
  const { quantity, regime, verdict, evidence } = discovery;
  if (discovery.verdict === 'undecided') return { quantity, regime, verdict, reason: discovery.reason, evidence };
  const { powers, coefficient, piPower, formula } = discovery;
  return { quantity, regime, verdict, powers, coefficient, piPower, formula: formula.toString(), evidence };
}

const small = (x: number): string => x.toExponential(1);

/** A few lines for a terminal. */
export function discoveryText(discovery: Discovery): string {
  const { quantity, regime } = discovery;
  if (discovery.verdict === 'undecided') return `${quantity}: undecided; ${discovery.reason}\nregime: ${regime}`;
  const { solvedDigits, workingDigits, exponentDeviation, residuals, surplusDigits } = discovery.evidence;
  const evidence = [
    `${solvedDigits} stable digits of ${workingDigits}`,
    `exponents within ${small(exponentDeviation)}`,
    `distance from the term ${residuals.map(small).join(' then ')}`,
    `coefficient ${surplusDigits.toFixed(1)} digits beyond chance`,
  ];
  return `${diluteName(quantity)} = ${discovery.formula}\nregime: ${regime}\nevidence: ${evidence.join('; ')}`;
}

import type { DriveResult } from '../../src/solution/drive.js';

const byAxis = <T>([x, y, z]: readonly T[]): object => ({ x, y, z });
const numbers = (texts: readonly string[]): object => byAxis(texts.map(Number));
const short = (text: string): string => Number(text).toPrecision(8);

/** The object that `torque --json` prints. */
export const torqueObject = ({ field, torque, efficiencies, agreedDigits }: DriveResult): object => ({
  H_SOT: byAxis(field),
  T: byAxis(torque),
  ...(efficiencies && { theta: efficiencies }),
  agreedDigits,
  numbers: { H_SOT: numbers(field), T: numbers(torque) },
  units: { H_SOT: 'J/m^2 (per Pauli spin)', T: '1/s', theta: '1' },
});

/** Lines for a terminal. */
export function torqueText({ field, torque, efficiencies, agreedDigits }: DriveResult): string {
  const theta = Object.entries(efficiencies ?? {}).map(([ab, x]) => `${ab} ${short(x)}`);
  return [
    `H_SOT = Delta_xc K_J J  (J/m^2, per Pauli spin):  ${field.map(short).join('  ')}`,
    `T = gamma/(t M_s) H_SOT x m  (1/s):              ${torque.map(short).join('  ')}`,
    ...(efficiencies ? [`theta = -2 e v K_J:  ${theta.join('  ')}`] : []),
    `K_J agreed to ${agreedDigits} digits between two runs`,
  ].join('\n');
}

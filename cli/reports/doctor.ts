import type { Diagnosis } from '../../kit/doctor/doctor.js';

const short = (x: number): string => String(Number(x.toPrecision(4)));

/** What the file says of where it holds; nothing if it says nothing. */
function boundsLines({ ranges, constraints, secondsPerLaw, breach }: Diagnosis['bounds']): string[] {
  const spans = Object.entries(ranges).map(([name, { from = '', to = '' }]) => `${name} ${from}..${to}`);
  const parts = [...spans, ...constraints, ...(secondsPerLaw === undefined ? [] : [`${secondsPerLaw} s a law`])];
  return [
    ...(parts.length > 0 ? [`stated bounds: ${parts.join('; ')}`] : []),
    ...(breach === undefined ? [] : [`these values are outside: ${breach}`]),
  ];
}

export function doctorText(d: Diagnosis): string {
  const { bottom, centre, top } = d.landmarks;
  const values = Object.entries(d.values).map(([name, value]) => `${name}=${value}`);
  return [
    `${d.theory}: H of degree ${d.degree} in the momentum`,
    `at ${values.join(' ')}`,
    `bands: bottom of the lower one ${short(bottom)}, at p = 0 ${short(centre)}, bottom of the upper one ${short(top)}`,
    'contours by eps:',
    ...d.contours.map(({ from, to, contours }) => `  ${short(from)} to ${short(to)}: ${contours}`),
    ...boundsLines(d.bounds),
    'symmetries:',
    ...(d.symmetries.length > 0 ? d.symmetries.map((name) => `  ${name}`) : ['  none']),
    `torque: Eq. (4) ${d.torque.holds ? 'holds' : 'does not hold'} (${d.torque.reason})`,
    'advice:',
    ...d.advice.map((line) => `  ${line}`),
  ].join('\n');
}

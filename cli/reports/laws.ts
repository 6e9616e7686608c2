import Table from 'cli-table3';
import pc from 'picocolors';
import type { LawTable } from '../../properties/catalogue/table.js';
import type { Law } from '../../properties/law/law.js';
import type { LawReport } from '../../properties/law/runLaw.js';
import type { Sample } from '../../properties/law/sampleJudge.js';
import type { Matrix, MutantRow } from '../../properties/mutants/matrix.js';

const PLAIN = { head: [], border: [] };
const coloured = (verdict: string): string =>
  verdict === 'holds' ? pc.green(verdict) : verdict === 'refuted' ? pc.red(verdict) : pc.yellow(verdict);

/** The command that judges a counterexample again. */
export const replayCommand = (theory: string, law: string, text: string): string =>
  `diffuson laws ${theory} --law ${law} --replay "${text}"`;

/** What symmetry allows, and what is claimed. */
export function tableText({ theory, operations, configurations, parities, torque, laws }: LawTable): string {
  const head = [
    pc.bold(theory),
    '',
    'operations that keep the form of the theory',
    ...operations.map((o) => `  ${o.name}: ${o.map || 'no parameter changes'}`),
  ];
  const names = configurations[0]?.components.map((c) => c.name) ?? [];
  const table = new Table({ head: ['', ...names], style: PLAIN });
  for (const { name, components } of configurations)
    table.push([
      name,
      ...components.map((c) => (c.status === 'forbidden' ? '0' : c.status === 'related' ? `= ${c.equals}` : 'allowed')),
    ]);
  const reasons = configurations.flatMap(({ name, components }) =>
    components
      .filter((c) => c.status !== 'allowed')
      .map((c) => `  ${name}: ${c.name} ${c.status === 'forbidden' ? '= 0' : `= ${c.equals}`} by ${c.by.join(' or ')}`),
  );
  const signs = parities.map(
    (p) =>
      `  ${p.flips.join(', ')} -> -: odd ${p.odd.join(' ') || 'none'}; even ${p.even.join(' ') || 'none'} (${p.operation})`,
  );
  const efficiencies = torque.map(
    (t) => `  ${t.map}: odd ${t.odd.join(' ') || 'none'}; even ${t.even.join(' ') || 'none'} (${t.operation})`,
  );
  const claims = laws.map(
    (law) =>
      `  ${pc.bold(law.id)} (${law.level}): ${law.statement}\n      domain: ${law.domain}\n      source: ${law.source}`,
  );
  return [
    ...head,
    '',
    table.toString(),
    '',
    'why',
    ...reasons,
    '',
    'signs',
    ...signs,
    '',
    'torque efficiencies',
    ...efficiencies,
    '',
    `${laws.length} laws are claimed`,
    ...claims,
  ].join('\n');
}

/** One line per law while a run goes on. */
export function lawLine(law: LawReport): string {
  const counts = `${law.samples} samples, ${law.vacuous} vacuous${law.undecided > 0 ? `, ${law.undecided} undecided` : ''}`;
  return `${coloured(law.verdict).padEnd(18)} ${law.id.padEnd(28)} ${counts}, worst ${law.worst.toExponential(1)} of the tolerance, ${law.milliseconds} ms`;
}

/** What follows the lines: failures with the command that replays them. */
export function runSummary(theory: string, seed: number, runs: number, laws: readonly LawReport[]): string {
  const failures = laws.flatMap((law) => {
    if (law.counterexample) {
      const { evidence } = law.counterexample;
      const sides = evidence
        ? [`  left ${evidence.left}`, `  right ${evidence.right} (in units of the natural scale)`]
        : [];
      return [
        pc.red(`${law.id} is refuted`),
        `  ${law.counterexample.case}`,
        ...sides,
        `  ${replayCommand(theory, law.id, law.counterexample.case)}`,
      ];
    }
    if (law.verdict === 'untested')
      return [pc.yellow(`${law.id} is untested`), `  ${law.reason ?? 'no sample said anything'}`];
    return [];
  });
  const held = laws.filter((law) => law.verdict === 'holds').length;
  const again = `diffuson laws ${theory} --run --runs ${runs} --seed ${seed}`;
  return [...failures, `${held} of ${laws.length} laws hold; seed ${seed}, again with: ${again}`].join('\n');
}

/** The object that `laws --run --json` prints. */
export const runObject = (
  theory: string,
  seed: number,
  runs: number,
  laws: readonly LawReport[],
): Record<string, unknown> => ({
  theory,
  seed,
  runs,
  laws: laws.map((law) => ({
    ...law,
    ...(law.counterexample && { replay: replayCommand(theory, law.id, law.counterexample.case) }),
  })),
});

/** One judged case. */
export function replayText(law: Law, sample: Sample): string {
  const { evidence } = sample;
  const sides = evidence
    ? `\n  left ${evidence.left}\n  right ${evidence.right} (in units of the natural scale, ${sample.digits} digits, ${evidence.lines} lines)`
    : '';
  return `${coloured(sample.status)} ${law.id}: residual ${sample.worst.toExponential(1)} of the tolerance, contours: ${sample.contours}${sample.reason ? `, ${sample.reason}` : ''}${sides}`;
}

/** One line per mutant while the matrix grows. */
export const mutantLine = (row: MutantRow): string =>
  `${row.killedBy.length > 0 ? pc.green('killed') : pc.red('lives ')} ${row.id.padEnd(28)} ${row.change}\n       ${row.killedBy.join(' ') || 'no law refutes it'}`;

/** Which laws are needed, and what survived. */
export function matrixText({ mutants, laws, survivors, seed }: Matrix): string {
  const table = new Table({ head: ['law', 'level', 'kills', 'needed for'], style: PLAIN });
  for (const law of laws)
    table.push([
      law.id,
      law.level,
      law.kills,
      law.redundant ? 'redundant' : `${law.first.slice(0, 3).join(' ')}${law.first.length > 3 ? ' ...' : ''}`,
    ]);
  const verdict =
    survivors.length === 0 ? pc.green('all mutants are killed') : pc.red(`survivors: ${survivors.join(' ')}`);
  return `${table.toString()}\n${mutants.length} mutants, ${laws.length} laws, seed ${seed}: ${verdict}`;
}

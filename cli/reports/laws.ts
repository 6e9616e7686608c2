import Table from 'cli-table3';
import type { LawTable } from '../../properties/catalogue/table.js';
import type { Law } from '../../properties/law/law.js';
import type { LawReport } from '../../properties/law/runLaw.js';
import type { Sample } from '../../properties/law/sampleJudge.js';
import type { Matrix, MutantRow } from '../../properties/mutants/matrix.js';
import { colours } from './ledger/colours.js';

const PLAIN = { head: [], border: [] };
const coloured = (verdict: string): string =>
  verdict === 'holds' ? colours.green(verdict) : verdict === 'refuted' ? colours.red(verdict) : colours.yellow(verdict);

/** The command that judges a counterexample again. */
export const replayCommand = (theory: string, law: string, text: string): string =>
  `diffuson laws ${theory} --law ${law} --replay "${text}"`;

const signs = (what: string, p: { odd: readonly string[]; even: readonly string[]; operation: string }): string =>
  `  ${what}: odd ${p.odd.join(' ') || 'none'}; even ${p.even.join(' ') || 'none'} (${p.operation})`;

/** Laws with the sketch of their proofs. */
export const proofsText = (laws: LawTable['laws']): string =>
  laws
    .flatMap(({ id, level, statement, latex, proof, domain, source }) => [
      `${colours.bold(id)} (${level}): ${statement}`,
      ...Object.entries({ formula: latex, proof, domain, source }).map(([name, text]) => `  ${name}: ${text}`),
    ])
    .join('\n');

const section = (title: string, lines: readonly string[] = []): string[] => ['', title, ...lines];

/** What symmetry allows, with the parameters at hand and in general, and what is claimed. */
export function tableText({ theory, general, parities, torque, laws, ...atHand }: LawTable): string {
  const claims = laws.map(
    ({ id, level, statement, domain, source }) =>
      `  ${colours.bold(id)} (${level}): ${statement}\n      domain: ${domain}\n      source: ${source}`,
  );
  return [
    colours.bold(theory),
    ...symmetryLines(atHand),
    ...(general ? symmetryLines(general) : []),
    ...section(
      'signs',
      parities.map((p) => signs(`${p.flips.join(', ')} -> -`, p)),
    ),
    ...section(
      'torque efficiencies',
      torque.length > 0
        ? torque.map((t) => signs(t.map, t))
        : ['  none: Eq. (4) needs an exchange field, rotation symmetry about z and the mirrors that contain z'],
    ),
    ...section(`${laws.length} laws are claimed`, claims),
  ].join('\n');
}

/** The operations of a theory and what they allow, with the parameters at hand or in general. */
function symmetryLines({ absent, operations, configurations }: NonNullable<LawTable['general']>): string[] {
  const cells = { allowed: () => 'allowed', forbidden: () => '0', related: (equals?: string) => `= ${equals}` };
  // K and sigma in one table, the parts of a torque in one each
  const groups = [/^(K|sigma)\./, /^torqueEven\./, /^torqueOdd\./].map((group) =>
    configurations
      .map(({ name, components }) => ({ name, components: components.filter((c) => group.test(c.name)) }))
      .filter(({ components }) => components.length > 0),
  );
  const tables = groups
    .filter((rows) => rows.length > 0)
    .map((rows) => {
      const table = new Table({ head: ['', ...rows[0].components.map((c) => c.name)], style: PLAIN });
      table.push(...rows.map(({ name, components }) => [name, ...components.map((c) => cells[c.status](c.equals))]));
      return table.toString();
    });
  const reasons = configurations.flatMap(({ name, components }) =>
    components
      .filter((c) => c.status !== 'allowed')
      .map((c) => `  ${name}: ${c.name} = ${c.equals ?? 0} by ${c.by.join(' or ')}`),
  );
  const scope = absent.length > 0 ? ` where ${absent.join(' ')} vanish` : ', with all its parameters';
  return [
    ...section(
      `operations that keep the form of the theory${scope}`,
      operations.map(({ name, map }) => `  ${name}: ${map || 'no parameter changes'}`),
    ),
    ...tables.flatMap((table) => section(table)),
    ...section('why', reasons),
  ];
}

/** One line per law while a run goes on. */
export function lawLine({ verdict, id, samples, vacuous, undecided, worst, milliseconds, ended }: LawReport): string {
  const counts = `${samples} samples, ${vacuous} vacuous${undecided > 0 ? `, ${undecided} undecided` : ''}`;
  const cost = `worst ${worst.toExponential(1)} of the tolerance, ${milliseconds} ms`;
  return `${coloured(verdict).padEnd(18)} ${id.padEnd(28)} ${counts}, ${cost}${ended ? `, ${ended}` : ''}`;
}

/** Both sides of a failure. */
const sidesOf = (evidence: Sample['evidence'], more = ''): string[] =>
  evidence ? [`  left ${evidence.left}`, `  right ${evidence.right} (in units of the natural scale${more})`] : [];

/** What follows the lines: failures with the command that replays them. */
export function runSummary(theory: string, seed: number, runs: number, laws: readonly LawReport[]): string {
  const failures = laws.flatMap(({ id, verdict, counterexample, reason }) => {
    if (counterexample) {
      const again = `  ${replayCommand(theory, id, counterexample.case)}`;
      return [colours.red(`${id} is refuted`), `  ${counterexample.case}`, ...sidesOf(counterexample.evidence), again];
    }
    return verdict === 'untested'
      ? [colours.yellow(`${id} is untested`), `  ${reason ?? 'no sample said anything'}`]
      : [];
  });
  const held = laws.filter((law) => law.verdict === 'holds').length;
  const again = `diffuson laws ${theory} --run --runs ${runs} --seed ${seed}`;
  return [...failures, `${held} of ${laws.length} laws hold; seed ${seed}, again with: ${again}`].join('\n');
}

/** The object that `laws --run --json` prints. */
export const runObject = (theory: string, seed: number, runs: number, laws: readonly LawReport[]): object => {
  const replay = ({ id, counterexample }: LawReport) =>
    counterexample && { replay: replayCommand(theory, id, counterexample.case) };
  return { theory, seed, runs, laws: laws.map((law) => ({ ...law, ...replay(law) })) };
};

/** One judged case. */
export function replayText(law: Law, { status, worst, contours, reason, evidence, digits }: Sample): string {
  const judged = `residual ${worst.toExponential(1)} of the tolerance, contours: ${contours}`;
  const head = `${coloured(status)} ${law.id}: ${judged}${reason ? `, ${reason}` : ''}`;
  return [head, ...sidesOf(evidence, `, ${digits} digits, ${evidence?.lines} lines`)].join('\n');
}

/** One line per mutant while the matrix grows. */
export function mutantLine({ id, change, killedBy }: MutantRow): string {
  const fate = killedBy.length > 0 ? colours.green('killed') : colours.red('lives ');
  return `${fate} ${id.padEnd(28)} ${change}\n       ${killedBy.join(' ') || 'no law refutes it'}`;
}

/** Which laws are needed, and what survived. */
export function matrixText({ mutants, laws, survivors, seed }: Matrix): string {
  const table = new Table({ head: ['law', 'level', 'kills', 'needed for'], style: PLAIN });
  for (const { id, level, kills, redundant, first } of laws) {
    const needed = `${first.slice(0, 3).join(' ')}${first.length > 3 ? ' ...' : ''}`;
    table.push([id, level, kills, redundant ? 'redundant' : needed]);
  }
  const verdict =
    survivors.length === 0 ? colours.green('all mutants are killed') : colours.red(`survivors: ${survivors.join(' ')}`);
  return `${table.toString()}\n${mutants.length} mutants, ${laws.length} laws, seed ${seed}: ${verdict}`;
}

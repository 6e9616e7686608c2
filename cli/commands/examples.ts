import type { Command } from 'commander';

const POINT = '--set m=1 eps=1 alpha=0.3 Dx=0.1 Dz=0.1 u=0.5';
const UNITS = '--set "m=0.8 m_e" "alpha=1.7e-11 eV m" "eps=10 meV" "Delta=4.8 meV" theta=pi/4 "u=1 eV nm^2"';

/** What every `--help` ends with, by the names of a command and of those that it belongs to. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  '': ['diffuson verify', `diffuson solve ${POINT} --digits 30`, 'diffuson init my-theory'],
  verify: [
    'diffuson verify examples/textbook/dirac.yaml',
    'diffuson verify --only eq34 --report page.html',
    'diffuson verify claims.yaml --history history.json',
  ],
  explain: ['diffuson explain eq36.2e', 'diffuson explain weak.skew examples/textbook/dirac.yaml'],
  laws: ['diffuson laws theory.yaml', 'diffuson laws --law edelstein', 'diffuson laws --run --runs 200 --seed 7'],
  mutants: ['diffuson mutants --mutant ladder --json'],
  solve: [`diffuson solve ${POINT} --digits 30`, `diffuson solve ${UNITS}`],
  torque: [
    `diffuson torque ${UNITS} \\\n    --current "100 A/m" --thickness "1 nm" --magnetisation "1e6 A/m"`,
    `diffuson torque ${UNITS} \\\n    --table mumax3 --thickness "1 nm" --magnetisation "1e6 A/m"`,
  ],
  contour: [`diffuson contour ${POINT} --lines 12`],
  bands: [`diffuson bands ${POINT} --direction pi/2`],
  sweep: [
    'diffuson sweep --over theta=0:pi:41 --set m=1 eps=1 alpha=0.3 Delta=0.2 u=0.5 --quantities tau.1o K.zy',
    'diffuson sweep --over eps=0.3:2:100 --set m=1 alpha=0.3 Dz=0.2 u=0.5 --out table.csv --plot picture.svg',
  ],
  merge: ['diffuson merge shard-1.csv shard-2.csv --out table.csv'],
  figures: ['diffuson figures --only 3a 4a --out figures'],
  expand: [
    'diffuson expand K.zy',
    'diffuson expand tau.2o --regime "Dx << alpha*pF << Dz << eps" --format latex',
    'diffuson expand sigma.xy massive-dirac',
  ],
  discover: ['diffuson discover tau.2o --regime "Dx << alpha*pF << Dz << eps"'],
  compare: [
    'diffuson compare kwant.csv --theory rashba-ferromagnet --columns "eps=E, K.xy=Kxy" --set m=1 alpha=0.3 u=0.5',
  ],
  diff: ['diffuson diff HEAD~1:theory.yaml theory.yaml'],
  baseline: ['diffuson baseline check baseline.json'],
  'baseline write': [
    'diffuson baseline write baseline.json --at "m=1 eps=1 alpha=0.3 u=0.5" --quantities K.xy --why "first run"',
  ],
  'baseline check': ['diffuson baseline check baseline.json'],
  'baseline review': ['diffuson baseline review baseline.json'],
  'baseline accept': ['diffuson baseline accept baseline.json --why "the sign of alpha was wrong"'],
  init: ['diffuson init my-theory --template heavy-holes'],
  complete: ['diffuson complete bash > ~/.local/share/bash-completion/completions/diffuson'],
  doctor: ['diffuson doctor theory.yaml --set m=1 alpha=0.3'],
  schema: ['diffuson schema theory > theory.schema.json'],
};

/** Ends the `--help` of a command, and of those below it, with examples. */
export function addExamples(command: Command, path: readonly string[] = []): void {
  const examples = EXAMPLES[path.join(' ')] ?? [];
  const title = examples.length > 1 ? 'Examples' : 'Example';
  if (examples.length > 0)
    command.addHelpText('after', `\n${title}:\n${examples.map((example) => `  ${example}`).join('\n')}`);
  for (const below of command.commands) addExamples(below, [...path, below.name()]);
}

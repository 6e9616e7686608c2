import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../../src/theory/errors.js';
import { makeFolder } from '../../src/theory/outputFile.js';
import { addBudget, printing, type Timed, timed } from './shared.js';

interface Drawing extends Timed {
  readonly only?: string[];
  readonly out: string;
}

/** Adds `diffuson figures`. */
export function addDrawingCommand(program: Command): void {
  const drawing = program
    .command('figures')
    .description('draw the figures of a paper with the parameters of their captions, computed anew')
    .argument('[ledger]', 'name of a folder in papers/, or the path of a ledger file', 'veneri-2022')
    .option('--only <id...>', 'such as 3a')
    .option('--out <folder>', 'where figure-ID.svg are written', '.');
  addBudget(drawing);
  printing(drawing, async (ledger: string, { only, out, timeLimit }: Drawing) => {
    const { computeFigures } = await import('../../ledger/figures/compute.js');
    const { readFigurePlan } = await import('../../ledger/figures/plan.js');
    const { ledgerPath } = await import('../../ledger/ledgerFile.js');
    const { writeWhole } = await import('../../src/theory/dataFile.js');
    const { figureSvg } = await import('../reports/ledger/figureFile.js');
    const plan = readFigurePlan(join(dirname(ledgerPath(ledger)), 'figures.yaml'));
    if (!plan) throw new InputError(`${ledger}: no figures.yaml next to the ledger plans its figures`);
    const known = plan.figures.map(({ id }) => id);
    const unknown = only?.find((id) => !known.includes(id));
    if (unknown !== undefined) throw new InputError(`--only ${unknown}: the figures are ${known.join(' ')}`);
    makeFolder(out, `--out ${out}`);
    const { timeFrom, watchOf } = await import('../public/shapes.js');
    const planned = plan.figures.filter(({ id }) => only?.includes(id) ?? true);
    const watch = watchOf(`${planned.length} figures`, timeFrom(timed({ timeLimit })));
    const figures = computeFigures({ ...plan, figures: planned }, watch);
    const paths = figures.map((figure) => {
      const path = join(out, `figure-${figure.id}.svg`);
      writeWhole(path, figureSvg(figure));
      return path;
    });
    return { object: { figures }, text: () => paths.join('\n') };
  });
}

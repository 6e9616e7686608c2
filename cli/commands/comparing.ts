import type { Command } from 'commander';
import { InputError } from '../../src/theory/errors.js';
import { addChoices, addTimeLimit, assignments, printing, type Timed, timed } from './shared.js';

interface Compare extends Timed {
  theory?: string;
  columns?: string;
  units?: string;
  errors?: string;
  set?: string[];
  limit?: string;
  scheme?: string;
  cutoff?: string;
  tolerance?: string;
  group?: string;
  asIs?: boolean;
}

/** `eps=E, K.xy=Kxy` as a record. */
function pairs(option: string, text = ''): Record<string, string> {
  const parts = text.split(',').filter((part) => part.trim() !== '');
  for (const part of parts)
    if (!/^[^=]+=[^=]+$/.test(part))
      throw new InputError(`${option} "${part.trim()}": expected name=column, such as "eps=E, K.xy=Kxy"`);
  const trimmed = parts.map((part) =>
    part
      .split('=')
      .map((side) => side.trim())
      .join('='),
  );
  return assignments(trimmed);
}

/** Adds `diffuson compare`. */
export function addComparingCommands(program: Command): void {
  const comparing = program
    .command('compare')
    .argument('<data>', 'table of numbers with a header: CSV, tabs or semicolons')
    .description(
      'numbers from elsewhere against a theory: the digits row by row and the one convention in which all agree; ' +
        'without --theory, what the data violate by themselves',
    )
    .option('--theory <theory>', 'built-in name or .yaml/.json file')
    .option('--columns <pairs>', 'name=column, such as "eps=E, K.xy=Kxy" (columns with names of ours need none)')
    .option('--units <pairs>', 'units of parameter columns, such as "eps=meV, theta=deg"')
    .option('--errors <pairs>', 'columns of error bars, such as "K.xy=dKxy"')
    .option('--set <name=value...>', 'parameters that the table does not have');
  addChoices(comparing)
    .option('--tolerance <relative>', 'difference that counts as agreement', '1e-3')
    .option('--as-is', 'only the convention of the core will do')
    .option('--group <group>', 'without --theory: a point group about z, such as C4v');
  addTimeLimit(comparing);
  printing(comparing, async (data: string, { theory, columns, units, errors, set, timeLimit, ...rest }: Compare) => {
    const { compare, consistency } = await import('../public/comparing.js');
    const { comparisonText, consistencyText } = await import('../reports/comparison.js');
    const named = {
      columns: pairs('--columns', columns),
      units: pairs('--units', units),
      errors: pairs('--errors', errors),
      tolerance: rest.tolerance,
    };
    if (theory === undefined) {
      for (const name of ['limit', 'scheme', 'cutoff', 'asIs'] as const)
        if (rest[name] !== undefined) throw new InputError(`--${name === 'asIs' ? 'as-is' : name} needs --theory`);
      if (set) throw new InputError('--set needs --theory');
      const found = consistency(data, { ...named, ...(rest.group !== undefined && { group: rest.group }) });
      return { object: found, text: () => consistencyText(found), code: found.violations.length > 0 ? 1 : 0 };
    }
    if (rest.group !== undefined) throw new InputError('--group is for data without --theory');
    const { loadTheory } = await import('../public/solving.js');
    const { limit, scheme, cutoff, asIs } = rest;
    const found = await compare(data, {
      ...named,
      ...(limit !== undefined && { limit }),
      ...(scheme !== undefined && { scheme }),
      ...(cutoff !== undefined && { cutoff }),
      ...(asIs && { asIs }),
      theory: loadTheory(theory),
      set: assignments(set),
      ...timed({ timeLimit }),
    });
    const code = found.verdict === 'agree' ? 0 : found.verdict === 'undecided' ? 2 : 1;
    return { object: found, text: () => comparisonText(found), code };
  });
}

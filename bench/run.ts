import { benchCommands } from './commands.js';
import { benchLaws } from './laws.js';
import { benchSolve } from './solve.js';
import { benchSweep } from './sweep.js';
import { benchSymbolic } from './symbolic.js';

/** `npm run bench [-- group]`: every group, or the named one. */
const groups: Record<string, () => void | Promise<void>> = {
  solve: benchSolve,
  symbolic: benchSymbolic,
  laws: benchLaws,
  sweep: benchSweep,
  commands: benchCommands,
};

const wanted = process.argv[2];
if (wanted !== undefined && !(wanted in groups)) {
  process.stderr.write(`unknown benchmark "${wanted}"; known: ${Object.keys(groups).join(', ')}\n`);
  process.exitCode = 1;
} else for (const [name, run] of Object.entries(groups)) if (wanted === undefined || wanted === name) await run();

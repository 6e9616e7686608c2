#!/usr/bin/env node
import { runCommandLine } from './program.js';
import { guardOutput } from './streams.js';

let code: number | undefined;
guardOutput({ out: process.stdout, errors: process.stderr }, () => code, process.exit);
code = await runCommandLine(process.argv.slice(2));
process.exitCode = code;

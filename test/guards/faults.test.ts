import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { inThreads } from '../../properties/catalogue/threads.js';
import { DoubleField } from '../../src/arithmetic/double.js';
import type { Program } from '../../src/arithmetic/expression.js';
import type { Kernel } from '../../src/arithmetic/field.js';
import { loadMpfr } from '../../src/arithmetic/mpfr.js';
import { Pass } from '../../src/solution/pass.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { AccuracyError, InputError } from '../../src/theory/errors.js';
import { loadTheory } from '../../src/theory/load.js';
import { RESPONSE } from '../../src/transport/tensors.js';
import { written } from '../cli/samples.js';

beforeAll(loadMpfr);

/** A field of which the k-th program that is compiled writes NaN in its last output from the given call on. */
class FaultyField extends DoubleField {
  private readonly programs: Program[] = [];
  calls = 0;

  constructor(
    private readonly faulty: number,
    private readonly from: number,
  ) {
    super();
  }

  get count(): number {
    return this.programs.length;
  }

  override compile(program: Program): Kernel<Float64Array> {
    const kernel = super.compile(program);
    if (!this.programs.includes(program)) this.programs.push(program);
    if (this.programs.indexOf(program) !== this.faulty) return kernel;
    return (...args) => {
      kernel(...args);
      const [out, at] = args.slice(-2) as [Float64Array, number];
      if (this.calls++ >= this.from) out[at + program.outputs.length - 1] = Number.NaN;
    };
  }
}

const POINT = { m: '1', eps: '1', alpha: '0.3', Dx: '0.1', Dz: '0.1', u: '0.5' };
const theory = loadTheory('rashba-ferromagnet');
const PROBLEMS = {
  dilute: readProblem(theory, { set: POINT }),
  crescent: readProblem(theory, { set: { ...POINT, alpha: '0.88', Dx: '0.37', Dz: '0.15', eps: '-0.3' } }),
  'self-consistent': readProblem(theory, {
    set: { ...POINT, n: '0.02' },
    limit: 'finite',
    scheme: 'self-consistent',
    cutoff: '50',
  }),
};

describe('arithmetic that returns NaN', () => {
  it.each(Object.entries(PROBLEMS))('never becomes a number, an endless run or a crash: %s', (_, problem) => {
    const solved = (faulty: number, from: number): FaultyField => {
      const field = new FaultyField(faulty, from);
      try {
        const pass = new Pass(problem, field);
        const response = pass.solve(pass.directions(pass.survey(), 24), 'conserved');
        expect(pass.numbers(response, [...RESPONSE.places('K'), ...RESPONSE.places('sigma')])).not.toContain(
          Number.NaN,
        );
      } catch (error) {
        if (!(error instanceof AccuracyError || error instanceof InputError)) throw error;
      }
      return field;
    };
    const { count } = solved(-1, 0);
    expect(count).toBeGreaterThan(5);
    const called = [];
    for (let k = 0; k < count; k++) for (const from of [0, 3]) called.push(solved(k, from).calls);
    expect(called.filter((calls) => calls > 0).length).toBeGreaterThan(count);
  });
});

describe('a thread that dies', () => {
  const answering = (fatal: string): URL =>
    pathToFileURL(
      written(
        `const { parentPort: port, workerData } = require('node:worker_threads');
        port.on('message', (order) => {
          if (order === 3) { ${fatal} }
          port.postMessage(order * workerData);
          port.postMessage('done');
        });`,
        'cjs',
      ),
    );
  const orders = [1, 2, 3, 4, 5, 6];

  it.each([
    ['ends by itself', 'process.exit(3);', /ended by itself with code 3/],
    ['throws', "throw new Error('a fault');", /a fault/],
  ])('ends the run with its reason: %s', async (_, fatal, reason) => {
    const answers: number[] = [];
    const work = { script: answering(fatal), data: 10, orders, threads: 2 };
    await expect(inThreads(work, (answer: number) => answers.push(answer))).rejects.toThrow(reason);
    expect(answers).not.toContain(30);
    const count = answers.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(answers).toHaveLength(count);
  });

  it('is not missed where all go well', async () => {
    const answers: number[] = [];
    await inThreads({ script: answering(''), data: 10, orders, threads: 3 }, (answer: number) => answers.push(answer));
    expect(answers.sort((a, b) => a - b)).toEqual(orders.map((x) => 10 * x));
  });
});

// npm run mutate -- [GROUP] --sample N [--seed S]: some mutants, drawn at random, each tried on the tests near it
import { fork, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';

const FOLDER = `.stryker/sample-${process.pid}`;
/** Digests of changed files that were killed. */
const KILLED = '.stryker/sample.killed';

/** Files that git knows or does not ignore, by its patterns. */
const filesOf = (...patterns) =>
  spawnSync('git', ['ls-files', '-co', '--exclude-standard', ...patterns], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((name) => name && existsSync(name))
    .sort();

const digest = (text) => createHash('sha256').update(text).digest('hex');

/** All mutants of files, each with a key that moves with its text and with what its file is made of. */
async function mutantsOf(files, excludedMutations) {
  const silent = { debug() {}, info() {}, isDebugEnabled: () => false };
  const options = { excludedMutations, ignorers: [], plugins: null };
  const all = [];
  for (const file of files) {
    const content = readFileSync(file, 'utf8');
    const lines = content.split('\n');
    const place = ({ line, column }) => lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, column);
    const { mutants } = await new Instrumenter(silent).instrument([{ name: file, content, mutate: true }], options);
    const seen = new Map();
    for (const { location, replacement, mutatorName, status } of mutants) {
      if (status === 'Ignored') continue;
      const [from, to] = [place(location.start), place(location.end)];
      const change = `${file} ${content.slice(from, to)} => ${replacement}`;
      seen.set(change, (seen.get(change) ?? 0) + 1);
      const text = content.slice(0, from) + replacement + content.slice(to);
      const printed = content.slice(from, to).replace(/\s+/g, ' ');
      const where = `${file}:${location.start.line + 1} ${mutatorName}: ${printed} => ${replacement}`;
      all.push({ file, sound: content, text, where, key: `${change} ${seen.get(change)}`, content: digest(text) });
    }
  }
  return all;
}

/** Those of the folder that mirrors that of a file, and then what guards all of them; all tests if there are none. */
function testsNear(file, tests) {
  const folder = `${dirname(file).replace(/^src/, 'test')}/`;
  const near = tests.filter((name) => name.startsWith(folder));
  const general = tests.filter((name) => name.startsWith('test/guards/'));
  return near.length > 0 ? [...new Set([...near, ...general])] : tests;
}

/** A copy of what git knows, and of what it does not ignore, in which files may be wrong. */
function copyAll() {
  for (const file of filesOf()) {
    mkdirSync(dirname(join(FOLDER, file)), { recursive: true });
    copyFileSync(file, join(FOLDER, file));
  }
  symlinkSync(resolve('node_modules'), join(FOLDER, 'node_modules'));
}

/** Runs tests on mutants, one after the other, in a process that is replaced when a mutant keeps it too long. */
class Trial {
  /** Whether the mutant was killed, and by which tests, within a time in milliseconds. */
  async of({ file, sound, text }, tests, patience) {
    if (!this.child?.connected) this.end();
    this.child ??= fork(new URL('sampleRun.mjs', import.meta.url), {
      cwd: FOLDER,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const { child } = this;
    const answer = await new Promise((done) => {
      const over =
        patience === Number.POSITIVE_INFINITY ? undefined : setTimeout(() => done({ status: 'timeout' }), patience);
      const end = (found) => {
        clearTimeout(over);
        child.removeAllListeners();
        done(found);
      };
      child.once('message', end);
      child.once('exit', () => end({ status: 'killed', failed: 'the process of the tests ended' }));
      // a process that ended between two mutants says nothing of either
      child.send({ file, text, tests }, (error) => error && end({ status: 'unheard' }));
    });
    if (answer.status === 'timeout' || answer.status === 'unheard' || child.exitCode !== null) {
      this.end();
      writeFileSync(join(FOLDER, file), sound);
    }
    return answer.status === 'unheard' ? this.of({ file, sound, text }, tests, patience) : answer;
  }

  end() {
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }
}

/** The 95 % interval of a share, after Wilson, in percent. */
function interval(killed, count) {
  const z = 1.96;
  const [share, spread] = [killed / count, z * z];
  const middle = share + spread / (2 * count);
  const half = z * Math.sqrt((share * (1 - share)) / count + spread / (4 * count * count));
  return [middle - half, middle + half].map((x) => Math.round((100 * x) / (1 + spread / count)));
}

/** @returns the exit code: 1 if less than the least share is killed */
export async function sample({ mutate, tests, least = 90, without = [] }, count, seed) {
  const all = await mutantsOf(filesOf(...mutate), without);
  const order = new Map(all.map(({ key }) => [key, digest(`${seed} ${key}`)]));
  const drawn = all.sort((a, b) => (order.get(a.key) < order.get(b.key) ? -1 : 1)).slice(0, count);
  const known = new Set(existsSync(KILLED) ? readFileSync(KILLED, 'utf8').split('\n') : []);
  console.log(`${drawn.length} of ${all.length} mutants, seed ${seed}`);
  copyAll();
  const trial = new Trial();
  const survivors = [];
  const [{ file, sound }] = drawn;
  const started = performance.now();
  const { status: alone, failed } = await trial.of({ file, sound, text: sound }, tests, Number.POSITIVE_INFINITY);
  if (alone !== 'survived') throw new Error(`without a mutant fails: ${failed}`);
  // a mutant that takes longer than this runs for ever
  const patience = 10_000 + 4 * (performance.now() - started);
  for (const [k, mutant] of drawn.entries()) {
    const { status } = known.has(mutant.content)
      ? { status: 'killed' }
      : await trial.of(mutant, testsNear(mutant.file, tests), patience);
    if (status === 'survived') survivors.push(mutant.where);
    else if (!known.has(mutant.content)) appendFileSync(KILLED, `${mutant.content}\n`);
    console.log(`${k + 1} ${status} ${mutant.where}`);
  }
  trial.end();
  rmSync(FOLDER, { recursive: true });
  const killed = drawn.length - survivors.length;
  const [low, high] = interval(killed, drawn.length);
  console.log(`\nwhat survived:\n${survivors.join('\n')}\n`);
  console.log(
    `${killed} of ${drawn.length} killed: ${((100 * killed) / drawn.length).toFixed(1)} % (${low} to ${high})`,
  );
  return 100 * killed < least * drawn.length ? 1 : 0;
}

// npm run mutate -- [GROUP...] [options of Stryker]: small wrong changes of guards, and whether the tests notice them
// npm run mutate -- [GROUP...] --sample N [--seed S]: N of them, drawn at random; of all of src if no group is named
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { sample } from './sample.mjs';

const groups = JSON.parse(readFileSync(new URL('groups.json', import.meta.url), 'utf8'));
const given = process.argv.slice(2);
const first = given.findIndex((text) => text.startsWith('-'));
const [named, options] = first < 0 ? [given, []] : [given.slice(0, first), given.slice(first)];
const unknown = named.filter((name) => !Object.hasOwn(groups, name));
if (unknown.length > 0) {
  console.error(`no group ${unknown.join(', ')}; the groups are ${Object.keys(groups).join(', ')}`);
  process.exit(1);
}

/** The groups that are asked for, or that of the files; without either all but those that take hours. */
function chosen() {
  if (named.length > 0) return named;
  const at = options.findIndex((text) => text === '-m' || text === '--mutate');
  if (at < 0) return Object.keys(groups).filter((name) => !groups[name].onlyByName);
  const files = options[at + 1].split(',').map((text) => text.replace(/:.*$/, ''));
  const has = (name) => files.every((file) => groups[name].mutate.includes(file));
  // undefined: judged by the tests of all groups
  return [Object.keys(groups).find(has) ?? (files.every((file) => file.startsWith('src/')) ? 'src' : undefined)];
}

function mutate(group) {
  const env = { ...process.env, ...(group && { MUTATION_GROUP: group }) };
  const command = ['stryker', 'run', 'test/mutation/stryker.config.mjs', ...options];
  return spawnSync('npx', command, { stdio: 'inherit', env }).status ?? 1;
}

const drawn = options.indexOf('--sample');
if (drawn < 0) process.exitCode = Math.max(...chosen().map(mutate));
else {
  const seeded = options.indexOf('--seed');
  const [count, seed] = [options[drawn + 1], seeded < 0 ? '1' : options[seeded + 1]];
  if (!(Number(count) > 0)) {
    console.error(`--sample ${count}: expected a number of mutants`);
    process.exit(1);
  }
  for (const name of named.length > 0 ? named : ['src'])
    process.exitCode = Math.max(process.exitCode ?? 0, await sample(groups[name], Number(count), seed));
}

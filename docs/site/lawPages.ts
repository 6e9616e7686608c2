import { mathMl } from '../../cli/reports/ledger/typeset.js';
import { lawsOf } from '../../properties/catalogue/catalogue.js';
import { type Law, LEVELS } from '../../properties/law/law.js';
import { Classification } from '../../properties/symmetry/classification.js';
import { loadTheory } from '../../src/theory/load.js';

/** Theories whose laws have a page. */
export const THEORIES = [
  'rashba-ferromagnet',
  'rashba-dresselhaus-ferromagnet',
  'massive-dirac',
  'examples/heavy-holes.yaml',
  'examples/anisotropic.yaml',
];

/** A page of the site. */
export interface LawPage {
  /** Last part of the address. */
  readonly slug: string;
  readonly id: string;
  readonly level: Law['level'];
  readonly statement: string;
  readonly markdown: string;
}

/** Text as Markdown prints it: nothing in it is a mark, a tag or an interpolation. */
export const plain = (text: string): string =>
  text.replace(/[\\`*_[\]|#~]/g, '\\$&').replace(/[&<>{}]/g, (mark) => `&#${mark.charCodeAt(0)};`);

/** One page for every law that is claimed for a theory of the suite, as the catalogue has it. */
export function lawPages(): LawPage[] {
  const claims = THEORIES.flatMap((theory) =>
    lawsOf(new Classification(loadTheory(theory))).map((law) => ({ theory, law })),
  );
  const ids = [...new Set(claims.map(({ law }) => law.id))];
  const pages = ids.map((id) => page(claims.filter(({ law }) => law.id === id)));
  return pages.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
}

function page(claims: readonly { readonly theory: string; readonly law: Law }[]): LawPage {
  const [{ theory, law }] = claims;
  const { id, level, statement, latex, proof, domain, source } = law;
  const run = `diffuson laws${theory === THEORIES[0] ? '' : ` ${theory}`}`;
  const others = claims.slice(1).filter((claim) => claim.law.statement !== statement);
  const markdown = [
    `# ${id}`,
    `*${level}*`,
    plain(statement),
    `<div v-pre class="formula">${mathMl(`\\displaystyle ${latex}`) ?? latex}</div>`,
    '## Why it holds',
    plain(proof),
    '## What it is claimed for',
    plain(domain),
    `Theories: ${claims.map((claim) => `\`${claim.theory}\``).join(', ')}. Source: ${plain(source)}.`,
    ...others.map((claim) => `For \`${claim.theory}\`: ${plain(claim.law.statement)}.`),
    '## Try it',
    `\`\`\`sh\n${run} --law ${id}\n${run} --run --law ${id} --runs 20 --seed 1\n\`\`\``,
    'All laws are in [the list](/laws/); [the tutorial](/tutorial#laws) shows how failures are replayed.',
  ].join('\n\n');
  return { slug: id.replaceAll('.', '-'), id, level, statement, markdown };
}

import { createRequire } from 'node:module';
import type { Builder } from 'junit-report-builder';
import type { LedgerDocument } from './document.js';
import { placeOf } from './groups.js';
import { foundText, proposalLines, statementOf } from './words.js';

// its types say that it exports a default; it exports the builder itself
const builder: Builder = createRequire(import.meta.url)('junit-report-builder');

/**
 * A test case a row: it fails if its verdict is not the one that the ledger expects, and is skipped if it is undecided
 * as expected, since undecided is never green.
 */
export function ledgerJunit({ paper, claims }: LedgerDocument): string {
  const report = builder.newBuilder();
  const suite = report.testSuite().name(printable(paper.id));
  for (const claim of claims) {
    const { id, source, verdict, expect, proposal, replay } = claim;
    const test = suite
      .testCase()
      .className(printable(`${paper.id}.${placeOf(source)}`))
      .name(printable(id));
    const told = [
      `${source}: ${statementOf(claim)}`,
      foundText(claim),
      ...proposalLines(proposal).map(([name, text]) => `${name}: ${text}`),
      ...(replay ? [`again: ${replay}`] : []),
    ];
    const text = printable(told.filter(Boolean).join('\n'));
    if (!claim.isExpected) test.failure(printable(`${verdict}, the ledger expects ${expect}`)).stacktrace(text);
    else if (verdict === 'undecided') test.skipped();
    test.standardOutput(text);
  }
  return report.build();
}

/** Text without the characters that XML forbids, and without the end of a CDATA section. */
const printable = (text: string): string =>
  [...text]
    .filter((c) => (c >= ' ' || c === '\n' || c === '\t') && !/[\uFFFE\uFFFF\uD800-\uDFFF]/u.test(c))
    .join('')
    .replaceAll(']]>', ']] >');

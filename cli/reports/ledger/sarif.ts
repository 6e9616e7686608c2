import { createRequire } from 'node:module';
import type * as Sarif from 'node-sarif-builder';
import type { LedgerDocument } from './document.js';
import { foundText, proposalLines, statementOf } from './words.js';

const { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder }: typeof Sarif = createRequire(
  import.meta.url,
)('node-sarif-builder');

/** Where the rows of a ledger stand. */
export interface Places {
  /** With slashes, as URIs have them. */
  readonly file: string;
  readonly lines: ReadonlyMap<string, number>;
  /** Of the suite. */
  readonly version: string;
}

/**
 * SARIF 2.1 for code hosts and editors: an error where a verdict is not the one that the ledger expects, a note where a
 * row is refuted or undecided as expected. What holds as expected has no result.
 */
export function ledgerSarif({ claims }: LedgerDocument, { file, lines, version }: Places): string {
  const run = new SarifRunBuilder().initSimple({ toolDriverName: 'diffuson', toolDriverVersion: version });
  const told = claims.filter(({ isExpected, verdict }) => !isExpected || verdict !== 'holds');
  for (const claim of told) {
    const { id, source, verdict, expect, isExpected, proposal, replay } = claim;
    const words = `${source}: ${statementOf(claim)}`;
    run.addRule(new SarifRuleBuilder().initSimple({ ruleId: id, shortDescriptionText: words }));
    const text = [
      isExpected ? `${verdict}, as the ledger expects` : `${verdict}, the ledger expects ${expect}`,
      words,
      foundText(claim),
      ...proposalLines(proposal).map(([name, what]) => `${name}: ${what}`),
      ...(replay ? [`again: ${replay}`] : []),
    ];
    run.addResult(
      new SarifResultBuilder().initSimple({
        level: isExpected ? 'note' : 'error',
        messageText: text.filter(Boolean).join('\n'),
        ruleId: id,
        fileUri: file,
        // what a row brings with it stands where the row does
        startLine: lines.get(id) ?? lines.get(id.replace(/\.dimension$/, '')) ?? 1,
      }),
    );
  }
  const builder = new SarifBuilder();
  builder.addRun(run);
  return `${builder.buildSarifJsonString({ indent: true })}\n`;
}

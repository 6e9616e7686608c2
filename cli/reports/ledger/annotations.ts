import type { LedgerDocument } from './document.js';
import { surprisesOf } from './groups.js';
import { foundText, statementOf } from './words.js';

/**
 * GitHub workflow commands that mark the rows whose verdict is not the expected one where they stand.
 * @param lines line of each row in the file of the ledger
 */
export const annotations = ({ claims }: LedgerDocument, file: string, lines: ReadonlyMap<string, number>): string[] =>
  surprisesOf(claims).map((claim) => {
    const { id, source, verdict, expect, replay } = claim;
    const title = property(`${id} is ${verdict}, the ledger expects ${expect}`);
    const place = `file=${property(file)},line=${lines.get(id) ?? 1}`;
    const message = [`${source}: ${statementOf(claim)}`, foundText(claim), ...(replay ? [`again: ${replay}`] : [])];
    return `::error ${place},title=${title}::${data(message.filter(Boolean).join('\n'))}`;
  });

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

import { parentPort, workerData } from 'node:worker_threads';
import { Judging } from './judging.js';
import type { Answer, Orders } from './verify.js';

/** A thread of `verify`: receives ids of rows and sends judgements, then the conventions that they share. */
const { ledger, terms } = workerData as Orders;
const judging = new Judging(ledger, { ...terms, variant: {} });
const answer = (message: Answer | 'done'): void => parentPort?.postMessage(message);

parentPort?.on('message', (ids: readonly string[]) => {
  void (async () => {
    for (const id of ids) answer({ judgement: await judging.judge(id) });
    for (const convention of judging.conventionsOfIds(ids)) answer({ convention });
    answer('done');
  })();
});

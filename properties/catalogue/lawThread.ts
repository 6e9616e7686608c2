import { parentPort, workerData } from 'node:worker_threads';
import { type LawAnswer, type LawOrders, lawRunner } from './runLaws.js';

/** A thread of `runLaws`: receives ids of laws and sends reports, and what it waits for. */
const answer = (message: LawAnswer | 'done'): void => parentPort?.postMessage(message);
const runner = lawRunner(workerData as LawOrders, (wait, seconds) => answer({ wait, seconds }));

parentPort?.on('message', (id: string) => {
  void (async () => {
    answer((await runner)(id));
    answer('done');
  })();
});

import { parentPort, workerData } from 'node:worker_threads';
import { type Orders, trialFor } from './runMutants.js';

/** A thread of `runMutants`: receives ids of mutants and sends rows. */
const trial = trialFor(workerData as Orders);

parentPort?.on('message', (id: string) => {
  void (async () => {
    parentPort?.postMessage(await (await trial)(id));
    parentPort?.postMessage('done');
  })();
});

import { parentPort, workerData } from 'node:worker_threads';
import { type Orders, trialFor } from './runMutants.js';

/** A thread of `runMutants`: receives ids of mutants and sends rows. */
const trial = trialFor(workerData as Orders);

parentPort?.on('message', (id: string) => {
  void trial.then((run) => run(id)).then((row) => parentPort?.postMessage(row));
});

import { Worker } from 'node:worker_threads';

/** What the threads of a script share and do. */
export interface Work<Order> {
  /** A script that answers every order with any number of messages and then 'done'. */
  readonly script: URL;
  /** Its `workerData`. */
  readonly data: unknown;
  readonly orders: readonly Order[];
  readonly threads: number;
}

/** Exact terms live briefly: a thread with little room for what is new spends a tenth of its time on tidying up. */
const YOUNG = { maxYoungGenerationSizeMb: 96 };

/**
 * Threads take the next order when they are done with one.
 * @throws the error of a thread, or that it ended with orders left; then all end and nothing is answered any more
 */
export async function inThreads<Order, Answer>(
  { script, data, orders, threads }: Work<Order>,
  onAnswer: (answer: Answer) => void,
): Promise<void> {
  const queue = [...orders];
  const workers = new Set<Worker>();
  const thread = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(script, { workerData: data, resourceLimits: YOUNG });
      workers.add(worker);
      const next = (): void => {
        const order = queue.shift();
        if (order === undefined) resolve();
        else worker.postMessage(order);
      };
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`a thread ended by itself with code ${code}`)));
      worker.on('message', (message: Answer | 'done') => {
        if (message === 'done') next();
        else onAnswer(message);
      });
      next();
    });
  try {
    await Promise.all(Array.from({ length: Math.min(threads, orders.length) }, thread));
  } finally {
    for (const worker of workers) worker.removeAllListeners('message');
    await Promise.all([...workers].map((worker) => worker.terminate()));
  }
}

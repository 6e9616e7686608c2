import fc from 'fast-check';

/** What is drawn at random in tests: the same in every run; DIFFUSON_SEED=N draws anew. */
const SEED = Number(process.env.DIFFUSON_SEED ?? 1);

fc.configureGlobal({ seed: SEED });

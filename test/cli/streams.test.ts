import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { guardOutput } from '../../cli/streams.js';

class Stream extends EventEmitter {
  text = '';
  write(text: string): void {
    this.text += text;
  }
}

test.each([
  ['EPIPE', undefined, 141, ''],
  ['EPIPE', 0, 0, ''],
  ['EPIPE', 1, 1, ''],
  ['ENOSPC', 0, 1, 'the output cannot be written: ENOSPC: no space left\n'],
] as const)('an output that ends with %s when the exit code is %s', (code, known, ends, said) => {
  const [out, errors] = [new Stream(), new Stream()];
  const codes: number[] = [];
  guardOutput(
    { out, errors },
    () => known,
    (end) => codes.push(end),
  );
  out.emit('error', Object.assign(new Error(`${code}: no space left`), { code }));
  // nobody reads the errors: no reason to fail again
  errors.emit('error', Object.assign(new Error('EPIPE'), { code: 'EPIPE' }));
  expect([codes, errors.text]).toEqual([[ends], said]);
});

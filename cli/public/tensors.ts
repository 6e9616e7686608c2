import { z } from 'zod';
import { tensor as registered } from '../../src/transport/tensors.js';
import { checked } from './shapes.js';

const name = z.string().regex(/^[A-Za-z]\w*$/, 'a name: letters and digits');
const indices = z.tuple([z.array(z.string()).min(1), z.array(z.string()).min(1)]);
const entry = z.looseObject({ meaning: z.string(), unit: z.looseObject({}), step: z.string() });

/** A registry entry of a further response: its name, its indices, and what is said of it. @throws InputError */
export const tensor: typeof registered = (given, axes, more) => {
  checked('name', name, given);
  checked('indices', indices, axes);
  checked('tensor', entry, more);
  return registered(given, axes, more);
};

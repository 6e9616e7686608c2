import { z } from 'zod';
import { initRepository, SCHEMAS } from '../../kit/init/repository.js';
import { TEMPLATES } from '../../kit/init/templates.js';
import { InputError } from '../../src/theory/errors.js';
import { OUTPUTS } from '../reports/outputs.js';
import { checked } from './shapes.js';
import { version } from './version.js';

const initShape = z.strictObject({
  directory: z.string().default('.'),
  template: z.string().default('rashba'),
  /** What the repository installs as `diffuson`: a version, or a tarball; this version if not given. */
  dependency: z.string().optional(),
});
export type InitOptions = z.input<typeof initShape>;

/** Names of the templates of `init`. */
export const templates: readonly string[] = Object.keys(TEMPLATES);

/** Writes a repository that tests a theory. @returns its files @throws InputError if one of them is there already */
export async function init(options: InitOptions = {}): Promise<string[]> {
  const { dependency, ...rest } = checked('init', initShape, options);
  return initRepository({ ...rest, version: version(), ...(dependency !== undefined && { dependency }) });
}

/** Kinds of files that people write, and of objects that commands print. */
export const schemaKinds: readonly string[] = [...Object.keys(SCHEMAS), ...Object.keys(OUTPUTS)];

/** The JSON Schema of a kind of file (theory, ledger, baseline, history) or of what a command prints with `--json`. */
export function jsonSchema(kind: string): unknown {
  const asked = checked('kind', z.string(), kind);
  if (Object.hasOwn(SCHEMAS, asked)) return SCHEMAS[asked as keyof typeof SCHEMAS]();
  if (Object.hasOwn(OUTPUTS, asked)) return z.toJSONSchema(OUTPUTS[asked as keyof typeof OUTPUTS]);
  throw new InputError(`schema "${asked}": expected ${schemaKinds.join(', ')}`);
}

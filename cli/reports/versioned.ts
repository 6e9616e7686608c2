/** Of every JSON object that a command prints: a higher number once a field is gone or means something else. */
export const SCHEMA_VERSION = 1;

/** An object as it is printed or written. */
export const versioned = <T extends object>(object: T): { readonly schema: number } & T => ({
  schema: SCHEMA_VERSION,
  ...object,
});

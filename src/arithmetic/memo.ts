interface Memory<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

/** The value of a key, made when it is first asked for. Works on Map and WeakMap; values are not undefined. */
export function remembered<K, V>(known: Memory<K, V>, key: K, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

/** The value of a key that must be there. @throws Error naming the key */
export function valueAt<K, V>(known: Pick<Memory<K, V>, 'get'>, key: K): V {
  const found = known.get(key);
  if (found === undefined) throw new Error(`nothing is known of "${String(key)}"`);
  return found;
}

/** A function without arguments that is run when it is first called. */
export function once<V>(make: () => V): () => V {
  let made: { readonly value: V } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

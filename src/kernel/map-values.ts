/**
 * An object with the same names and other values. A copy whose values are replaced one by one: several times cheaper
 * than a list of pairs, and every name stays what it is, `__proto__` too.
 */
export function mapValues<From, To>(
  object: Readonly<Record<string, From>>,
  map: (value: From, name: string) => To,
): Record<string, To> {
  const mapped: Record<string, From | To> = { ...object };
  for (const name of Object.keys(mapped)) mapped[name] = map(mapped[name] as From, name); // not yet replaced
  return mapped as Record<string, To>; // all of them are now
}

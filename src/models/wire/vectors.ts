/**
 * Checks that a provider answered with one vector per text. Plain JSON on purpose: thousands of floats need no telling
 * apart from integers.
 */
export function readVectors(value: unknown, count: number): number[][] {
  const vectors = Array.isArray(value) ? value : [];
  if (vectors.length === count && vectors.every(isVector)) return vectors;
  throw new Error(`the provider answered ${Array.isArray(value) ? value.length : 'no'} embeddings for ${count} texts`);
}

function isVector(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}

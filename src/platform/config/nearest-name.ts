import { distance } from 'fastest-levenshtein';

/** The known name that a person most likely meant, or undefined where none is near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const allowed = Math.max(2, Math.floor(name.length / 5)); // single slips; more would name what nobody meant
  const near = known.map((candidate) => ({ name: candidate, slips: distance(name, candidate) }));
  const [best] = near.filter(({ slips }) => slips <= allowed).sort((one, other) => one.slips - other.slips);
  return best?.name;
}

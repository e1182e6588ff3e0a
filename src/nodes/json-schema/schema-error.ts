/** One thing that is wrong, where in the value, and what stands behind it when the schema offers alternatives. */
export interface SchemaError {
  readonly keyword: string;
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** The value is not even of the type that the schema names. */
  readonly isMisfit: boolean;
  /** Of `anyOf` and `oneOf`: what is wrong by each alternative. */
  readonly context?: readonly SchemaError[];
}

/**
 * The one error worth telling, as jsonschema chooses it (jsonschema/exceptions.py, `best_match`): the one nearest to the
 * root; among alternatives the one that went deepest, unless several went as deep.
 */
export function bestMatch(errors: readonly SchemaError[]): SchemaError | undefined {
  let best = errors.reduce<SchemaError | undefined>(
    (found, error) => (found === undefined || byRelevance(error, found) > 0 ? error : found),
    undefined,
  );
  while (best?.context && best.context.length > 0) {
    const [first, second] = best.context.toSorted(byRelevance);
    if (first && second && byRelevance(first, second) === 0) return best;
    best = first;
  }
  return best;
}

/** Positive when `a` says more about the value as a whole than `b`. */
function byRelevance(a: SchemaError, b: SchemaError): number {
  return (
    b.path.length - a.path.length ||
    comparePaths(a.path, b.path) ||
    Number(!isWeak(a)) - Number(!isWeak(b)) ||
    Number(a.isMisfit) - Number(b.isMisfit)
  );
}

const isWeak = ({ keyword }: SchemaError) => keyword === 'anyOf' || keyword === 'oneOf';

function comparePaths(a: SchemaError['path'], b: SchemaError['path']): number {
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (part === other || other === undefined) continue;
    return part < other ? -1 : 1;
  }
  return 0;
}

/** The place as jsonschema prints it: `$.items[0].name`. */
export function jsonPath(path: SchemaError['path']): string {
  return `$${path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')}`;
}

import { type Clock, type JsonObject, type JsonValue, printJson, pythonRepr } from '../../kernel/index.ts';
import { NodeError } from '../node-error.ts';
import { fromPython } from './python-pattern.ts';
import { invalidSchema, textOf } from './schema-values.ts';

type Engine = typeof import('re2js').RE2JS;
type Pattern = ReturnType<Engine['compile']>;

/**
 * Of a machine that looks at one character in one state of its pattern: about 90 ns each, where it cannot do better. One
 * text is held against one pattern without a stop, so this is known before.
 */
const MOST_STEPS = 10_000_000;

/** How long all patterns and texts of one check may take, while everybody else waits. */
const MOST_MS = 1000;

/** The part of a clock that durations need. */
export type Stopwatch = Pick<Clock, 'monotonic'>;

/** The patterns of one schema, for one check of a value. */
export interface Patterns {
  matches(pattern: JsonValue, text: string): boolean;
}

/** The engine is read where there is something for it to do. */
export async function openPatterns(schema: JsonObject, clock: Stopwatch): Promise<Patterns> {
  if (!printJson(schema).includes('"pattern')) return { matches: () => false };
  const { RE2JS } = await import('re2js');
  return new BoundedPatterns(RE2JS, clock);
}

/**
 * Somebody else's patterns on somebody else's texts: the time of RE2 grows with the length of both, while for JavaScript's
 * own engine 30 characters may take for ever. What RE2 has not, above all looking ahead and back-references, is refused.
 */
class BoundedPatterns implements Patterns {
  readonly #engine: Engine;
  readonly #clock: Stopwatch;
  readonly #compiled = new Map<string, Pattern>();
  #spentMs = 0;

  constructor(engine: Engine, clock: Stopwatch) {
    this.#engine = engine;
    this.#clock = clock;
  }

  matches(expected: JsonValue, text: string): boolean {
    const source = textOf(expected);
    if (this.#spentMs > MOST_MS) throw tooLong(source);
    const startedAt = this.#clock.monotonic();
    const pattern = this.#patternOf(source);
    if (pattern.programSize() * (text.length + 1) > MOST_STEPS) throw tooLong(source);
    const isFound = pattern.matcher(text).find();
    this.#spentMs += this.#clock.monotonic() - startedAt;
    return isFound;
  }

  #patternOf(source: string): Pattern {
    const pattern = this.#compiled.get(source) ?? read(this.#engine, source);
    this.#compiled.set(source, pattern);
    return pattern;
  }
}

function tooLong(source: string): NodeError {
  return new NodeError('ValueError', `The values are too long to be held against the pattern ${pythonRepr(source)}`);
}

/** Also as JavaScript writes them, which JSON Schema means. */
function read(engine: Engine, source: string): Pattern {
  try {
    return engine.compile(engine.translateRegExp(fromPython(source)));
  } catch (cause) {
    throw invalidSchema(`${pythonRepr(source)} is no pattern of RE2 (${reasonOf(cause)})`, cause);
  }
}

const reasonOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));

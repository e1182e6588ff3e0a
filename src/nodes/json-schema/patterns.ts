import { type JsonObject, type JsonValue, printJson, pythonRepr } from '../../kernel/index.ts';
import { NodeError } from '../node-error.ts';
import { invalidSchema, textOf } from './schema-values.ts';

type Engine = typeof import('re2js').RE2JS;
type Pattern = ReturnType<Engine['compile']>;

/** Of a machine that looks at one character in one state of its pattern: about 50 ns each. */
const MOST_STEPS = 10_000_000;

/** What it takes to make one state of such a machine. */
const STEPS_TO_COMPILE = 300;

/** The patterns of one schema, for one check of a value. */
export interface Patterns {
  matches(pattern: JsonValue, text: string): boolean;
}

/** The engine is read where there is something for it to do. */
export async function openPatterns(schema: JsonObject): Promise<Patterns> {
  if (!printJson(schema).includes('"pattern')) return { matches: () => false };
  const { RE2JS } = await import('re2js');
  return new BoundedPatterns(RE2JS);
}

/**
 * Somebody else's patterns on somebody else's texts: the time of RE2 grows with the length of both, while for JavaScript's
 * own engine 30 characters may take for ever. What RE2 has not, above all looking ahead and back-references, is refused.
 */
class BoundedPatterns implements Patterns {
  readonly #engine: Engine;
  readonly #compiled = new Map<string, Pattern>();
  #steps = 0;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  matches(expected: JsonValue, text: string): boolean {
    const source = textOf(expected);
    const pattern = this.#compiled.get(source) ?? this.#compile(source);
    this.#spend(source, pattern.programSize() * (text.length + 1));
    return pattern.matcher(text).find();
  }

  #compile(source: string): Pattern {
    const pattern = read(this.#engine, source);
    this.#compiled.set(source, pattern);
    this.#spend(source, pattern.programSize() * STEPS_TO_COMPILE);
    return pattern;
  }

  #spend(source: string, steps: number): void {
    this.#steps += steps;
    if (this.#steps <= MOST_STEPS) return;
    throw new NodeError('ValueError', `The values are too long to be held against the pattern ${pythonRepr(source)}`);
  }
}

/** Python's expressions are close to JavaScript's, which are close to RE2's. */
function read(engine: Engine, source: string): Pattern {
  try {
    return engine.compile(engine.translateRegExp(source));
  } catch (cause) {
    throw invalidSchema(`${pythonRepr(source)} is no pattern of RE2 (${reasonOf(cause)})`, cause);
  }
}

const reasonOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));

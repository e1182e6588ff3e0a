import type { Evaluation } from '../filters/filter.ts';
import { filters } from '../filters/index.ts';
import { tests } from '../filters/tests.ts';
import { spend } from '../meter.ts';
import { raise } from '../raised.ts';
import type { Arguments, Value } from '../values/object.ts';
import { copyInput } from '../values/ownership.ts';

/** Where a name that no assignment of the template covers is looked up. */
export class Context {
  /** What the top level of the template set. */
  readonly exported = new Map<string, Value>();
  readonly #outer: (name: string) => Value | undefined;

  constructor(outer: (name: string) => Value | undefined) {
    this.#outer = outer;
  }

  resolve(name: string): Value | undefined {
    const own = this.exported.get(name);
    return own === undefined ? this.#outer(name) : own;
  }
}

/** The inputs of a render, then Jinja2's globals. */
export function rootContext(
  variables: Readonly<Record<string, Value>>,
  globals: ReadonlyMap<string, Value>,
  copiesInputs: boolean,
): Context {
  const copies = new Map<string, Value>();
  return new Context((name) => {
    if (!Object.hasOwn(variables, name)) return globals.get(name);
    const given = variables[name] ?? null;
    if (!copiesInputs) return given;
    const copy = copies.get(name) ?? copyInput(given);
    copies.set(name, copy);
    return copy;
  });
}

export type Block = (context: Context, render: Render) => void;

/** What one render shares: the text so far, and what filters and tests may ask. */
export class Render implements Evaluation {
  text = '';
  autoescape = false;
  /** Line of the statement under way. */
  line: number | undefined;
  readonly blocks: ReadonlyMap<string, Block>;
  readonly #maxLength: number;

  constructor(blocks: ReadonlyMap<string, Block>, maxLength: number | undefined) {
    this.blocks = blocks;
    // A character takes at most two UTF-16 units; the exact count comes once, at the end.
    this.#maxLength = maxLength === undefined ? Number.POSITIVE_INFINITY : maxLength * 2;
  }

  write(text: string): void {
    this.text += text;
    if (this.text.length > this.#maxLength) raise('OutputLimitError', '');
  }

  /** Runs a body and gives what it wrote, instead of writing it. */
  capture(body: () => void): string {
    const before = this.text;
    this.text = '';
    body();
    const written = this.text;
    this.text = before;
    return written;
  }

  callFilter(name: string, value: Value, args: Arguments): Value {
    spend();
    const found = filters.get(name) ?? raise('TemplateRuntimeError', `No filter named '${name}'.`);
    return found.run(value, args, this);
  }

  callTest(name: string, value: Value, args: Arguments): boolean {
    spend();
    const found = tests.get(name) ?? raise('TemplateRuntimeError', `No test named '${name}'.`);
    return found.holds(value, args, this);
  }

  hasTest(name: string): boolean {
    return tests.has(name);
  }
}

/** The variables of one call: of the template itself, a block, a macro, a recursive loop. */
export class Frame {
  /** By the numbers that `Scope` gave out; undefined where nothing was assigned yet. */
  readonly slots: (Value | undefined)[];
  readonly parent: Frame | undefined;
  readonly render: Render;
  readonly context: Context;

  constructor(size: number, render: Render, context: Context, parent?: Frame) {
    this.slots = new Array(size);
    this.parent = parent;
    this.render = render;
    this.context = context;
  }

  inner(size: number): Frame {
    return new Frame(size, this.render, this.context, this);
  }
}

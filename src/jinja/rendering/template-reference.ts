import { comeBack, goDeeper } from '../meter.ts';
import { NativeFunction } from '../values/call.ts';
import { Markup } from '../values/markup.ts';
import { PythonObject, type Value } from '../values/object.ts';
import type { Block, Context, Render } from './frame.ts';

/** The special variable `self`: `self.name()` renders the block of that name once more. */
export class TemplateReference extends PythonObject {
  readonly typeName = 'TemplateReference';
  readonly #context: Context;
  readonly #render: Render;

  constructor(context: Context, render: Render) {
    super();
    this.#context = context;
    this.#render = render;
  }

  repr(): string {
    return '<TemplateReference None>';
  }

  override item(key: Value): Value | undefined {
    const block = typeof key === 'string' ? this.#render.blocks.get(key) : undefined;
    return block && new NativeFunction('BlockReference', () => this.#show(block));
  }

  #show(block: Block): Value {
    goDeeper();
    const text = this.#render.capture(() => block(this.#context, this.#render));
    comeBack();
    return this.#render.autoescape ? new Markup(text) : text;
  }
}

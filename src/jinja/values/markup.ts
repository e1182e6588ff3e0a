import { pythonRepr } from '../../kernel/index.ts';
import { PythonObject, type Value } from './object.ts';

/** MarkupSafe's Markup: a str that is HTML already and escapes what it is combined with. */
export class Markup extends PythonObject {
  readonly typeName = 'Markup';
  readonly text: string;

  constructor(text: string) {
    super();
    this.text = text;
  }

  repr(): string {
    return `Markup(${pythonRepr(this.text)})`;
  }

  override str(): string {
    return this.text;
  }

  override isTrue(): boolean {
    return this.text !== '';
  }
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&#39;', '"': '&#34;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>'"]/g, (character) => ENTITIES[character] ?? character);
}

/** True for Python's `isinstance(x, str)`. */
export function isText(value: Value | undefined): value is string | Markup {
  return typeof value === 'string' || value instanceof Markup;
}

export function textOf(value: string | Markup): string {
  return typeof value === 'string' ? value : value.text;
}

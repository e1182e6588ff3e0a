import { printJson } from '../kernel/index.ts';

/** JSON that was printed already: measured once, it need not be printed again on its way into a column. */
export class JsonText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export function toJsonColumn(value: unknown): string | null {
  if (value === null) return null;
  return value instanceof JsonText ? value.text : printJson(value);
}

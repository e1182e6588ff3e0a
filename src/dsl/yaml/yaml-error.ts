import { positionAt, type YamlText } from './position.ts';

/** What is wrong with a YAML text, and where; line and column count from 1. */
export class YamlError extends Error {
  override readonly name = 'YamlError';
  readonly line: number;
  readonly column: number;

  constructor(message: string, text: YamlText, offset: number) {
    super(message);
    const { line, column } = positionAt(text, offset);
    this.line = line;
    this.column = column;
  }
}

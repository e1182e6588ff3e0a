/** A place in a text; both count from 1, columns in UTF-16 units as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What the parser was given: the source, or the same lines with more blanks at the start of some. */
export interface YamlText {
  readonly source: string;
  readonly text: string;
}

/** Where an offset into `text` stands in the source. */
export function positionAt({ source, text }: YamlText, offset: number): Position {
  let line = 1;
  let lineStart = 0;
  for (let end = text.indexOf('\n'); end !== -1 && end < offset; end = text.indexOf('\n', lineStart)) {
    line++;
    lineStart = end + 1;
  }
  const added = source === text ? 0 : lengthOfLine(text, line) - lengthOfLine(source, line);
  return { line, column: Math.max(1, offset - lineStart + 1 - added) };
}

function lengthOfLine(text: string, line: number): number {
  return text.split('\n', line)[line - 1]?.length ?? 0;
}

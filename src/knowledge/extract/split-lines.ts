// biome-ignore lint/suspicious/noControlCharactersInRegex: the separators of ASCII end lines, too
const LINE_ENDS = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

/** The lines of a text as Python's `str.splitlines` cuts it: an end of line at the very end begins no other. */
export function splitLines(text: string): string[] {
  const lines = text.split(LINE_ENDS);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

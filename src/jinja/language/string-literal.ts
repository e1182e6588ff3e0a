import { escapeBeyondAscii } from '../values/code-points.ts';
import { failSyntax } from './syntax-error.ts';

/**
 * What stands between the quotes, read as Jinja2 reads it: first everything beyond ASCII is written as an escape,
 * then escapes are resolved. Hence a backslash before such a character guards the escape, not the character.
 */
export function readString(source: string, line: number): string {
  return source.includes('\\') ? resolveEscapes(escapeBeyondAscii(source), line) : source;
}

const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{0,2})|u([0-9a-fA-F]{0,4})|U([0-9a-fA-F]{0,8})|([\s\S]))/g;

const SINGLE: Record<string, string> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function resolveEscapes(source: string, line: number): string {
  return source.replace(ESCAPE, (whole, octal, two, four, eight, single) => {
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    if (single === 'N') failSyntax('characters cannot be written by their Unicode names here', line);
    if (single !== undefined) return SINGLE[single] ?? whole;
    return fromHex(whole[1] ?? '', two ?? four ?? eight ?? '', line);
  });
}

const DIGITS: Record<string, number> = { x: 2, u: 4, U: 8 };

function fromHex(letter: string, digits: string, line: number): string {
  const wanted = DIGITS[letter] ?? 0;
  if (digits.length < wanted) failSyntax(`truncated \\${letter}${'X'.repeat(wanted)} escape`, line);
  const code = Number.parseInt(digits, 16);
  return code > 0x10ffff ? failSyntax('illegal Unicode character', line) : String.fromCodePoint(code);
}

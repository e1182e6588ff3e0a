import type { YamlScalar } from './node.ts';
import { plainType } from './scalar.ts';

export type ScalarStyle = 'plain' | 'single' | 'double';

const BREAKS = '\n\x85\u2028\u2029';
const BLANKS = ['\0', ' ', '\t', '\r', ...BREAKS];

export const isBreak = (character: string | undefined): boolean =>
  character !== undefined && BREAKS.includes(character);
const isBlank = (character: string | undefined): boolean => character === undefined || BLANKS.includes(character);

export function hasBreaks(text: string): boolean {
  return /[\n\x85\u2028\u2029]/.test(text);
}

/** The simplest style that keeps the text as it is (PyYAML lib/yaml/emitter.py, `analyze_scalar`, `choose_scalar_style`). */
export function styleOf({ type, text }: YamlScalar, isKey: boolean): ScalarStyle {
  if (type !== 'str') return 'plain';
  const isMultiline = hasBreaks(text);
  if (!isMultiline && mayBePlain(text)) return 'plain';
  return mayBeSingleQuoted(text) && !(isKey && isMultiline) ? 'single' : 'double';
}

function mayBePlain(text: string): boolean {
  if (plainType(text) !== 'str') return false;
  if (text.startsWith(' ') || text.endsWith(' ') || SPECIAL.test(text)) return false;
  return !hasIndicators(text);
}

/** Something that a plain text would be mistaken for: the start of a list, a key, a comment, a document. */
function hasIndicators(text: string): boolean {
  if (text.startsWith('---') || text.startsWith('...')) return true;
  if (/^[#,[\]{}&*!|>'"%@`]/.test(text)) return true;
  if (/^[?:-]/.test(text) && isBlank(text[1])) return true;
  for (let at = 1; at < text.length; at++) {
    if (text[at] === ':' && isBlank(text[at + 1])) return true;
    if (text[at] === '#' && isBlank(text[at - 1])) return true;
  }
  return false;
}

/** Characters that only an escape can show: all but line feeds, printable ASCII and what Unicode has beyond. */
const SPECIAL = /[^\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10fffe}]/u;

/** Blanks next to a line break would be lost. */
function mayBeSingleQuoted(text: string): boolean {
  return !SPECIAL.test(text) && !/ [\n\x85\u2028\u2029]|[\n\x85\u2028\u2029] /.test(text);
}

const ESCAPES: Record<string, string> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\x85': 'N',
  '\xa0': '_',
  '\u2028': 'L',
  '\u2029': 'P',
};

const UNESCAPED = /^[ !#-[\]-~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]$/u;

/** How a character stands between double quotes; undefined when as itself. */
export function escapeOf(character: string): string | undefined {
  if (UNESCAPED.test(character)) return undefined;
  const known = ESCAPES[character];
  if (known) return `\\${known}`;
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  if (code.length <= 2) return `\\x${code.padStart(2, '0')}`;
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\U${code.padStart(8, '0')}`;
}

import { parseEnv } from 'node:util';
import type { Environment } from './settings/index.ts';

export interface EnvFile {
  readonly values: Environment;
  /** Lines that do not say what they seem to, in words with their number. */
  readonly faults: readonly string[];
}

/** `NAME=VALUE` lines as Node reads them: comments, `export`, values in quotes over several lines. */
export function parseEnvFile(content: string): EnvFile {
  const text = content.replace(/^\uFEFF/, ''); // editors of Windows begin with it
  return { values: parseEnv(text), faults: [...faultsIn(text.split(/\r\n?|\n/))] };
}

const NAME = /^(?:export\s+)?[A-Za-z0-9_.-]+$/;

function* faultsIn(lines: readonly string[]): Generator<string> {
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index]?.trim() ?? '';
    if (line === '' || line.startsWith('#')) continue;
    const assignment = line.indexOf('=');
    if (assignment < 0) yield `line ${index + 1} is ignored: it has no "="`;
    else if (!NAME.test(line.slice(0, assignment).trim())) yield `line ${index + 1} has no name before its "="`;
    const quoted = quotedValue(lines, index);
    if (quoted?.lastIndex === undefined) {
      if (quoted) yield `line ${index + 1} opens a quote (${quoted.quote}) that nothing closes`;
      continue;
    }
    if (quoted.isFollowed) yield `line ${quoted.lastIndex + 1} is ignored after the closing quote (${quoted.quote})`;
    index = quoted.lastIndex;
  }
}

interface QuotedValue {
  readonly quote: string;
  /** The line that closes the quote; undefined when none does. */
  readonly lastIndex?: number;
  /** More than a comment stands behind the closing quote. */
  readonly isFollowed?: boolean;
}

/** The value in quotes that begins in a line, if one does. */
function quotedValue(lines: readonly string[], index: number): QuotedValue | undefined {
  const [, quote, first] = /^[^=]*=\s*(["'`])(.*)$/s.exec(lines[index] ?? '') ?? [];
  if (quote === undefined || first === undefined) return undefined;
  for (let last = index; last < lines.length; last += 1) {
    const text = last === index ? first : (lines[last] ?? '');
    const end = text.indexOf(quote);
    if (end >= 0) return { quote, lastIndex: last, isFollowed: !/^\s*(#|$)/.test(text.slice(end + 1)) };
  }
  return { quote };
}

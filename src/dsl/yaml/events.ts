import { EVENT_ID, type Event, parseEvents, SCALAR_STYLE, type ScalarEvent, YAMLException } from 'js-yaml';
import type { YamlText } from './position.ts';
import { YamlError } from './yaml-error.ts';

/** Real apps nest about 20 deep; PyYAML itself gives up between 450 and 500, for want of stack. */
const MAX_DEPTH = 200;
const DEFICIENT_INDENTATION = 'deficient indentation';
/** How many characters may be parsed again for lines that are not indented enough. */
const MAX_REPAIR_WORK = 50_000_000;
/** What PyYAML's reader refuses (`Reader.NON_PRINTABLE`), NUL among it. */
const FORBIDDEN = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Offsets of the events point into `text`. */
export interface YamlEvents extends YamlText {
  readonly events: readonly Event[];
}

/** The parser's flat list of events. */
export function readEvents(source: string): YamlEvents {
  const forbidden = FORBIDDEN.exec(source);
  if (forbidden) throw new YamlError(describeForbidden(forbidden[0]), { source, text: source }, forbidden.index);
  let text = source;
  for (let work = source.length; ; work += text.length) {
    try {
      return { source, text, events: parseEvents(text, { maxDepth: MAX_DEPTH }) };
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error;
      const offset = error.mark?.position ?? 0;
      if (error.reason !== DEFICIENT_INDENTATION || work > MAX_REPAIR_WORK)
        throw new YamlError(error.reason, { source, text }, offset);
      text = indentLine(text, offset);
    }
  }
}

/**
 * PyYAML lets quoted texts and bracketed lists go on at any column; YAML 1.2 wants them indented. The blanks at the
 * start of such a line mean nothing, so the line gets more of them and the parser another try.
 */
function indentLine(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return `${text.slice(0, lineStart)}${' '.repeat(2 * MAX_DEPTH)}${text.slice(lineStart)}`;
}

function describeForbidden(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
  return `unacceptable character #x${code}: special characters are not allowed`;
}

/** Where an event stands in the text; -1 for empty scalars, which stand nowhere. */
export function offsetOf(event: Event): number {
  if (event.type === EVENT_ID.SCALAR) return isQuoted(event) ? event.valueStart - 1 : event.valueStart;
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart;
  return event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE ? event.start : -1;
}

function isQuoted({ style }: ScalarEvent): boolean {
  return style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
}

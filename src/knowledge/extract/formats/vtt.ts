import { decodeText } from '../decode-text.ts';

interface Caption {
  readonly speaker: string;
  readonly text: string;
}

/**
 * Captions as `speaker "text"`, one line for all that one person says in a row. Dify repeats the first caption for each
 * one without a speaker (graphon document_extractor `_extract_text_from_vtt`); here each of those has its own line.
 */
export function vttText(bytes: Uint8Array): string {
  const text = decodeText(bytes).replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  if (!text.startsWith('WEBVTT')) throw new Error('it does not begin with WEBVTT');
  return joinBySpeaker(text.split(/\n{2,}/).flatMap(captionOf))
    .map(({ speaker, text: said }) => `${speaker} "${said}"`)
    .join('\n');
}

/** A block with a time line is a caption, all others are notes, styles or the head. */
function captionOf(block: string): Caption[] {
  const lines = block.split('\n');
  const time = lines.findIndex((line) => line.includes('-->'));
  if (time < 0) return [];
  return [readMarkup(lines.slice(time + 1).join('\n'))];
}

/** The text between tags, and the name in the first voice tag: `<v.loud Ann>`. A tag that nobody closes is text. */
function readMarkup(marked: string): Caption {
  let text = '';
  let speaker = '';
  let at = 0;
  for (;;) {
    const open = marked.indexOf('<', at);
    const end = open < 0 ? -1 : marked.indexOf('>', open);
    if (end < 0) return { speaker, text: (text + marked.slice(at)).trim() };
    text += marked.slice(at, open);
    speaker ||= voiceOf(marked.slice(open + 1, end));
    at = end + 1;
  }
}

function voiceOf(tag: string): string {
  const blank = tag.search(/[ \t]/);
  const [name] = tag.slice(0, Math.max(blank, 0)).split('.', 1);
  return name === 'v' ? tag.slice(blank).trim() : '';
}

function joinBySpeaker(captions: readonly Caption[]): Caption[] {
  const joined: Caption[] = [];
  for (const caption of captions) {
    const last = joined.at(-1);
    if (last === undefined || caption.speaker === '' || last.speaker !== caption.speaker) joined.push(caption);
    else joined[joined.length - 1] = { speaker: last.speaker, text: `${last.text} ${caption.text}` };
  }
  return joined;
}

import { analyse } from 'chardet';

/** How much of a text is looked at to guess its encoding. */
const SAMPLE_BYTES = 16 * 1024;

/**
 * The text of bytes whose encoding nobody told: a byte order mark decides, else UTF-8 where it fits, else the likeliest
 * older encoding. What cannot be decoded is left out, as Dify does (`errors="ignore"`).
 */
export function decodeText(bytes: Uint8Array): string {
  const utf16 = utf16Of(bytes);
  if (utf16 !== undefined) return new TextDecoder(utf16).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // not clean UTF-8: damaged, or something older
    const damaged = new TextDecoder('utf-8').decode(bytes);
    return withoutGaps(isMostlyUtf8(damaged) ? damaged : new TextDecoder(guessEncoding(bytes)).decode(bytes));
  }
}

const withoutGaps = (text: string) => text.replaceAll('\uFFFD', '');

function utf16Of(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const zeros = zerosByParity(bytes.subarray(0, 4096));
  if (zeros.odd > 0.3 && zeros.even < 0.05) return 'utf-16le';
  if (zeros.even > 0.3 && zeros.odd < 0.05) return 'utf-16be';
  return undefined;
}

/** In UTF-16 every second byte of a western text is zero. The shares of zeros at even and at odd places. */
function zerosByParity(sample: Uint8Array): { even: number; odd: number } {
  const pairs = sample.length >> 1;
  if (pairs === 0) return { even: 0, odd: 0 };
  let even = 0;
  let odd = 0;
  for (let at = 0; at < pairs * 2; at += 2) {
    if (sample[at] === 0) even++;
    if (sample[at + 1] === 0) odd++;
  }
  return { even: even / pairs, odd: odd / pairs };
}

/** A cut or damaged UTF-8 text has many good characters beyond ASCII for each bad one; another encoding has none. */
function isMostlyUtf8(decoded: string): boolean {
  let gaps = 0;
  let good = 0;
  for (let at = 0; at < decoded.length; at++) {
    const unit = decoded.charCodeAt(at);
    if (unit === 0xfffd) gaps++;
    else if (unit > 0x7f) good++;
  }
  return good > gaps * 4;
}

/** East Asian encodings, the commoner first: short texts fit several equally well. */
const MULTI_BYTE = ['GB18030', 'Big5', 'EUC-KR', 'EUC-JP', 'Shift_JIS'];
const SURE = 25; // of 100

/** Few letters say little: unless a guess is sure, or the bytes come in pairs, the text is taken for a western one. */
function guessEncoding(bytes: Uint8Array): string {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const isInPairs = pairedShare(sample) > 0.9;
  const rank = (name: string) => MULTI_BYTE.indexOf(name);
  const [best] = analyse(sample)
    .filter(({ name, confidence }) => isKnown(name) && (confidence >= SURE || (isInPairs && rank(name) >= 0)))
    .sort((a, b) => b.confidence - a.confidence || rank(a.name) - rank(b.name));
  return best?.name ?? 'windows-1252';
}

/** The share of runs of bytes beyond ASCII that have an even length: nearly all where a character takes two. */
function pairedShare(sample: Uint8Array): number {
  let runs = 0;
  let even = 0;
  let length = 0;
  for (const byte of [...sample, 0]) {
    if (byte > 0x7f) length++;
    else if (length > 0) {
      runs++;
      if (length % 2 === 0) even++;
      length = 0;
    }
  }
  return runs === 0 ? 0 : even / runs;
}

function isKnown(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== 'utf-8';
  } catch {
    return false;
  }
}

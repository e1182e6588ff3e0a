import { DslRefusal } from './problem.ts';

/** Dify counts characters (services/app_dsl_service.py); bytes are never fewer. */
const MAX_DSL_SIZE = 10 * 1024 * 1024;

/** The text of a file: UTF-8, at most 10 MB, without a byte order mark. Throws a `DslRefusal`. */
export function decodeSource(source: string | Uint8Array): string {
  if (source.length > MAX_DSL_SIZE) throw new DslRefusal('FILE_TOO_LARGE', 'File size exceeds the limit of 10MB');
  return typeof source === 'string' ? source.replace(/^\uFEFF/, '') : decodeUtf8(source);
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    if (startsAsUtf16(bytes))
      throw new DslRefusal('INVALID_ENCODING', 'Invalid YAML format: the file is UTF-16: save it as UTF-8');
    const { line, column, byte } = findInvalidUtf8(bytes);
    const hex = byte.toString(16).padStart(2, '0');
    throw new DslRefusal(
      'INVALID_ENCODING',
      `Invalid YAML format: the file is not UTF-8: byte 0x${hex} (line ${line}, column ${column})`,
    );
  }
}

/** By its byte order mark: so writes Windows PowerShell. */
function startsAsUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** A prefix decoded as a stream may end inside a character, so the longest good prefix can be searched by halves. */
function findInvalidUtf8(bytes: Uint8Array): { line: number; column: number; byte: number } {
  let [good, end] = [0, bytes.length];
  while (good < end) {
    const middle = (good + end + 1) >> 1;
    if (decodePrefix(bytes, middle) === undefined) end = middle - 1;
    else good = middle;
  }
  const text = decodePrefix(bytes, good) ?? '';
  const lineStart = text.lastIndexOf('\n') + 1;
  const byte = bytes[Buffer.byteLength(text)] ?? 0;
  return { line: text.split('\n').length, column: text.length - lineStart + 1, byte };
}

function decodePrefix(bytes: Uint8Array, length: number): string | undefined {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return decoder.decode(bytes.subarray(0, length), { stream: true });
  } catch {
    return undefined;
  }
}

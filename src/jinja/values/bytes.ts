import { PythonObject, type Value } from './object.ts';
import { sequenceIndex } from './slice.ts';

/** What `str.encode` gives. */
export class Bytes extends PythonObject {
  readonly typeName = 'bytes';
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    super();
    this.bytes = bytes;
  }

  repr(): string {
    const text = Array.from(this.bytes, printByte).join('');
    const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
    return `b${quote}${quote === "'" ? text.replaceAll("'", "\\'") : text}${quote}`;
  }

  override length(): number {
    return this.bytes.length;
  }

  override iterate(): Iterator<Value> {
    return this.bytes.values();
  }

  override item(key: Value): Value | undefined {
    const index = sequenceIndex(key, this.bytes.length);
    return index === undefined ? undefined : this.bytes[index];
  }

  override equals(other: PythonObject): boolean {
    return other instanceof Bytes && Buffer.compare(this.bytes, other.bytes) === 0;
  }
}

const NAMED: Record<number, string> = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' };

function printByte(byte: number): string {
  const named = NAMED[byte];
  if (named) return named;
  if (byte >= 32 && byte < 127) return String.fromCharCode(byte);
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}

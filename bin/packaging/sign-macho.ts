import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Signs a Mach-O executable "ad hoc": no identity, only the hash of every page, which macOS on arm64 demands before it
 * runs anything. What `codesign -s -` does on a Mac. Layout: Apple's <mach-o/loader.h> and cs_blobs.h of XNU; all numbers
 * of the signature are big-endian, those of the file little-endian.
 */

const MAGIC_64 = 0xfeedfacf;
const HEADER_BYTES = 32;
const LC_SEGMENT_64 = 0x19;
const LC_CODE_SIGNATURE = 0x1d;
const SIGNATURE_COMMAND_BYTES = 16;

const SUPER_BLOB_MAGIC = 0xfade0cc0;
const DIRECTORY_MAGIC = 0xfade0c02;
const DIRECTORY_VERSION = 0x20400; // the first with the executable segment
const DIRECTORY_BYTES = 88;
const SUPER_BLOB_BYTES = 20; // its head and the entry of its only blob
const AD_HOC = 0x2;
const MAIN_BINARY = 0x1;
const SHA_256 = 2;
const HASH_BYTES = 32;
const PAGE_BITS = 12;
const SEGMENT_ALIGNMENT = 0x4000;

interface Segment {
  readonly name: string;
  /** Where its load command begins. */
  readonly at: number;
  readonly fileOffset: number;
  readonly fileSize: number;
}

export function signAdHoc(path: string, identifier = 'dify'): void {
  writeFileSync(path, signedImage(readFileSync(path), identifier));
}

/** The image with its signature appended and announced. */
export function signedImage(image: Buffer, identifier: string): Buffer {
  if (image.readUInt32LE(0) !== MAGIC_64) throw new Error('Not a Mach-O executable of 64 bits');
  const codeLimit = roundUp(image.length, 16);
  const signatureBytes = SUPER_BLOB_BYTES + directoryBytes(identifier, codeLimit);
  const signed = Buffer.alloc(codeLimit + signatureBytes);
  image.copy(signed);
  announce(signed, codeLimit, signatureBytes);
  writeSignature(signed, codeLimit, identifier);
  return signed;
}

function directoryBytes(identifier: string, codeLimit: number): number {
  return DIRECTORY_BYTES + identifier.length + 1 + pagesOf(codeLimit) * HASH_BYTES;
}

const pagesOf = (bytes: number) => Math.ceil(bytes / (1 << PAGE_BITS));
const roundUp = (value: number, to: number) => Math.ceil(value / to) * to;

/** Adds the load command that points to the signature, and lets the last segment reach to its end. */
function announce(image: Buffer, offset: number, bytes: number): void {
  const commands = image.readUInt32LE(16);
  const commandBytes = image.readUInt32LE(20);
  const end = HEADER_BYTES + commandBytes;
  if (image.subarray(end, end + SIGNATURE_COMMAND_BYTES).some((byte) => byte !== 0)) {
    throw new Error('There is no room for another load command');
  }
  image.writeUInt32LE(commands + 1, 16);
  image.writeUInt32LE(commandBytes + SIGNATURE_COMMAND_BYTES, 20);
  for (const [at, value] of [LC_CODE_SIGNATURE, SIGNATURE_COMMAND_BYTES, offset, bytes].entries()) {
    image.writeUInt32LE(value, end + at * 4);
  }
  const { at, fileOffset } = segmentNamed(readSegments(image), '__LINKEDIT');
  const size = offset + bytes - fileOffset;
  image.writeBigUInt64LE(BigInt(roundUp(size, SEGMENT_ALIGNMENT)), at + 32); // vmsize
  image.writeBigUInt64LE(BigInt(size), at + 48); // filesize
}

function readSegments(image: Buffer): Segment[] {
  const segments: Segment[] = [];
  let at = HEADER_BYTES;
  for (let left = image.readUInt32LE(16); left > 0; left--) {
    const command = image.readUInt32LE(at);
    if (command === LC_SEGMENT_64) segments.push(readSegment(image, at));
    at += image.readUInt32LE(at + 4);
  }
  return segments;
}

function readSegment(image: Buffer, at: number): Segment {
  const name = image.toString('latin1', at + 8, at + 24).replace(/\0+$/, '');
  const [fileOffset, fileSize] = [image.readBigUInt64LE(at + 40), image.readBigUInt64LE(at + 48)];
  return { name, at, fileOffset: Number(fileOffset), fileSize: Number(fileSize) };
}

function segmentNamed(segments: readonly Segment[], name: string): Segment {
  const found = segments.find((segment) => segment.name === name);
  if (!found) throw new Error(`The image has no segment ${name}`);
  return found;
}

/** One blob, the code directory: what is signed, then the hash of each page of the image before the signature. */
function writeSignature(image: Buffer, codeLimit: number, identifier: string): void {
  const text = segmentNamed(readSegments(image), '__TEXT');
  const directory = codeLimit + SUPER_BLOB_BYTES;
  const hashOffset = DIRECTORY_BYTES + identifier.length + 1;
  const length = directoryBytes(identifier, codeLimit);
  writeWords(image, codeLimit, [SUPER_BLOB_MAGIC, SUPER_BLOB_BYTES + length, 1, 0, SUPER_BLOB_BYTES]);
  writeWords(image, directory, [DIRECTORY_MAGIC, length, DIRECTORY_VERSION, AD_HOC, hashOffset, DIRECTORY_BYTES]);
  writeWords(image, directory + 24, [0, pagesOf(codeLimit), codeLimit]); // special slots, code slots, limit
  image.set([HASH_BYTES, SHA_256, 0, PAGE_BITS], directory + 36);
  // offsets 40 to 63: spare, scatter, team, spare, 64 bit limit: none
  image.writeBigUInt64BE(BigInt(text.fileOffset), directory + 64);
  image.writeBigUInt64BE(BigInt(text.fileSize), directory + 72);
  image.writeBigUInt64BE(BigInt(MAIN_BINARY), directory + 80);
  image.write(identifier, directory + DIRECTORY_BYTES, 'latin1');
  for (let page = 0; page < pagesOf(codeLimit); page++) {
    const start = page << PAGE_BITS;
    const content = image.subarray(start, Math.min(start + (1 << PAGE_BITS), codeLimit));
    image.set(createHash('sha256').update(content).digest(), directory + hashOffset + page * HASH_BYTES);
  }
}

function writeWords(image: Buffer, at: number, words: readonly number[]): void {
  for (const [index, word] of words.entries()) image.writeUInt32BE(word, at + index * 4);
}

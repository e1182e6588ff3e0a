import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { signedImage } from '../bin/packaging/sign-macho.ts';

const PAGE = 4096;

/** A Mach-O file with the two segments that matter and room behind its load commands. */
function image(bytes: number): Buffer {
  const made = Buffer.alloc(bytes, 0xab);
  made.fill(0, 0, PAGE);
  made.writeUInt32LE(0xfeedfacf, 0);
  made.writeUInt32LE(2, 16); // load commands
  made.writeUInt32LE(2 * 72, 20); // their size
  writeSegment(made, 32, '__TEXT', 0, PAGE);
  writeSegment(made, 104, '__LINKEDIT', PAGE, bytes - PAGE);
  return made;
}

function writeSegment(target: Buffer, at: number, name: string, fileOffset: number, fileSize: number): void {
  target.writeUInt32LE(0x19, at);
  target.writeUInt32LE(72, at + 4);
  target.write(name, at + 8, 'latin1');
  target.writeBigUInt64LE(BigInt(fileOffset), at + 40);
  target.writeBigUInt64LE(BigInt(fileSize), at + 48);
}

test('the load command leads to a signature whose hashes are those of the pages', () => {
  const signed = signedImage(image(3 * PAGE + 100), 'dify');
  expect([signed.readUInt32LE(16), signed.readUInt32LE(20)]).toEqual([3, 2 * 72 + 16]);
  const [command, size, offset, length] = [0, 4, 8, 12].map((at) => signed.readUInt32LE(176 + at));
  expect([command, size]).toEqual([0x1d, 16]);
  if (offset === undefined || length === undefined) throw new Error('No load command');
  expect(offset + length).toBe(signed.length);
  expect(signed.readUInt32BE(offset)).toBe(0xfade0cc0);

  const directory = signed.subarray(offset + signed.readUInt32BE(offset + 16));
  expect(directory.readUInt32BE(0)).toBe(0xfade0c02);
  const [hashes, identifier] = [directory.readUInt32BE(16), directory.readUInt32BE(20)];
  expect(directory.toString('latin1', identifier, identifier + 5)).toBe('dify\0');
  const [count, limit] = [directory.readUInt32BE(28), directory.readUInt32BE(32)];
  expect([count, limit]).toEqual([4, offset]);
  for (let page = 0; page < count; page++) {
    const content = signed.subarray(page * PAGE, Math.min((page + 1) * PAGE, limit));
    const expected = createHash('sha256').update(content).digest('hex');
    expect(directory.toString('hex', hashes + page * 32, hashes + (page + 1) * 32)).toBe(expected);
  }
});

test('the last segment reaches to the end of the signature', () => {
  const signed = signedImage(image(2 * PAGE), 'dify');
  expect(Number(signed.readBigUInt64LE(104 + 48))).toBe(signed.length - PAGE);
});

test('a file of another kind is refused', () => {
  expect(() => signedImage(Buffer.alloc(PAGE), 'dify')).toThrow('Not a Mach-O');
});

test('a full header is not overwritten', () => {
  const full = image(2 * PAGE).fill(1, 176, 192);
  expect(() => signedImage(full, 'dify')).toThrow('no room');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameReader, frameKinds, packFrame } from './frames.ts';

const bytes = fc.uint8Array({ maxLength: 50 });

test('frames arrive whole, however the pipe cuts them', () => {
  const frames = fc.array(fc.array(bytes, { maxLength: 4 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(frames, fc.integer({ min: 1, max: 40 }), (sent, pieceBytes) => {
      const stream = Buffer.concat(sent.map((parts) => packFrame(frameKinds.reply, parts)));
      const reader = new FrameReader(1_000);
      const got: Uint8Array[][] = [];
      for (let at = 0; at < stream.length; at += pieceBytes) {
        for (const frame of reader.read(stream.subarray(at, at + pieceBytes))) got.push([...frame.parts]);
      }
      expect(got.map((parts) => parts.map((part) => [...part]))).toEqual(
        sent.map((parts) => parts.map((part) => [...part])),
      );
    }),
  );
});

test.each([
  ['longer than allowed', Buffer.from([255, 255, 255, 127])],
  ['too short to be one', Buffer.from([1, 0, 0, 0])],
  ['of parts longer than itself', Buffer.from([8, 0, 0, 0, 5, 0, 1, 0, 9, 0, 0, 0])],
  ['of more parts than bytes', Buffer.from([4, 0, 0, 0, 5, 0, 255, 255])],
  ['longer than its parts', Buffer.from([6, 0, 0, 0, 5, 0, 0, 0, 1, 1])],
])('a frame %s is refused', (_name, sent) => {
  expect(() => [...new FrameReader(1_000).read(sent)]).toThrow(/frame/);
});

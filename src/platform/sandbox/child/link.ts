import { type Frame, type FrameKind, FrameReader, packFrame } from '../frames.ts';

/** Requests are the program's own. */
const MAX_FRAME_BYTES = 1024 ** 3;

/** The child's end of the pipe: frames come on stdin and go to stdout. */
export interface Link {
  frames(): AsyncGenerator<Frame>;
  send(kind: FrameKind, parts: readonly (string | Uint8Array)[]): void;
}

export function openLink(): Link {
  const { stdin, stdout } = process;
  const reader = new FrameReader(MAX_FRAME_BYTES);
  return {
    async *frames() {
      for await (const chunk of stdin) yield* reader.read(chunk as Buffer);
    },
    send(kind, parts) {
      stdout.write(packFrame(kind, parts));
    },
  };
}

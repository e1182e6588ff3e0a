import type { Socket } from 'node:net';

/** Far more than what a person answers in a form. */
const MAX_BYTES = 16 * 1024 ** 2;

/** The first line that comes; undefined when the other side goes before it has ended. */
export function readLine(socket: Socket): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  return new Promise((done) => {
    socket.on('data', (piece: Buffer) => {
      const end = piece.indexOf('\n');
      pieces.push(end < 0 ? piece : piece.subarray(0, end));
      size += piece.length;
      if (end >= 0) done(Buffer.concat(pieces).toString('utf8'));
      else if (size > MAX_BYTES) socket.destroy();
    });
    socket.once('close', () => done(undefined));
  });
}

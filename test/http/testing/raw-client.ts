import { connect } from 'node:net';

/** A connection whose bytes a test writes itself. */
export interface RawClient {
  write(text: string | Buffer): void;
  /** Resolves when the text that has come so far matches. */
  seen(pattern: RegExp): Promise<string>;
  /** Everything that has come, once the other side has closed. */
  readonly closed: Promise<string>;
  /** Says that nothing more will be written, and goes on reading. */
  end(): void;
  /** Leaves without a word. */
  reset(): void;
}

export async function connectRaw(port: number): Promise<RawClient> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  let text = '';
  let wake = () => {};
  let isClosed = false;
  const closed = new Promise<string>((resolve) => {
    socket.once('close', () => {
      isClosed = true;
      wake();
      resolve(text);
    });
  });
  socket.on('data', (bytes) => {
    text += bytes.toString('latin1');
    wake();
  });
  socket.on('end', () => socket.end());
  socket.on('error', () => {}); // told by `close`
  await new Promise((resolve) => socket.once('connect', resolve));
  return {
    write: (bytes) => void socket.write(bytes),
    async seen(pattern) {
      while (!pattern.test(text)) {
        if (isClosed) throw new Error(`Closed after: ${text}`);
        await new Promise<void>((resolve) => (wake = resolve));
      }
      return text;
    },
    closed,
    end: () => void socket.end(),
    reset: () => void socket.resetAndDestroy(),
  };
}

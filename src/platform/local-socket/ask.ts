import { connect } from 'node:net';
import { findAddress, placeOf } from './address.ts';
import { readLine } from './line.ts';

/** A process that lives takes a connection at once; one that is stopped keeps the address and takes none. */
const PATIENCE_MS = 10_000;

/**
 * What the listener of a folder replies to a request of one line; undefined when nobody listens, or the listener goes
 * before it has replied. Whether the request took effect is then unknown.
 */
export async function askLocally(folder: string, request: string): Promise<string | undefined> {
  const address = findAddress(placeOf(folder));
  if (address === undefined) return undefined;
  const socket = connect(address);
  socket.setTimeout(PATIENCE_MS, () => socket.destroy());
  socket.on('error', () => {}); // `close` follows, which is the answer
  socket.write(`${request}\n`);
  try {
    return await readLine(socket);
  } finally {
    socket.destroy();
  }
}

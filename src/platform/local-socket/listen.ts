import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { isMainThread } from 'node:worker_threads';
import { clearAddress, findAddress, placeOf, prepareAddress } from './address.ts';
import { readLine } from './line.ts';

export interface LocalListener {
  close(): Promise<void>;
}

/** How long a request may take to arrive. */
const PATIENCE_MS = 10_000;

/**
 * Listens for requests to a folder, instead of a process that was killed. Undefined where a living one does so. `reply`
 * gives one line and never rejects.
 */
export async function listenLocally(
  folder: string,
  reply: (request: string) => Promise<string>,
): Promise<LocalListener | undefined> {
  const place = placeOf(folder);
  if (await isTaken(place)) return undefined;
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket.once('close', () => open.delete(socket)));
    void serve(socket, reply);
  });
  await listen(server.unref(), prepareAddress(place));
  return {
    async close() {
      server.close();
      for (const socket of open) socket.destroy();
      clearAddress(place);
    },
  };
}

async function serve(socket: Socket, reply: (request: string) => Promise<string>): Promise<void> {
  socket.on('error', () => {}); // the other side has gone: nobody is left to tell
  socket.setTimeout(PATIENCE_MS, () => socket.destroy());
  const request = await readLine(socket);
  socket.setTimeout(0);
  if (request !== undefined) socket.end(`${await reply(request)}\n`);
}

async function listen(server: Server, address: string): Promise<void> {
  const listening = once(server, 'listening'); // or its error
  const before = isMainThread ? process.umask(0o177) : undefined; // nobody else may connect, not for a moment
  try {
    server.listen(address);
  } finally {
    if (before !== undefined) process.umask(before);
  }
  await listening;
}

function isTaken(place: string): Promise<boolean> {
  const address = findAddress(place);
  if (address === undefined) return Promise.resolve(false);
  return new Promise((done) => {
    const socket = connect(address);
    socket.once('connect', () => done(true)).once('error', () => done(false));
    socket.once('connect', () => socket.destroy());
  });
}

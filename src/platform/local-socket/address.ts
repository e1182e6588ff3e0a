import { createHash } from 'node:crypto';
import { lstatSync, mkdtempSync, readlinkSync, rmdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** The shortest limit of all systems: 104 bytes on macOS, with the zero at the end. */
const LONGEST_BYTES = 103;
/** The short folder of a socket whose own folder has a long path, and its name there. */
const SHORT_FOLDER = 'dify-socket-';
const SHORT_NAME = 's';

/** Where the socket of a folder stands, or the link to it. */
export function placeOf(folder: string): string {
  if (process.platform !== 'win32') return join(folder, 'server.sock');
  return `\\\\.\\pipe\\dify-${createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 32)}`;
}

/** Where to connect to; undefined where nobody of this person has listened. */
export function findAddress(place: string): string | undefined {
  if (process.platform === 'win32') return place;
  const found = lstatSync(place, { throwIfNoEntry: false });
  if (!found?.isSymbolicLink()) return found && place;
  const address = readlinkSync(place);
  return isShort(address) && isOwn(dirname(address)) ? address : undefined;
}

function isShort(address: string): boolean {
  return basename(address) === SHORT_NAME && basename(dirname(address)).startsWith(SHORT_FOLDER);
}

/** In a folder for everybody's temporary files, somebody else may have taken the name of one that was cleared away. */
function isOwn(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.uid === process.getuid?.();
}

/** Makes way for a new socket, and says where to make it: for a long path in a short folder, with a link to it. */
export function prepareAddress(place: string): string {
  if (process.platform === 'win32') return place;
  clearAddress(place);
  if (Buffer.byteLength(place) <= LONGEST_BYTES) return place;
  const address = join(mkdtempSync(join(tmpdir(), SHORT_FOLDER)), SHORT_NAME);
  symlinkSync(address, place);
  return address;
}

/** Removes what a server has left, in both places. */
export function clearAddress(place: string): void {
  if (process.platform === 'win32') return;
  const address = findAddress(place);
  rmSync(place, { force: true });
  if (address === undefined || address === place) return;
  rmSync(address, { force: true });
  rmdirSync(dirname(address));
}

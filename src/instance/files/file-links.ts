import { randomBytes } from 'node:crypto';
import { toUnixSeconds } from '../../kernel/index.ts';
import type { Rooms } from '../rooms/rooms.ts';

/** A link that opens one file for a while (Dify core/file/helpers.py). */
export function signedFileUrl(rooms: Rooms, id: string): string {
  return signedLink(rooms, id, `${id}/file-preview`);
}

/** The same for a file that a tool has made; readers know its kind by the extension. */
export function signedToolFileUrl(rooms: Rooms, { id, name }: { readonly id: string; readonly name: string }): string {
  return signedLink(rooms, id, `tools/${id}${/\.\w+$/.exec(name)?.[0] ?? '.bin'}`);
}

function signedLink({ address, signer, clock }: Rooms, id: string, path: string): string {
  const timestamp = toUnixSeconds(clock.now());
  const nonce = randomBytes(16).toString('hex');
  const sign = encodeURIComponent(signer.sign(`file-preview|${id}|${timestamp}|${nonce}`));
  return `${address.url}/files/${path}?timestamp=${timestamp}&nonce=${nonce}&sign=${sign}`;
}

import type { Socket } from 'node:net';
import { printJson } from '../kernel/index.ts';

/**
 * Node's reasons why bytes are no request, and what they are answered; everything else is a bad request. The reasons
 * stand here because to import any name of `node:http` loads a whole HTTP client (25 ms of every start).
 */
const ANSWERS: Readonly<Record<string, readonly [status: number, reason: string, code: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'request_header_fields_too_large'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'Payload Too Large', 'request_entity_too_large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'request_timeout'],
};

/** Refuses what cannot be read as a request, in the envelope of all errors, and closes the connection. */
export function refuseUnreadable({ code = '' }: Pick<NodeJS.ErrnoException, 'code'>, socket: Socket): void {
  // After an earlier answer, or in the middle of one, another would be misread.
  if (!socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const [status, reason, name] = ANSWERS[code] ?? [400, 'Bad Request', 'bad_request'];
  const body = printJson({ code: name, message: reason, status });
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    'connection: close',
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

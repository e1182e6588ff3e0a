import { KnownError } from '../../kernel/index.ts';
import { responseOf } from './response-of.ts';

/** The same reply, whose body ends with an error beyond `maxBytes` (counted after decompression). */
export function limitReply(response: Response, maxBytes: number): Response {
  const announced = Number(response.headers.get('content-length') ?? 0);
  const isPlain = !response.headers.has('content-encoding');
  if (isPlain && announced > maxBytes) {
    void response.body?.cancel();
    throw tooLarge(maxBytes, announced);
  }
  if (response.body === null) return response;
  const limited = responseOf(response.body.pipeThrough(byteLimit(maxBytes)), response);
  return Object.defineProperty(limited, 'url', { value: response.url });
}

function byteLimit(maxBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let received = 0;
  return new TransformStream({
    transform(chunk, controller) {
      received += chunk.byteLength;
      if (received > maxBytes) controller.error(tooLarge(maxBytes));
      else controller.enqueue(chunk);
    },
  });
}

function tooLarge(maxBytes: number, announced?: number): KnownError {
  const size = announced === undefined ? `more than ${maxBytes}` : `${announced}`;
  return new KnownError('reply_too_large', {
    message: `The reply has ${size} bytes; at most ${maxBytes} are allowed`,
    details: { maxBytes, ...(announced === undefined ? {} : { announced }) },
  });
}

import { ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';

/** So much text is sent at once; less waits for more of the same turn. */
const MOST_WAITING = 16 * 1024;

/**
 * The body of an answer that is written in many small texts. What is written in one turn of the event loop is sent as one
 * piece. Where the answer goes out in chunks (RFC 9112, 7.1), they are made here and go straight to the socket: Node
 * makes four writes of every chunk, which on one core take 11.5 us where these take 7.7.
 */
export class TextBody {
  readonly #response: Writable;
  #waiting = '';
  #target: Writable | undefined;
  /** What the target said when it was last written to. */
  #hadRoom = true;

  constructor(response: Writable) {
    this.#response = response;
  }

  /** False when the reader takes less than it is given. */
  write(text: string): boolean {
    if (this.#waiting === '') process.nextTick(this.#send);
    this.#waiting += text;
    if (this.#waiting.length > MOST_WAITING) this.#send();
    return this.#hadRoom || !this.drains().writableNeedDrain;
  }

  end(): void {
    const last = this.#waiting;
    this.#waiting = '';
    if (last === '') this.#response.end();
    else this.#response.end(last);
  }

  /** Emits `drain` when the reader has caught up. */
  drains(): Writable {
    return this.#target ?? this.#response;
  }

  readonly #send = () => {
    const text = this.#waiting;
    this.#waiting = '';
    if (text === '') return;
    // the head goes with the first text, which is Node's to write
    const socket = this.#target && openSocket(this.#response);
    this.#target = socket ?? this.#response;
    this.#hadRoom = this.#target.write(socket ? `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n` : text);
  };
}

/**
 * Undefined while Node holds something of the answer back: it must not be overtaken. An answer that nobody asked for over
 * a network (`server.inject`) has a socket that swallows what it is given.
 */
function openSocket(response: Writable): Writable | undefined {
  if (!(response instanceof ServerResponse) || !response.chunkedEncoding) return undefined;
  return response.writableCorked === 0 && response.socket instanceof Socket ? response.socket : undefined;
}

import { type Readable, Transform } from 'node:stream';
import { getHeapStatistics } from 'node:v8';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { KnownError } from '../kernel/index.ts';
import { JSON_TYPE } from './json-body.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the request takes of the room for bodies; undefined where it brings none. */
    bodyShare: BodyShare | undefined;
  }
}

/** A run of three nodes takes up to thirty times the room of the body that asked for it, until its record is written. */
const ROOM_BYTES = getHeapStatistics().heap_size_limit / 64;

/** Any route takes a body of so many bytes. */
const SMALL_BYTES = 64 * 1024;

/** A body comes in while so many like it would have room: where the large ones are refused, there is some for small ones. */
const LIKE_IT = 4;

/**
 * How many bytes the JSON bodies of all requests have together, from when they are announced until what they asked for is
 * done: hundreds of them, sent at once, would otherwise end the process for want of memory. All are counted, whatever
 * their size; each has room while three quarters are free, and none takes more than three quarters: where the heap is
 * small, one body of the largest size would keep everybody else out.
 */
export class BodyRoom {
  readonly #bytes: number;
  #takenBytes = 0;

  constructor(bytes = ROOM_BYTES) {
    this.#bytes = bytes;
  }

  /** Counts bodies before they come, and those that do not say how long they are while they come. */
  watch(server: FastifyInstance): void {
    server.decorateRequest('bodyShare', undefined);
    server.addHook('preParsing', (request, reply, payload, done) => {
      const { headers } = request;
      if (!JSON_TYPE.test(headers['content-type'] ?? '')) return done(null); // files go to the disk
      const length = headers['content-length'];
      if (length !== undefined) return done(this.#enter(request, reply).grow(announced(Number(length), request)));
      if (headers['transfer-encoding'] === undefined) return done(null);
      done(null, counted(payload, this.#enter(request, reply)));
    });
  }

  /** True when there is room for a body of so many bytes, of which the first are counted already. */
  hasRoomFor(bytes: number, countedBytes: number): boolean {
    const others = this.#takenBytes - countedBytes;
    return others <= this.#bytes / 4 || others + LIKE_IT * bytes <= this.#bytes;
  }

  /** Answers how many of so many bytes are counted now; `countedBytes` are already. */
  take(bytes: number, countedBytes: number): number {
    const counted = Math.min(bytes, 0.75 * this.#bytes);
    this.#takenBytes += counted - countedBytes;
    return counted;
  }

  #enter(request: FastifyRequest, reply: FastifyReply): BodyShare {
    const share = new BodyShare(this);
    request.bodyShare = share;
    reply.raw.on('close', () => share.leaveFrom('arriving'));
    return share;
  }
}

/** `arriving` ends with its connection, `at work` with its work, `kept` with the run that it began; then it has `left`. */
type ShareState = 'arriving' | 'at work' | 'kept' | 'left';

/** What one body takes of the room. */
class BodyShare {
  readonly #room: BodyRoom;
  #bytes = 0;
  #countedBytes = 0;
  state: ShareState = 'arriving';

  constructor(room: BodyRoom) {
    this.#room = room;
  }

  /** Answers why there is no room for more of it. Of a body that has left, whatever still comes is thrown away. */
  grow(bytes: number): KnownError | null {
    if (this.state === 'left') return null;
    if (!this.#room.hasRoomFor(this.#bytes + bytes, this.#countedBytes)) return tooMany();
    this.#bytes += bytes;
    this.#countedBytes = this.#room.take(this.#bytes, this.#countedBytes);
    return null;
  }

  /** To no effect in another state. */
  leaveFrom(state: Exclude<ShareState, 'left'>): void {
    if (this.state !== state) return;
    this.#room.take(0, this.#countedBytes);
    this.state = 'left';
  }
}

/** What says more than its route takes is refused next. Fastify makes the options of a route anew for whoever asks. */
function announced(bytes: number, request: FastifyRequest): number {
  return bytes <= SMALL_BYTES ? bytes : Math.min(bytes, request.routeOptions.bodyLimit);
}

function tooMany(): KnownError {
  return new KnownError('too_many_requests', { message: 'Too many large requests at once. Please try again later.' });
}

/** The body again, broken off where it finds no more room; the connection itself stays, for the answer. */
function counted(payload: Readable, share: BodyShare): Transform {
  const passed = new Transform({
    transform: (piece: Buffer, _encoding, done) => done(share.grow(piece.length), piece),
  });
  passed.on('error', () => {}); // its reader is told as well; once that has refused the body, nobody listens any more
  payload.once('error', (error) => passed.destroy(error));
  return payload.pipe(passed);
}

/** Who asked may leave, but what was asked is still being done. */
export function workOn({ bodyShare }: FastifyRequest): void {
  if (bodyShare?.state === 'arriving') bodyShare.state = 'at work';
}

/** The work is done, but for what a run goes on with. */
export function leaveWork({ bodyShare }: FastifyRequest): void {
  bodyShare?.leaveFrom('at work');
}

/** A run holds what it was asked with for as long as it goes on. */
export function keepBody({ bodyShare }: FastifyRequest, until: Promise<unknown>): void {
  if (bodyShare?.state !== 'at work') return;
  bodyShare.state = 'kept';
  void until.then(() => bodyShare.leaveFrom('kept'));
}

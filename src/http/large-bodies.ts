import { getHeapStatistics } from 'node:v8';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { KnownError, type Place } from '../kernel/index.ts';
import { JSON_TYPE } from './json-body.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the request takes of the room for large bodies. */
    largeBody: LargeBody | undefined;
  }
}

interface LargeBody extends Place {
  /** `arriving` ends with its connection, `at work` with its work, `kept` with the run that it began. */
  state: 'arriving' | 'at work' | 'kept';
}

/** Smaller bodies are not counted, however many there are. */
const LARGE = 1024 * 1024;

/** A run takes about ten times the room of the body that asked for it; the rest is for what else there is to do. */
const ROOM_BYTES = getHeapStatistics().heap_size_limit / 32;

/**
 * How many bytes large bodies have together, from when they are announced until what they asked for is done. A few dozen
 * of the largest, sent at once, would otherwise end the process for want of memory. A single one always has room.
 */
export class LargeBodies {
  readonly #roomBytes: number;
  #takenBytes = 0;

  constructor(roomBytes = ROOM_BYTES) {
    this.#roomBytes = roomBytes;
  }

  /** Counts bodies whose length is told before they come; the others are to be counted when they are there. */
  watch(server: FastifyInstance): void {
    server.decorateRequest('largeBody', undefined);
    server.addHook('preParsing', (request, _reply, _payload, done) => {
      const { 'content-type': type = '', 'content-length': length = '0' } = request.headers;
      done(JSON_TYPE.test(type) ? this.take(request, Number(length)) : null); // files go to the disk
    });
    server.addHook('onRequest', (request, reply, done) => {
      reply.raw.once('close', () => {
        if (request.largeBody?.state === 'arriving') request.largeBody.leave();
      });
      done();
    });
  }

  /** Answers why there is no room for it. */
  take(request: FastifyRequest, bytes: number): KnownError | null {
    if (!(bytes > LARGE) || request.largeBody) return null;
    if (this.#takenBytes > 0 && this.#takenBytes + bytes > this.#roomBytes) return tooMany();
    this.#takenBytes += bytes;
    let isTaken = true;
    const leave = () => {
      if (isTaken) this.#takenBytes -= bytes;
      isTaken = false;
    };
    request.largeBody = { leave, state: 'arriving' };
    return null;
  }
}

function tooMany(): KnownError {
  return new KnownError('too_many_requests', { message: 'Too many large requests at once. Please try again later.' });
}

/** Who asked may leave, but what was asked is still being done. */
export async function workOn<Result>(request: FastifyRequest, work: () => Promise<Result>): Promise<Result> {
  const { largeBody } = request;
  if (!largeBody) return work();
  largeBody.state = 'at work';
  try {
    return await work();
  } finally {
    if (largeBody.state === 'at work') largeBody.leave();
  }
}

/** A run holds what it was asked with for as long as it goes on. */
export function keepLargeBody({ largeBody }: FastifyRequest, until: Promise<unknown>): void {
  if (!largeBody) return;
  largeBody.state = 'kept';
  void until.then(() => largeBody.leave());
}

import type { ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Instance } from '../instance/index.ts';
import { KnownError, Roster } from '../kernel/index.ts';

/** How long answers that are complete may take to reach their readers. */
const LAST_BYTES_MS = 2000;

/**
 * The first thing of closing: runs end, or are left for later, requests that are still arriving (uploads) have the same
 * time for it, and every answer under way is sent.
 */
export function drainBeforeClosing(server: FastifyInstance, instance: Instance): void {
  const open = new Roster<ServerResponse>();
  server.addHook('onRequest', (_request, reply, done) => {
    if (instance.isDraining) {
      reply.header('connection', 'close');
      return done(new KnownError('server_closing'));
    }
    const place = open.add(reply.raw);
    reply.raw.on('close', () => place.leave());
    done();
  });
  server.addHook('preClose', async () => {
    const { log, runs, config } = instance;
    const underWay = { runs: runs.list().length, answers: [...open].length };
    log.info('the server drains', { ...underWay, patienceSeconds: config.drainSeconds });
    const startedAt = performance.now();
    const arriving = [...open].filter(({ req }) => !req.complete);
    const [runsLeft] = await Promise.all([instance.drain(), closeOf(arriving, config.drainSeconds * 1000)]);
    const halves = [...open].filter(({ req }) => !req.complete);
    for (const { req } of halves) req.socket.destroy(); // they had their time: the last bytes are those of answers
    await closeOf(open, LAST_BYTES_MS);
    const elapsedSeconds = Number(((performance.now() - startedAt) / 1000).toFixed(1));
    log.info('the server has drained', { runsLeft, answersCutOff: halves.length + [...open].length, elapsedSeconds });
  });
}

/** Waits until all have been sent or their readers are gone, but not for ever. */
async function closeOf(responses: Iterable<ServerResponse>, patienceMs: number): Promise<void> {
  const isOver = new AbortController();
  const closed = [...responses].map((response) => new Promise<void>((resolve) => response.once('close', resolve)));
  const { signal } = isOver;
  await Promise.race([Promise.all(closed), setTimeout(patienceMs, undefined, { ref: false, signal }).catch(() => {})]);
  isOver.abort();
}

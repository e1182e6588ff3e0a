import type { Program } from '../../crash/program.ts';
import { round, share } from './figures.ts';
import { type Pace, type PacedModel, startPacedModel } from './paced-model.ts';
import { processorMs } from './pinned-process.ts';
import { askTogether, type SeenStream } from './read-stream.ts';
import { chatflow, serveFlow } from './served-flows.ts';
import { startServer, startYardstick } from './servers.ts';

const WARM: Pace = { pieces: 10, intervalMs: 10 };
const BUSY: Pace = { pieces: 100, intervalMs: 20 };

/** Streamed chats of a server that has seen some, in turns with the same readers at the model itself and at a relay. */
export async function measureStreams(program: Program) {
  const flow = await serveFlow(program, chatflow);
  const model = await startPacedModel();
  const server = await startServer(program, flow, { DIFY_MODEL_GATEWAY: model.url });
  const chat = {
    url: `${server.url}/v1/chat-messages`,
    headers: { authorization: `Bearer ${flow.key}` },
    body: { inputs: {}, query: 'hi', response_mode: 'streaming', user: 'ann', auto_generate_name: false },
  };
  const direct = { url: model.url, headers: {}, body: {} };
  const paced = async (pace: Pace, users: number, times: number) => {
    model.setPace(pace);
    const bare = await askTogether(users, Math.ceil(times / 2), { ...direct, ...pace });
    const busy = processorMs(server.pid);
    const seen = await askTogether(users, times, { ...chat, ...pace });
    return streamFigures(seen, bare, processorMs(server.pid) - busy);
  };
  await paced(WARM, 50, 30);
  await paced(BUSY, 100, 6); // for about as long as the runs above
  const one = await paced({ pieces: 50, intervalMs: 20 }, 1, 20);
  const hundred = await paced(BUSY, 100, 3);
  const relayedHundred = await measureRelay(model);
  const thousand = await paced({ pieces: 20, intervalMs: 1000 }, 1000, 1);
  await server.end();
  model.close();
  flow.remove();
  return { one, hundred, relayedHundred, thousand };
}

/** A hundred readers at a server that only hands pieces on: what the first token and a piece cost at the least. */
async function measureRelay(model: PacedModel) {
  const relay = await startYardstick('relay', model.url);
  const ask = async (url: string, times: number) => askTogether(100, times, { url, headers: {}, body: {}, ...BUSY });
  model.setPace(BUSY);
  await ask(`${relay.url}/v1/chat-messages`, 6);
  const bare = await ask(model.url, 2);
  const busy = processorMs(relay.pid);
  const seen = await ask(`${relay.url}/v1/chat-messages`, 3);
  const figures = streamFigures(seen, bare, processorMs(relay.pid) - busy);
  await relay.end();
  return figures;
}

/** What the server adds is the difference to the bare readers at the same place in the order. */
function streamFigures(seen: readonly SeenStream[], bare: readonly SeenStream[], cpuMs: number) {
  const [firsts, bareFirsts] = [seen, bare].map((streams) => streams.map(({ firstMs }) => firstMs)) as [
    number[],
    number[],
  ];
  const delays = seen.flatMap(({ delaysMs }) => delaysMs);
  const added = (part: number) => round(share(firsts, part) - share(bareFirsts, part));
  return {
    streams: seen.length,
    broken: seen.filter(({ isWhole }) => !isWhole).length,
    firstTokenAddedMs: { p50: added(0.5), p99: added(0.99) },
    bareFirstTokenMs: { p50: share(bareFirsts, 0.5), p99: share(bareFirsts, 0.99) },
    pieceDelayMs: { p50: share(delays, 0.5), p99: share(delays, 0.99) },
    cpuUsPerPiece: round((cpuMs * 1000) / delays.length),
  };
}

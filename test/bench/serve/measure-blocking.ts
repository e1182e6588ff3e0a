import type { Program } from '../../crash/program.ts';
import { type Loaded, load, ratio, runRequest, spread } from './load.ts';
import { greeting, serveFlow } from './served-flows.ts';
import { startServer, startYardstick } from './servers.ts';

/** After so long the compiler has seen all there is to see: a server runs for days. */
const WARM_UP_SECONDS = 25;

/** Recorded blocking runs, in turns with the bare route and with one that only records. */
export async function measureBlocking(program: Program, rounds: number) {
  const [bare, recording] = [await startYardstick('bare'), await startYardstick('recording')];
  const flow = await serveFlow(program, greeting);
  const server = await startServer(program, flow);
  const [ours, theirs, recorded, sixty]: [Loaded[], Loaded[], Loaded[], Loaded[]] = [[], [], [], []];
  const request = runRequest(server.url, flow.key);
  const bareRequest = { ...request, url: `${bare.url}/` };
  const recordingRequest = { ...request, url: `${recording.url}/` };
  await load(server, { ...request, connections: 64 }, undefined, WARM_UP_SECONDS);
  await load(bare, { ...bareRequest, connections: 64 });
  await load(recording, { ...recordingRequest, connections: 64 }, undefined, WARM_UP_SECONDS);
  for (let i = 0; i < rounds; i += 1) {
    theirs.push(await load(bare, { ...bareRequest, connections: 64 }));
    recorded.push(await load(recording, { ...recordingRequest, connections: 64 }));
    ours.push(await load(server, { ...request, connections: 64 }));
    sixty.push(await load(server, { ...request, connections: 60 }));
  }
  await Promise.all([server.end(), bare.end(), recording.end()]);
  flow.remove();
  return {
    runs: spread(ours),
    bare: spread(theirs),
    recordingOnly: spread(recorded),
    at60: spread(sixty),
    ratios: { runsToBare: ratio(ours, theirs), recordingOnlyToBare: ratio(recorded, theirs) },
  };
}

import type { Program } from '../../crash/program.ts';
import { type Loaded, load, ratio, runRequest, spread } from './load.ts';
import { greeting, serveFlow } from './served-flows.ts';
import { startServer, startYardstick } from './servers.ts';

/** After so long the compiler has seen all there is to see: a server runs for days. */
const WARM_UP_SECONDS = 25;

/** Recorded blocking runs, in turns with the bare route. */
export async function measureBlocking(program: Program, rounds: number) {
  const bare = await startYardstick('bare');
  const flow = await serveFlow(program, greeting);
  const server = await startServer(program, flow);
  const [ours, theirs, sixty]: [Loaded[], Loaded[], Loaded[]] = [[], [], []];
  const request = runRequest(server.url, flow.key);
  const bareRequest = { ...request, url: `${bare.url}/` };
  await load(server, { ...request, connections: 64 }, undefined, WARM_UP_SECONDS);
  await load(bare, { ...bareRequest, connections: 64 });
  for (let i = 0; i < rounds; i += 1) {
    theirs.push(await load(bare, { ...bareRequest, connections: 64 }));
    ours.push(await load(server, { ...request, connections: 64 }));
    sixty.push(await load(server, { ...request, connections: 60 }));
  }
  await Promise.all([server.end(), bare.end()]);
  flow.remove();
  return {
    runs: spread(ours),
    bare: spread(theirs),
    at60: spread(sixty),
    ratio: ratio(ours, theirs),
  };
}

import { replies, systemFeaturesToWire } from '../../protocol/index.ts';
import { anyone, route } from '../route.ts';

const tag = 'Console';

/**
 * The Console API, `/console/api`: as much of it as the pages of published web apps ask before anything else. Dify's
 * front end (1.13.3, web/context/global-public-context.tsx) draws no page at all until it knows the features.
 */
export const consoleApi = [
  route({
    method: 'GET',
    url: '/console/api/system-features',
    summary: 'What this instance can do',
    tag,
    guard: anyone,
    handle: async () => systemFeaturesToWire(),
  }),
  route({
    method: 'GET',
    url: '/console/api/setup',
    summary: 'Has this instance been set up',
    tag,
    guard: anyone,
    replies: { 200: replies.SetupReply },
    // Opening a data directory sets it up: there is no first visit to the console, and so no time of one.
    handle: async () => ({ step: 'finished' as const, setup_at: null }),
  }),
];

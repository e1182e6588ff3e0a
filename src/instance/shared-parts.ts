import { createHttpClient } from './http-client.ts';
import { nodeLimitsOf, runLimitsOf } from './node-limits.ts';
import type { Rooms, SharedParts } from './rooms.ts';
import { toolsAtHand } from './tools-at-hand.ts';

/** Made once, for every caller. */
export function sharedPartsOf({ config, outbound, clock, signer }: Omit<Rooms, 'shared'>): SharedParts {
  return {
    runLimits: runLimitsOf(config),
    nodeLimits: nodeLimitsOf(config),
    appLimits: { maxActive: config.appMaxActiveRequests, maxSeconds: config.appMaxSeconds },
    http: createHttpClient(outbound),
    tools: toolsAtHand({ clock, outbound }),
    formToken: (formId) => signer.sign(`form|${formId}`),
  };
}

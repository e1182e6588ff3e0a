import { createHttpClient } from '../capabilities/http-client.ts';
import { nodeLimitsOf, runLimitsOf } from '../capabilities/node-limits.ts';
import { toolsAtHand } from '../capabilities/tools-at-hand.ts';
import type { Rooms, SharedParts } from './rooms.ts';

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

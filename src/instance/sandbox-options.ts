import type { Config } from '../platform/config/index.ts';
import type { Outbound } from '../platform/outbound/index.ts';
import type { SandboxOptions } from '../platform/sandbox/index.ts';

/** The sandbox as the configuration wants it. */
export function sandboxOptionsOf(config: Config, _outbound: Outbound): SandboxOptions {
  return {
    timeoutMs: config.sandboxWorkerSeconds * 1000,
    memoryBytes: config.sandboxMemoryMb * 1024 ** 2,
  };
}

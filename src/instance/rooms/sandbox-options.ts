import type { Config } from '../../platform/config/index.ts';
import type { Outbound } from '../../platform/outbound/index.ts';
import type { Executor, SandboxOptions } from '../../platform/sandbox/index.ts';

/** The sandbox as the configuration wants it. */
export function sandboxOptionsOf(config: Config, outbound: Outbound): SandboxOptions {
  return {
    executor: executorOf(config, outbound),
    singleUse: config.codeSandbox === 'single-use',
    timeoutMs: config.sandboxWorkerSeconds * 1000,
    memoryBytes: config.sandboxMemoryMb * 1024 ** 2,
    maxResultBytes: config.sandboxMaxResultBytes,
    ...(config.sandboxMaxWorkers !== undefined && { maxChildren: config.sandboxMaxWorkers }),
    maxRunsPerChild: config.sandboxRunsPerWorker,
    queueTimeoutMs: config.codeConnectSeconds * 1000,
  };
}

/** A service, when one is named, runs everything. */
function executorOf(config: Config, outbound: Outbound): Executor {
  const { codeExecutionEndpoint: endpoint, codeExecutionApiKey: apiKey = '' } = config;
  const timeoutMs = config.codeReadSeconds * 1000;
  if (endpoint !== undefined) return { mode: 'service', endpoint, apiKey, fetch: outbound.fetchTrusted, timeoutMs };
  if (config.codeExecution === 'python') return { mode: 'python', interpreter: config.codeExecutionPython };
  return { mode: 'embedded' };
}

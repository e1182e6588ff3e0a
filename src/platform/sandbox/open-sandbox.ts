import type { CodeReply, CodeRequest, SandboxPool } from './contract.ts';
import { runInPython } from './executors/python.ts';
import { runInService } from './executors/service.ts';
import { launchChild } from './launch.ts';
import { type ResolvedOptions, resolveOptions, type SandboxOptions } from './options.ts';
import { ChildPool, type LaunchFor } from './pool.ts';
import { ensureSnapshot } from './python-snapshot.ts';

/** Nothing is started, and no file is looked at, before the first run. */
export function openSandbox(options: SandboxOptions = {}, launchFor: LaunchFor = launchPrepared): SandboxPool {
  const resolved = resolveOptions(options);
  const pool = new ChildPool(resolved, launchFor);
  return {
    forApp: (key) => ({ run: (request) => runIn(pool, resolved, key, request) }),
    close: () => pool.close(),
  };
}

function runIn(pool: ChildPool, options: ResolvedOptions, key: string, request: CodeRequest): Promise<CodeReply> {
  const { executor } = options;
  if (executor.mode === 'service') return runInService(executor, executor.timeoutMs ?? SERVICE_TIMEOUT_MS, request);
  if (executor.mode === 'python' && request.language === 'python3') {
    return runInPython(executor.interpreter, options, request);
  }
  return pool.run(key, request);
}

/** Dify's CODE_EXECUTION_READ_TIMEOUT. */
const SERVICE_TIMEOUT_MS = 60_000;

const launchPrepared: LaunchFor = async (language) => {
  if (language === 'python3') await ensureSnapshot();
  return launchChild(language);
};

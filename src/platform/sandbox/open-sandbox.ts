import type { SandboxPool } from './contract.ts';
import { launchChild } from './launch.ts';
import { resolveOptions, type SandboxOptions } from './options.ts';
import { ChildPool, type LaunchFor } from './pool.ts';
import { ensureSnapshot } from './python-snapshot.ts';

/** Nothing is started, and no file is looked at, before the first run. */
export function openSandbox(options: SandboxOptions = {}): SandboxPool {
  const resolved = resolveOptions(options);
  const pool = new ChildPool(resolved, launchFor);
  return {
    forApp: (key) => ({ run: (request) => pool.run(key, request) }),
    close: () => pool.close(),
  };
}

const launchFor: LaunchFor = async (language) => {
  if (language === 'python3') await ensureSnapshot();
  return launchChild(language);
};

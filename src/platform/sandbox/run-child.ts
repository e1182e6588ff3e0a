import { isExecutable, readAsset } from '../assets/index.ts';

/** What the hidden command `__sandbox` does: serve the program that started us, until it closes the pipe. */
export async function runSandboxChild(): Promise<void> {
  const { serveSandbox } = await import('./child/serve.ts');
  await serveSandbox(isExecutable() ? readAsset : undefined);
}

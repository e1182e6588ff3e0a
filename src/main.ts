/**
 * The program's first lines and the only file that knows all faces. Everything is behind a dynamic import, so that
 * `dify --version` loads next to nothing.
 */
import { errorText } from './kernel/index.ts';

process.on('uncaughtException', endWithBug);
process.on('unhandledRejection', endWithBug);
for (const stream of [process.stdout, process.stderr]) stream.on('error', endWithBug);

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  if (argv[0] === '--version' && argv.length <= 2) return printVersion(argv[1] === '--json');
  process.stderr.write('dify: only --version works so far\n');
  return 1;
}

async function printVersion(asJson: boolean): Promise<number> {
  const { programVersion, nativeVersions } = await import('./platform/assets/index.ts');
  const text = asJson
    ? JSON.stringify({ ...programVersion(), ...(await nativeVersions()) })
    : `dify ${programVersion().version}`;
  process.stdout.write(`${text}\n`);
  return 0;
}

/** A reader that went away is no error. Anything else that arrives here is a bug: one line, the stack only on demand. */
function endWithBug(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === 'EPIPE') process.exit(0);
  const stack = process.env['DIFY_DEBUG'] === '1' && error instanceof Error ? `\n${error.stack}` : '';
  process.stderr.write(`dify: internal error: ${errorText(error)}${stack}\n`);
  process.exit(1);
}

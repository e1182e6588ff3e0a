/**
 * The program's first lines and the only file that knows all faces. Everything is behind a dynamic import, so that
 * `dify --version` loads next to nothing.
 */
import type { OpenRequest, ServeInstance } from './cli/index.ts';
import type { Instance } from './instance/index.ts';
import { errorText, KnownError } from './kernel/index.ts';
import type { Config } from './platform/config/index.ts';
import type { Log } from './platform/log/index.ts';

process.on('uncaughtException', endWithError);
process.on('unhandledRejection', endWithError);
for (const stream of [process.stdout, process.stderr]) stream.on('error', endWithoutReader);

// zod would make its parsers by `new Function`, and tries first whether it may: nothing here becomes code from text
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

// not awaited: an executable holds the program as scripts, which have no await of their own
void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});

async function main(argv: readonly string[]): Promise<number> {
  if (argv[0] === '--version' && argv.length <= 2) return printVersion(argv[1] === '--json');
  const { openProcessIo, runCli } = await import('./cli/index.ts');
  const opened: Instance[] = [];
  const open = async (request: OpenRequest, log?: Log) => {
    const { openInstance } = await import('./instance/index.ts');
    const config = await configOf(request);
    const keepsRecords = request.dataDir !== undefined;
    const instance = openInstance({ config, keepsRecords, warn, ...(log ? { log } : { tell }) }); // a log is told anyway
    opened.push(instance);
    return instance;
  };
  const io = openProcessIo({ config: configOf, instance: open, serve: (request) => serve(request, open) });
  const code = await runCli(argv, io);
  await Promise.all(opened.map((instance) => instance.close()));
  return code;
}

async function serve(
  request: OpenRequest,
  open: (request: OpenRequest, log: Log) => Promise<Instance>,
): Promise<ServeInstance> {
  const { openLog } = await import('./platform/log/index.ts');
  const { startServer } = await import('./http/index.ts');
  const config = await configOf(request);
  const log = openLog({
    level: config.logLevel,
    isPretty: (config.logFormat ?? (process.stderr.isTTY ? 'text' : 'json')) === 'text',
    ...(config.logFile !== undefined && { file: config.logFile }),
  });
  const instance = await open(request, log);
  const isFresh = await instance.prepareServing();
  const server = await startServer(instance);
  return { isFresh, url: server.url, reopenLog: log.reopen, close: () => server.close() };
}

function warn(text: string): void {
  process.stderr.write(`dify: warning: ${text}\n`);
}

function tell(text: string): void {
  process.stderr.write(`dify: ${text}\n`);
}

/** The settings behind a command's flags. */
async function configOf({ dataDir, flags, envFile }: OpenRequest): Promise<Config> {
  const { loadConfig } = await import('./platform/config/index.ts');
  const given = dataDir === undefined ? flags : { ...flags, dataDir };
  return loadConfig({ env: process.env, ...(given && { flags: given }), ...(envFile !== undefined && { envFile }) });
}

async function printVersion(asJson: boolean): Promise<number> {
  const { programVersion, nativeVersions } = await import('./platform/assets/index.ts');
  const text = asJson
    ? JSON.stringify({ ...programVersion(), ...(await nativeVersions()) })
    : `dify ${programVersion().version}`;
  process.stdout.write(`${text}\n`);
  return 0;
}

/** A reader that went away (`dify … | head`) is no error. */
function endWithoutReader(error: Error): never {
  if ('code' in error && error.code === 'EPIPE') process.exit(0);
  endWithError(new KnownError('internal_server_error', { message: `the output cannot be written: ${error.message}` }));
}

/** What nobody expected is a bug: one line, the stack only on demand. */
function endWithError(error: unknown): never {
  const isKnown = error instanceof KnownError;
  const hint = isKnown && error.hint !== undefined ? `\n  ${error.hint}` : '';
  const stack = process.env['DIFY_DEBUG'] === '1' && error instanceof Error ? `\n${error.stack}` : '';
  process.stderr.write(`dify: ${isKnown ? '' : 'internal error: '}${errorText(error)}${hint}${stack}\n`);
  process.exit(1);
}

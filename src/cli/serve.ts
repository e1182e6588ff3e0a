import { resolve } from 'node:path';
import { Command } from 'commander';
import { type Config, describeConfig } from '../platform/config/index.ts';
import { tellNotices } from './config-notices.ts';
import { exitCodes } from './exit-codes.ts';
import type { Io, ServeInstance } from './io.ts';
import { shellWord } from './shell-word.ts';

interface ServeOptions {
  readonly host?: string;
  readonly port?: string;
  readonly dataDir?: string;
  readonly envFile?: string;
}

/** `dify serve`: every API over HTTP, until it is told to end. */
export const serveCommand = (io: Io): Command =>
  new Command('serve')
    .summary('Serve apps over HTTP')
    .description("Serves the apps of a data directory over Dify's APIs. SIGTERM and Ctrl-C drain and end with 0.")
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('-p, --port <number>', 'port to listen on; 0 takes any free one (default: 5001)')
    .option('--data-dir <dir>', 'where everything is kept')
    .option('--env-file <file>', 'settings as NAME=VALUE lines (default: $DIFY_ENV_FILE or .env)')
    .addHelpText('after', '\nExample:\n  dify serve --port 8080\n')
    .action(async (options: ServeOptions) => io.setExitCode(await serve(options, io)));

async function serve({ host, port, ...open }: ServeOptions, io: Io) {
  const request = { ...open, flags: { ...(host !== undefined && { host }), ...(port !== undefined && { port }) } };
  const config = await io.config(request);
  const { dataDir } = config;
  await tellNotices(config, io);
  for (const { variable, origin } of idleSettings(config)) {
    await io.stderr.write(`warning: ${variable} (from ${origin}) has no effect yet\n`);
  }
  const server: ServeInstance = await io.serve({ ...request, dataDir });
  await io.stdout.write(`dify listens on ${server.url} (data in ${dataDir})\n`);
  if (config.filesUrl === undefined && !isLoopback(config.host)) await io.stderr.write(linksOfThisMachine(server.url));
  if (server.isFresh) await io.stderr.write(firstSteps(server.url, dataDirFlag(config, io)));
  await untilToldToEnd(io, server);
  await server.close();
  return exitCodes.done;
}

/** What somebody has set and nothing comes of. */
function idleSettings(config: Config) {
  return describeConfig(config).filter(({ hasEffect, origin }) => !hasEffect && origin !== 'default');
}

/** True where nobody but this machine is served. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

const linksOfThisMachine = (url: string) =>
  `warning: links to files begin with ${url}: set FILES_URL to the address that others reach this server at\n`;

/** Commands find the default data directory by themselves. */
function dataDirFlag(config: Config, { cwd }: Io): string {
  const isDefault = describeConfig(config).some(({ name, origin }) => name === 'dataDir' && origin === 'default');
  return isDefault ? '' : ` --data-dir ${shellWord(resolve(cwd, config.dataDir))}`;
}

/** Each line can be copied as it stands. */
const firstSteps = (url: string, dataDir: string) => `
This data directory is new. A first app, from another terminal:
  dify init my-app
  dify app import my-app/hello.yml --publish${dataDir}
  KEY=$(dify key create --app Hello${dataDir})
  curl ${url}/v1/workflows/run \\
    -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" \\
    -d '{"inputs": {"name": "Ann"}, "response_mode": "blocking", "user": "ann"}'
`;

/**
 * The first signal drains; a second one ends at once. SIGHUP says that the terminal is gone; who runs without one means
 * by it that the log file was moved away.
 */
function untilToldToEnd(io: Io, server: ServeInstance): Promise<void> {
  return new Promise((resolve) => {
    let isEnding = false;
    io.onInterrupt(() => {
      if (isEnding) io.exit(exitCodes.interrupted);
      isEnding = true;
      resolve();
    });
    io.onHangUp(io.stderr.isTTY ? resolve : () => server.reopenLog());
  });
}

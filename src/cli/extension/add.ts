import { Command } from 'commander';
import { createApiExtension } from '../../operations/index.ts';
import { openDirectoryScope } from '../data-directory.ts';
import type { Io } from '../io.ts';
import { printDocument } from '../table.ts';
import { extensionToWire } from './extension-to-wire.ts';
import { KEY_VARIABLE, readKey } from './read-key.ts';

interface AddOptions {
  readonly apiKeyStdin?: boolean;
  readonly json?: boolean;
  readonly dataDir?: string;
}

const HELP = `
The key comes from standard input, the variable ${KEY_VARIABLE} or a prompt. The service gets
POST {"point": "ping", "params": {}} with the key as its bearer token, and must answer {"result": "pong"}.
Addresses that are not public have to be allowed: DIFY_OUTBOUND_ALLOW=127.0.0.1
Examples:
  dify extension add guard https://guard.example.com/dify
  pass show guard | dify extension add guard https://guard.example.com/dify --api-key-stdin
`;

/** `dify extension add NAME ENDPOINT` */
export const addCommand = (io: Io): Command =>
  new Command('add')
    .summary('Keep a service that answers a ping')
    .description('Pings the service, keeps it when it answers, its key encrypted, and prints the id for apps.')
    .argument('<name>', 'what people call it; no other has it')
    .argument('<endpoint>', 'its address')
    .option('--api-key-stdin', 'reads the key from standard input')
    .option('--json', 'prints {id, name, api_endpoint, api_key, created_at}, the key masked')
    .option('--data-dir <dir>', 'where extensions are kept')
    .addHelpText('after', HELP)
    .action((name: string, endpoint: string, options: AddOptions) => add({ name, endpoint }, options, io));

async function add(
  service: { readonly name: string; readonly endpoint: string },
  options: AddOptions,
  io: Io,
): Promise<void> {
  const apiKey = await readKey(options, io);
  const scope = await openDirectoryScope(options, io);
  const added = await createApiExtension(scope, { ...service, apiKey });
  if (options.json) return printDocument(extensionToWire(added), io);
  await io.stderr.write(`added ${added.name}\n`);
  await io.stdout.write(`${added.id}\n`);
}

import { Command } from 'commander';
import { shortProviderName } from '../../kernel/index.ts';
import { addCredential, getProvider } from '../../operations/index.ts';
import { openDirectoryScope } from '../data-directory.ts';
import type { Io } from '../io.ts';
import { printDocument } from '../table.ts';
import { credentialToWire } from './credential-to-wire.ts';
import { gatherCredentials } from './gather-credentials.ts';
import { kindOption, readKind } from './model-name.ts';

const CHECK_SECONDS = 60;

interface AddOptions {
  readonly model?: string;
  readonly kind: string;
  readonly name?: string;
  readonly credential?: readonly string[];
  readonly checkModel?: string;
  readonly json?: boolean;
  readonly dataDir?: string;
}

const collect = (value: string, earlier: string[] = []) => [...earlier, value];

const EXAMPLES = `
Secrets come from the provider's environment variables, a file, standard input or a prompt.
Examples:
  OPENAI_API_KEY=… dify model add openai
  dify model add anthropic --credential anthropic_api_key=@key.txt
  pass show deepseek | dify model add deepseek --credential api_key=-
  dify model add openai_api_compatible --model qwen3 --credential endpoint_url=http://localhost:8000/v1
`;

/** `dify model add PROVIDER` */
export const addCommand = (io: Io): Command =>
  new Command('add')
    .summary('Keep credentials of a provider, or of one model of it')
    .description('Asks the provider with the credentials, and keeps them encrypted when it answers.')
    .argument('<provider>', 'for example openai; dify model list --providers shows all')
    .option('--model <name>', 'adds this model, and keeps the credentials for it alone')
    .addOption(kindOption())
    .option('--credential <name=value...>', 'NAME=@FILE, NAME=- for standard input; NAME=VALUE if no secret', collect)
    .option('--name <text>', 'tells several credentials apart')
    .option('--check-model <name>', 'the model to ask whether the credentials work')
    .option('--json', 'prints what was kept, secrets masked')
    .option('--data-dir <dir>', 'where credentials are kept')
    .addHelpText('after', EXAMPLES)
    .action((provider: string, options: AddOptions) => add(provider, options, io));

async function add(name: string, options: AddOptions, io: Io): Promise<void> {
  const { provider } = await getProvider(name);
  const { environment } = await io.config(options.dataDir === undefined ? {} : { dataDir: options.dataDir });
  const isOfModel = options.model !== undefined;
  const values = await gatherCredentials(provider, { given: options.credential ?? [], environment, isOfModel }, io);
  const scope = await openDirectoryScope(options, io);
  const added = await addCredential(scope, {
    provider: name,
    values,
    signal: AbortSignal.timeout(CHECK_SECONDS * 1000),
    ...(options.name !== undefined && { name: options.name }),
    ...(options.model !== undefined && { model: { name: options.model, kind: readKind(options.kind) } }),
    ...(options.checkModel !== undefined && { checkedWith: options.checkModel }),
  });
  if (options.json) return printDocument(credentialToWire(added), io);
  await io.stderr.write(`added ${shortProviderName(added.provider)} "${added.name}"\n`);
  await io.stdout.write(`${added.id}\n`);
}

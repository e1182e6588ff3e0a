import { Command } from 'commander';
import { shortProviderName } from '../../kernel/index.ts';
import {
  listModels,
  listProviders,
  type OfferedProvider,
  type Scope,
  type StoredCredential,
} from '../../operations/index.ts';
import { openDirectoryScope } from '../data-directory.ts';
import type { Io } from '../io.ts';
import { dateText, printDocument, printTable } from '../table.ts';
import { credentialToWire } from './credential-to-wire.ts';

interface ListOptions {
  readonly providers?: boolean;
  readonly json?: boolean;
  readonly dataDir?: string;
}

/** `dify model list` */
export const listCommand = (io: Io): Command =>
  new Command('list')
    .summary('List stored credentials and default models')
    .option('--providers', 'every provider there is, with its credentials and their variables')
    .option('--json', 'prints {credentials, defaults}, secrets masked; with --providers a list')
    .option('--data-dir <dir>', 'where credentials are kept')
    .action(async (options: ListOptions) => {
      const scope = await openDirectoryScope(options, io);
      return options.providers ? printProviders(scope, options, io) : printModels(scope, options, io);
    });

async function printModels(scope: Scope, options: ListOptions, io: Io): Promise<void> {
  const { credentials, defaults } = await listModels(scope);
  if (options.json) {
    const chosen = [...defaults].map(([kind, { provider, name }]) => [kind, { provider, model: name }] as const);
    return printDocument({ credentials: credentials.map(credentialToWire), defaults: Object.fromEntries(chosen) }, io);
  }
  await printTable(credentials.map(credentialRow), io, 'no credentials: dify model add PROVIDER keeps some');
  for (const [kind, { provider, name }] of defaults) {
    await io.stdout.write(`default ${kind}: ${shortProviderName(provider)}:${name}\n`);
  }
}

function credentialRow({ id, name, provider, model, values, createdAt }: StoredCredential) {
  const shown = values ? Object.entries(values).map(([field, value]) => `${field}=${value}`) : ['(unreadable)'];
  return {
    id,
    provider: shortProviderName(provider),
    model: model ? `${model.name} (${model.kind})` : 'all',
    name,
    credentials: shown.join(' '),
    added: dateText(createdAt),
  };
}

async function printProviders(scope: Scope, options: ListOptions, io: Io): Promise<void> {
  const providers = await listProviders(scope);
  if (options.json) return printDocument(providers.map(providerToWire), io);
  await printTable(
    providers.map(({ name, kinds, credentials, fields }) => ({
      provider: name,
      kinds: kinds.join(','),
      stored: String(credentials),
      variables: fields.flatMap(({ environment }) => environment.slice(0, 1)).join(' '),
    })),
    io,
  );
}

function providerToWire({ id, name, label, kinds, fields, credentials }: OfferedProvider) {
  return {
    id,
    name,
    label,
    kinds,
    stored: credentials,
    credentials: fields.map((field) => ({
      name: field.name,
      label: field.label,
      secret: field.isSecret,
      required: field.isRequired,
      variables: field.environment,
      default: field.default ?? null,
    })),
  };
}

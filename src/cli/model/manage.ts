import { Command } from 'commander';
import { KnownError, shortProviderName } from '../../kernel/index.ts';
import { getProvider, listModels, removeCredential, setDefaultModel, testModel } from '../../operations/index.ts';
import { openDirectoryScope } from '../data-directory.ts';
import type { Io } from '../io.ts';
import { printDocument } from '../table.ts';
import { kindOption, readKind, readModelName } from './model-name.ts';

interface Options {
  readonly kind: string;
  readonly timeout: string;
  readonly json?: boolean;
  readonly dataDir?: string;
}

const verb = (name: string, summary: string) =>
  new Command(name)
    .summary(summary)
    .option('--json', 'print JSON')
    .option('--data-dir <dir>', 'where credentials are kept');

/** `dify model remove ID|PROVIDER` */
export const removeCommand = (io: Io): Command =>
  verb('remove', 'Forget a credential')
    .argument('<credential>', 'its id, or its provider when that has only one')
    .action(async (wanted: string, options: Options) => {
      const scope = await openDirectoryScope(options, io);
      const { credentials } = await listModels(scope);
      const id = credentials.some((credential) => credential.id === wanted)
        ? wanted
        : onlyOneOf((await getProvider(wanted)).id, wanted, credentials);
      await removeCredential(scope, { id });
      if (options.json) return printDocument({ removed: id }, io);
      return io.stderr.write(`removed ${id}\n`);
    });

function onlyOneOf(
  provider: string,
  wanted: string,
  credentials: readonly { readonly id: string; readonly provider: string }[],
): string {
  const ids = credentials.filter((credential) => credential.provider === provider).map(({ id }) => id);
  if (ids.length === 1 && ids[0] !== undefined) return ids[0];
  throw new KnownError('not_found', {
    message: `There ${ids.length === 0 ? 'are no credentials' : 'is more than one credential'} of ${wanted}.`,
    hint: ids.length === 0 ? 'dify model list shows what there is.' : `Use one of the ids: ${ids.join(', ')}`,
  });
}

/** `dify model test PROVIDER:MODEL` */
export const testCommand = (io: Io): Command =>
  verb('test', 'Ask a model something small')
    .argument('<model>', 'PROVIDER:MODEL')
    .addOption(kindOption())
    .option('--timeout <seconds>', 'how long it may take', '60')
    .addHelpText('after', '\nExample:\n  dify model test openai:gpt-4o-mini\n')
    .action(async (model: string, options: Options) => {
      const reference = readModelName(model);
      const signal = AbortSignal.timeout(secondsOf(options.timeout) * 1000);
      const scope = await openDirectoryScope(options, io);
      const kind = readKind(options.kind);
      const { elapsedSeconds } = await testModel(scope, { reference, kind, signal });
      if (options.json) return printDocument({ model, kind, ok: true, elapsed_seconds: elapsedSeconds }, io);
      return io.stdout.write(`${model} answers (${elapsedSeconds.toFixed(2)} s)\n`);
    });

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds < 86_400) return seconds;
  throw new KnownError('usage', { message: '--timeout must be a number of seconds, more than 0' });
}

/** `dify model default [KIND] [PROVIDER:MODEL]` */
export const defaultCommand = (io: Io): Command =>
  verb('default', 'Show or choose the models to use where none is named')
    .argument('[kind]', 'llm, text-embedding, rerank, speech2text, tts or moderation')
    .argument('[model]', 'PROVIDER:MODEL')
    .addHelpText('after', '\nExample:\n  dify model default llm openai:gpt-4o-mini\n')
    .action(async (kind: string | undefined, model: string | undefined, options: Options) => {
      const wanted = kind === undefined ? undefined : readKind(kind);
      const reference = model === undefined ? undefined : readModelName(model);
      const scope = await openDirectoryScope(options, io);
      if (wanted && reference) await setDefaultModel(scope, { kind: wanted, reference });
      const { defaults } = await listModels(scope);
      const shown = [...defaults].filter(([candidate]) => wanted === undefined || candidate === wanted);
      if (options.json) {
        const entries = shown.map(([key, { provider, name }]) => [key, { provider, model: name }] as const);
        return printDocument(Object.fromEntries(entries), io);
      }
      for (const [key, { provider, name }] of shown) {
        await io.stdout.write(`${key}: ${shortProviderName(provider)}:${name}\n`);
      }
      if (shown.length === 0) await io.stderr.write('no default was chosen\n');
    });

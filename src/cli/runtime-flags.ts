import type { Command } from 'commander';
import { Option } from 'commander';
import type { Instance } from '../instance/index.ts';
import { isJsonObject, type JsonObject, KnownError } from '../kernel/index.ts';
import type { Scope } from '../operations/index.ts';
import type { Io } from './io.ts';
import { outputForms, type RuntimeOptions, readJsonObject } from './run-options.ts';

/** Every use of a flag adds one value. */
export const collect = (value: string, earlier: readonly string[] = []): string[] => [...earlier, value];

/** The flags that `run` and `runs resume` share. */
export function addRuntimeOptions(command: Command): Command {
  return command
    .addOption(new Option('-o, --output <form>', 'what standard output gets').choices(outputForms).default('text'))
    .option('-m, --model <from=to>', 'PROVIDER:MODEL=PROVIDER:MODEL, * as wildcard', collect)
    .option('--model-gateway <url>', 'OpenAI-compatible base URL that serves every model')
    .option('--mocks <file>', 'JSON with outputs that replace the work of nodes')
    .option('--allow-net <host>', 'HOST[:PORT], CIDR or "private": what may be reached inside', collect)
    .option('--timeout <seconds>', 'stops the run after this time (exit code 124)')
    .option('--env-file <file>', 'settings as NAME=VALUE lines (default: $DIFY_ENV_FILE or .env)')
    .option('--data-dir <dir>', 'keeps the run and its conversation there')
    .option('--strict', 'partial success is a failure');
}

export interface Runtime {
  readonly instance: Instance;
  readonly scope: Scope;
}

/** The rooms for one run, with the flags applied. */
export async function openRuntime(options: RuntimeOptions, io: Io, user = 'cli'): Promise<Runtime> {
  const instance = await io.instance({
    ...(options.dataDir !== undefined && { dataDir: options.dataDir }),
    ...(options.envFile !== undefined && { envFile: options.envFile }),
    flags: {
      ...(options.modelGateway !== undefined && { modelGateway: options.modelGateway }),
      ...(options.allowNet.length > 0 && { outboundAllow: options.allowNet.join(',') }),
    },
  });
  const scope = await instance.localScope({
    user,
    modelOverrides: options.model,
    ...(options.mocks !== undefined && { mocks: await readMocks(options.mocks, io) }),
  });
  return { instance, scope };
}

/** True when a flag says how the run is to be executed, and not only how it is shown: no other process knows that. */
export function changesExecution(options: RuntimeOptions): boolean {
  const { model, mocks, modelGateway, allowNet, envFile } = options;
  const isGiven = [mocks, modelGateway, envFile].some((value) => value !== undefined);
  return isGiven || model.length > 0 || allowNet.length > 0;
}

async function readMocks(path: string, io: Io): Promise<JsonObject> {
  const mocks = await readJsonObject(path.startsWith('@') || path === '-' ? path : `@${path}`, '--mocks', io);
  const unknown = Object.keys(mocks).find((key) => key !== 'nodes' && key !== 'node_types');
  const wrong = unknown ?? ['nodes', 'node_types'].find((key) => mocks[key] !== undefined && !isJsonObject(mocks[key]));
  if (wrong === undefined) return mocks;
  throw new KnownError('usage', {
    message: `--mocks ${path}: "${wrong}" is not understood`,
    hint: 'Expected {"nodes": {ID: {"outputs": {…}}}, "node_types": {TYPE: {"outputs": {…}}}}.',
  });
}

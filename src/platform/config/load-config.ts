import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { load as parseYaml } from 'js-yaml';
import { errorText, KnownError } from '../../kernel/index.ts';
import { type Config, fileKeyOf, settingNames, settingOf, variableOf } from './config.ts';
import { type EnvFile, parseEnvFile } from './env-file.ts';
import { unknownVariables, weakSecretKey } from './notices.ts';
import type { Environment, SettingName } from './settings/index.ts';

export interface ConfigSources {
  /** Values of command-line flags, by setting; undefined where a flag was not given. */
  readonly flags?: Partial<Readonly<Record<SettingName, unknown>>>;
  readonly env: Environment;
  /**
   * A file the user named; it must exist. Without it the one that `DIFY_ENV_FILE` names, which must exist, too, or else
   * `.env` of the working directory, if there is one.
   */
  readonly envFile?: string;
  readonly workingDirectory?: string;
}

/** One place a value may come from, and how to call it. */
interface Found {
  readonly value: unknown;
  readonly origin: string;
}

type Look = (name: SettingName) => Found | undefined;

/** Reads every setting from the first place that has it. Says what is wrong with the value, its name and its origin. */
export function loadConfig(sources: ConfigSources): Config {
  const file = readEnvFile(sources);
  const environment = { ...file.values, ...sources.env };
  const outside: Look[] = [
    inFlags(sources.flags ?? {}),
    inVariables(sources.env, (name) => name),
    inVariables(file.values, (name) => `${name} in ${file.name}`),
  ];
  const dataDir = resolve(sources.workingDirectory ?? '.', String(effective('dataDir', outside, environment).value));
  const places = [...outside, inDataDirectory(dataDir)];
  const values = settingNames().map((name) => [name, effective(name, places, environment)] as const);
  const plain = Object.fromEntries(values.map(([name, { value }]) => [name, value]));
  const origins = Object.fromEntries(values.map(([name, { origin }]) => [name, origin]));
  const config = { ...plain, dataDir, origins, environment } as unknown as Config; // every name of the table was filled just above
  return { ...config, notices: noticesOf(config, sources.env, file) };
}

/** What stops nothing, and is probably not what somebody meant. */
function noticesOf({ secretKey, origins }: Config, env: Environment, file: NamedFile): string[] {
  const inFile = Object.fromEntries(Object.entries(file.values).filter(([name]) => env[name] === undefined));
  return [
    ...file.faults.map((fault) => `${file.name}: ${fault}`),
    ...unknownVariables(env, ''),
    ...unknownVariables(inFile, ` (in ${file.name})`),
    ...weakSecretKey(secretKey, origins.secretKey),
  ];
}

function effective(name: SettingName, places: readonly Look[], env: Environment): Found {
  for (const look of places) {
    const found = look(name);
    if (found) return { value: checked(name, found), origin: found.origin };
  }
  const { initial } = settingOf(name);
  return { value: typeof initial === 'function' ? initial(env) : initial, origin: 'default' };
}

function checked(name: SettingName, { value, origin }: Found): unknown {
  const { schema, isSecret, help } = settingOf(name);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const reason = parsed.error.issues[0]?.message ?? 'not valid';
  const shownValue = isSecret ? '' : ` ${JSON.stringify(value)}`;
  const place = origin === 'flag' ? 'from the command line' : `from ${origin}`;
  throw new KnownError('configuration_invalid', {
    message: `The setting ${fileKeyOf(name)} cannot be${shownValue} (${place}): ${reason}`,
    hint: `${fileKeyOf(name)}: ${help}`,
    details: { setting: fileKeyOf(name), origin },
  });
}

function inFlags(flags: NonNullable<ConfigSources['flags']>): Look {
  return (name) => (flags[name] === undefined ? undefined : { value: flags[name], origin: 'flag' });
}

/** An empty variable counts as absent, as in Dify's own `.env.example`, where most lines are empty. */
function inVariables(env: Environment, call: (variable: string) => string): Look {
  return (name) => {
    const variable = [variableOf(name), ...settingOf(name).alsoCalled].find((candidate) => env[candidate]);
    return variable === undefined ? undefined : { value: env[variable], origin: call(variable) };
  };
}

interface NamedFile extends EnvFile {
  readonly name: string;
}

function readEnvFile({ envFile, env, workingDirectory = '.' }: ConfigSources): NamedFile {
  const named = envFile ?? (env['DIFY_ENV_FILE'] || undefined);
  const name = named ?? '.env';
  const content = readOptional(resolve(workingDirectory, name));
  if (content === undefined && named !== undefined) {
    const place = envFile === undefined ? ' (from DIFY_ENV_FILE)' : '';
    throw new KnownError('configuration_invalid', { message: `The env file ${named} does not exist${place}` });
  }
  return { name, ...parseEnvFile(content ?? '') };
}

/** `dify.yml` is written by hand, so an unknown name in it is a mistake to tell. */
function inDataDirectory(dataDir: string): Look {
  const path = join(dataDir, 'dify.yml');
  const values = parseSettingsFile(path, readOptional(path) ?? '');
  return (name) => {
    const value = values[fileKeyOf(name)];
    return value === undefined || value === null ? undefined : { value, origin: 'dify.yml' };
  };
}

function parseSettingsFile(path: string, content: string): Record<string, unknown> {
  const values = readYaml(path, content) ?? {};
  if (typeof values !== 'object' || Array.isArray(values)) throw broken(path, 'expected "name: value" lines');
  const known = new Set(settingNames().map(fileKeyOf));
  const unknown = Object.keys(values).find((key) => !known.has(key));
  if (unknown !== undefined) throw broken(path, `there is no setting "${unknown}"`);
  return values as Record<string, unknown>; // an object, as just checked
}

function readYaml(path: string, content: string): unknown {
  try {
    return content === '' ? {} : parseYaml(content);
  } catch (error) {
    throw broken(path, errorText(error).split('\n')[0] ?? '', error); // the lines after it draw the place
  }
}

function broken(path: string, reason: string, cause?: unknown): KnownError {
  return new KnownError('configuration_invalid', { message: `${path} cannot be used: ${reason}`, cause });
}

/** The text of a file, or undefined when there is none. */
function readOptional(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    const hint = code === 'EACCES' ? 'Run as the user that it belongs to, or give this one the right to read it.' : '';
    throw new KnownError('configuration_invalid', {
      message: `${path} cannot be read: ${errorText(error)}`,
      ...(hint !== '' && { hint }),
      cause: error,
    });
  }
}

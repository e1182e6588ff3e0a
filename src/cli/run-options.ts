import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { isJsonObject, type JsonObject, type JsonValue, KnownError, parseJson } from '../kernel/index.ts';
import type { FileContent, GivenFile } from '../operations/index.ts';
import type { Io } from './io.ts';
import { shellWord } from './shell-word.ts';

export const outputForms = ['text', 'json', 'events'] as const;
export type OutputForm = (typeof outputForms)[number];

const list = z.array(z.string()).default([]);

/** Flags that a run and a resumed run have in common: models, network, mocks, output. */
const RuntimeOptions = z.object({
  output: z.enum(outputForms, { error: 'must be text, json or events' }).default('text'),
  model: list,
  modelGateway: z.string().optional(),
  mocks: z.string().optional(),
  allowNet: list,
  timeout: z.coerce.number({ error: 'must be a number of seconds' }).positive('must be more than 0').optional(),
  envFile: z.string().optional(),
  dataDir: z.string().optional(),
  strict: z.boolean().default(false),
});
export type RuntimeOptions = z.infer<typeof RuntimeOptions>;

export const RunOptions = RuntimeOptions.extend({
  file: z.string(),
  input: list,
  inputs: z.string().optional(),
  query: z.string().optional(),
  files: list,
  conversation: z.string().optional(),
  user: z.string().default('cli'),
  env: list,
  dataset: list,
  root: z.string().optional(),
});
export type RunOptions = z.infer<typeof RunOptions>;

export const ResumeOptions = RuntimeOptions.extend({
  runId: z.string(),
  action: z.string().optional(),
  inputs: z.string().optional(),
  files: list,
});
export type ResumeOptions = z.infer<typeof ResumeOptions>;

/** Parses what commander collected; a wrong value is told with its flag. */
export function parseOptions<Schema extends z.ZodType>(schema: Schema, values: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const flag = String(issue?.path[0] ?? '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new KnownError('usage', { message: `--${flag} ${issue?.message ?? 'is not valid'}` });
}

/** `NAME=VALUE` as a pair; `what` is the flag, for the message. */
export function splitPair(text: string, what: string): [name: string, value: string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new KnownError('usage', { message: `${what} wants NAME=VALUE, got "${text}"` });
}

/** The inputs of `-i` and `--inputs` together; `-i` wins. */
export async function readInputs(options: Pick<RunOptions, 'input' | 'inputs'>, io: Io): Promise<JsonObject> {
  const whole = options.inputs === undefined ? {} : await readJsonObject(options.inputs, '--inputs', io);
  const single = await Promise.all(options.input.map((text) => readInput(text, io)));
  return { ...whole, ...Object.fromEntries(single) };
}

/** `NAME=VALUE` text, `NAME:=JSON`, `NAME=@FILE` the file's text. */
async function readInput(text: string, io: Io): Promise<[string, JsonValue]> {
  const [left, value] = splitPair(text, '--input');
  if (left.endsWith(':')) return [left.slice(0, -1), parseGivenJson(value, `--input ${left}=`)];
  return [left, value.startsWith('@') ? await readText(value.slice(1), io) : value];
}

/** A JSON object given as text, as `@FILE` or, for `-`, on standard input. */
export async function readJsonObject(given: string, what: string, io: Io): Promise<JsonObject> {
  const text = given === '-' || given.startsWith('@') ? await readText(given.replace(/^@/, ''), io) : given;
  const value = parseGivenJson(text, what);
  if (isJsonObject(value)) return value;
  throw new KnownError('usage', { message: `${what} wants a JSON object`, hint: `Example: ${what} '{"name": "Ann"}'` });
}

function parseGivenJson(text: string, what: string): JsonValue {
  try {
    return parseJson(text);
  } catch (error) {
    throw new KnownError('usage', { message: `${what} is not valid JSON: ${(error as Error).message}`, cause: error });
  }
}

/** The text of a file, or of standard input for `-`. */
export async function readText(path: string, io: Io): Promise<string> {
  return new TextDecoder().decode(await readBytes(path, io));
}

/** A path or an address: the bytes of a local file, the address of a remote one. */
export async function readGivenFile(place: string, io: Io): Promise<FileContent> {
  if (/^https?:\/\//i.test(place)) return { url: place };
  return { filename: place.split(/[\\/]/).at(-1) ?? place, bytes: await readBytes(place, io) };
}

/** `--file NAME=PATH|URL`: the bytes of local files, the addresses of remote ones. */
export async function readGivenFiles(pairs: readonly string[], io: Io): Promise<GivenFile[]> {
  return Promise.all(
    pairs.map(async (pair) => {
      const [input, place] = splitPair(pair, '--file');
      return { input, ...(await readGivenFile(place, io)) };
    }),
  );
}

export async function readBytes(path: string, io: Io): Promise<Uint8Array> {
  if (path === '-') return readAll(io.stdin);
  try {
    return await readFile(resolve(io.cwd, path));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException; // what node:fs rejects with
    if (/^https?:/i.test(path)) throw anAddress(path);
    const reason = REASONS[code ?? ''] ?? message;
    throw new KnownError('usage', { message: `cannot read ${path}: ${reason}`, cause: error });
  }
}

function anAddress(path: string): KnownError {
  return new KnownError('usage', {
    message: `cannot read ${path}: it is an address, not a file`,
    hint: `Give what it answers on standard input: curl -fsSL ${shellWord(path)} | dify … -`,
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
};

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

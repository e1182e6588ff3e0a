import { isFileJson } from '../../engine/index.ts';
import { isJsonObject, type JsonObject, type JsonValue, KnownError } from '../../kernel/index.ts';
import type { Scope } from '../scope.ts';

/*
 * Links to stored files are good for a while only; what was said with one is read for longer. Whoever reads it again is
 * given new ones, to files that they may name themselves: a text can hold anything. (Dify 1.x models/model.py,
 * `re_sign_file_url_answer` and `inputs`)
 */

type Files = Pick<Scope, 'files'>;

/**
 * A signed link of this or another address, and in it the id of its file. A host and few folders, none of them empty: a
 * text may be full of what looks like the beginning of one, and each is looked at once.
 */
const LINK =
  /https?:\/\/[^\s()<>"'/]{1,255}(?:\/[^\s()<>"'/]{1,100}){0,5}?\/files\/([\da-f-]{36})\/(?:file|image)-preview\?timestamp=\d+&nonce=\w+&sign=[\w%=-]+/g;

/** A text with new links. */
export async function withFreshLinks(scope: Files, text: string): Promise<string> {
  const links = [...text.matchAll(LINK)];
  if (links.length === 0) return text;
  const ids = [...new Set(links.map(([, id = '']) => id))];
  const fresh = new Map(await Promise.all(ids.map(async (id) => [id, await linkTo(scope, id)] as const)));
  return text.replaceAll(LINK, (link, id: string) => fresh.get(id) ?? link);
}

/** Values of a form, the files among them with new links. */
export async function withFreshFiles(scope: Files, values: JsonObject): Promise<JsonObject> {
  const names = Object.keys(values);
  const fresh = await Promise.all(Object.values(values).map((value) => freshValue(scope, value)));
  return Object.fromEntries(names.map((name, index) => [name, fresh[index] ?? null]));
}

async function freshValue(scope: Files, value: JsonValue): Promise<JsonValue> {
  if (Array.isArray(value)) return Promise.all(value.map((item: JsonValue) => freshValue(scope, item)));
  if (!isJsonObject(value) || !isFileJson(value)) return value;
  const { related_id: id, transfer_method: method } = value;
  if (typeof id !== 'string') return value;
  const url = await linkTo(scope, id);
  if (url === undefined) return value;
  return { ...value, url, ...(method === 'remote_url' && { remote_url: url }) };
}

/** Undefined where the file is gone, or not the reader's. */
async function linkTo({ files }: Files, id: string): Promise<string | undefined> {
  try {
    return (await files.resolve({ transfer_method: 'local_file', upload_file_id: id })).url;
  } catch (error) {
    if (error instanceof KnownError) return undefined;
    throw error;
  }
}

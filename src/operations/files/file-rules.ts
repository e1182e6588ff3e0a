import { type FileReference, fileKinds, transferMethods } from '../../engine/index.ts';
import { type JsonObject, type JsonValue, KnownError, pythonRepr, pythonStr } from '../../kernel/index.ts';

/** What an app takes: in its form fields, or beside a question. Empty lists forbid nothing. */
export interface FileRules {
  readonly allowedTypes: readonly string[];
  /** With or without their dot, in any case. */
  readonly allowedExtensions: readonly string[];
  readonly allowedMethods: readonly string[];
}

/** Clients send empty places of their forms along. */
export function isFilledIn(mapping: JsonObject): boolean {
  if (!mapping['transfer_method']) return false;
  return mapping['transfer_method'] !== 'remote_url' || Boolean(mapping['url'] ?? mapping['remote_url']);
}

/** Of so many files in one list the hosts are asked: a request must not make us a herd (Dify lets nobody upload more). */
const MOST_ASKED = 20;

/** Each is looked up: a body has room for a hundred thousand (Dify sets no end to them). */
const MOST_NAMED = 1000;

/** Refuses more files in one list than anybody has, before one of them is looked up. */
export function refuseHerd(mappings: readonly JsonObject[]): void {
  if (mappings.length > MOST_NAMED)
    throw new KnownError('invalid_param', { message: `Number of files exceeds the maximum limit ${MOST_NAMED}` });
}

/** How the file at a place of a list is resolved. */
export const placedAt = (place: number) => ({ asksHost: place < MOST_ASKED });

/** Refuses a file object with words that mean nothing, whatever else it names (Dify 1.x: `FileTransferMethod`, `FileType`). */
export function refuseUnknownWords({ transfer_method: method, type }: JsonObject): void {
  const problem =
    (method && !isOneOf(transferMethods, method) && `No matching enum found for value '${pythonStr(method)}'`) ||
    (type && !isOneOf(fileKinds, type) && `${pythonRepr(type)} is not a valid FileType`);
  if (problem) throw new KnownError('invalid_param', { message: problem });
}

const isOneOf = (words: readonly string[], word: JsonValue) => words.some((known) => known === word);

/**
 * Refuses a file that an app does not take. What a request calls a file counts, as in Dify; files of other kinds than
 * the allowed ones are taken by their extension where the app names `custom`. (Dify api/factories/file_factory)
 */
export function refuseUnwanted(rules: FileRules, mapping: JsonObject, file: FileReference): void {
  if (file.transferMethod === 'tool_file') return; // a tool's own work is no upload
  const kind = fileKinds.find((name) => name === mapping['type']) ?? file.kind;
  const isTaken = isTakenKind(rules, kind, file.extension) && isTakenWay(rules, file.transferMethod);
  if (isTaken) return;
  throw new KnownError('invalid_param', { message: `File validation failed for file: ${file.filename}` });
}

function isTakenKind({ allowedTypes, allowedExtensions }: FileRules, kind: string, extension: string): boolean {
  if (allowedTypes.length === 0 && allowedExtensions.length === 0) return true;
  const isNamed = allowedTypes.length === 0 || allowedTypes.includes(kind);
  if (isNamed && kind !== 'custom') return true;
  if (!isNamed && !allowedTypes.includes('custom')) return false;
  return allowedExtensions.some((allowed) => bare(allowed) === bare(extension));
}

function isTakenWay({ allowedMethods }: FileRules, method: string): boolean {
  return allowedMethods.length === 0 || allowedMethods.includes(method);
}

const bare = (extension: string) => extension.trim().replace(/^\./, '').toLowerCase();

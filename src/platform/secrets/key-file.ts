import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorText, hintOfRefusal, KnownError, recogniseFullDisk } from '../../kernel/index.ts';

const KEY_BYTES = 42; // as many as Dify asks for: openssl rand -base64 42 (docker/.env.example)

/** The secret key of a data directory: read, or made by whichever process comes first. */
export function loadOrCreateSecretKey(path: string): string {
  try {
    return readKey(path) ?? createKey(path);
  } catch (thrown) {
    const error = recogniseFullDisk(thrown);
    if (error instanceof KnownError) throw error;
    const hint = hintOfRefusal(error);
    throw new KnownError('data_directory_invalid', {
      message: `The secret key ${path} cannot be used: ${errorText(error)}`,
      ...(hint !== undefined && { hint }),
      cause: error,
    });
  }
}

/** The secret key of a data directory that somebody else keeps: nothing is made or mended. */
export function findSecretKey(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return (found && readFileSync(path, 'utf8').trim()) || undefined;
}

function readKey(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return undefined;
  const key = readFileSync(path, 'utf8').trim();
  if (key === '') throw new Error('it is empty; restore it from a backup, since stored credentials depend on it');
  if (process.getuid !== undefined && (found.mode & 0o077) !== 0) chmodSync(path, 0o600);
  return key;
}

/** A hard link to a complete file fails when the name is taken: no process ever sees half a key or replaces one. */
function createKey(path: string): string {
  const draft = `${path}.${randomUUID()}`;
  try {
    writeFileSync(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { flag: 'wx', mode: 0o600 });
    linkSync(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const key = readKey(path);
  if (key === undefined) throw new Error(`it vanished from ${dirname(path)}`);
  return key;
}

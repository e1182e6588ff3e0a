import { closeSync, openSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorText, KnownError } from '../../../kernel/index.ts';
import type { Connection } from './connection.ts';

/** Where an upgrade keeps what was there before it. */
export function snapshotPath(path: string, version: number): string {
  return `${path}.before-${String(version).padStart(4, '0')}`;
}

const draftOf = (path: string) => `${path}.draft`;

/** What a process left that was killed while it copied: its room is free again. */
export function removeDraft(path: string): void {
  rmSync(draftOf(path), { force: true });
}

/** A consistent copy, compact, for the owner only, complete or not there. */
export function copyDatabase(from: Connection, to: string): void {
  const draft = draftOf(to);
  removeDraft(to);
  try {
    closeSync(openSync(draft, 'wx', 0o600)); // an empty file is taken as it is
    from.raw.prepare('VACUUM INTO ?').run(draft);
    renameSync(draft, to);
  } finally {
    removeDraft(to);
  }
}

/** The same before an upgrade: whatever goes wrong, the database is as it was, and the error says so. */
export function keepSnapshot(from: Connection, to: string): void {
  try {
    copyDatabase(from, to);
  } catch (error) {
    throw new KnownError('data_directory_invalid', {
      message: `The database ${from.raw.name} is not upgraded: it could not be copied to ${to} first: ${errorText(error)}`,
      hint: 'Nothing in it was changed. Its folder must be writable and have room; a damaged database needs a backup.',
      cause: error,
    });
  }
}

/** What a compact copy takes: the pages that hold something. */
export function copiedBytes({ raw }: Connection): number {
  const number = (name: string) => raw.pragma(name, { simple: true }) as number; // integers by definition
  return (number('page_count') - number('freelist_count')) * number('page_size');
}

/** What this user may still write where a file lies; undefined where the system does not say, and the copy has to try. */
export function freeBytesBeside(path: string): number | undefined {
  try {
    const { bavail, bsize, blocks } = statfsSync(dirname(path));
    return blocks > 0 ? bavail * bsize : undefined;
  } catch {
    return undefined; // not every file system or sandbox answers
  }
}

export function requireSpace(path: string, neededBytes: number, freeBytes: number | undefined): void {
  if (freeBytes === undefined || freeBytes >= neededBytes) return;
  const [needed, free] = [megabytes(neededBytes), megabytes(freeBytes, Math.floor)];
  throw new KnownError('data_directory_invalid', {
    message: `The database ${path} is not upgraded: the copy kept beside it needs ${needed} MB, and ${dirname(path)} has ${free} MB left`,
    hint: 'Make room there, or move the data directory to a larger disk. The database is as it was.',
  });
}

export function megabytes(bytes: number, round = Math.ceil): number {
  return round(bytes / 1024 ** 2);
}

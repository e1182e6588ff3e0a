import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { CodeLanguage } from '../../src/platform/sandbox/index.ts';
import { type Launch, launchChild, launchExecutable } from '../../src/platform/sandbox/launch.ts';
import { preparePython } from '../../src/platform/sandbox/python-snapshot.ts';
import type { Targets } from './attempts.ts';

/** Lies in every place that must not be reached; nothing that comes out of the sandbox may contain it. */
export const CANARY = 'canary-7f3a9c';

export interface Surroundings {
  readonly targets: Targets;
  readonly connections: () => number;
  close(): Promise<void>;
}

export async function openSurroundings(): Promise<Surroundings> {
  const folder = mkdtempSync(join(tmpdir(), 'dify-escape-'));
  const file = join(folder, 'secret.py');
  writeFileSync(file, `SECRET = '${CANARY}'`);
  const database = join(folder, 'dify.sqlite');
  new Database(database).exec(`create table secrets (value text); insert into secrets values ('${CANARY}')`).close();
  process.env['DIFY_CANARY'] = CANARY;
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    targets: { file, database, folder, port, parentPid: process.pid },
    connections: () => connections,
    async close() {
      await new Promise((resolve) => server.close(resolve));
      delete process.env['DIFY_CANARY'];
      rmSync(folder, { recursive: true });
    },
  };
}

/** `DIFY_EXECUTABLE` names a packaged program: then its children are tried, else those of this working tree. */
export async function launchFor(language: CodeLanguage): Promise<Launch> {
  const executable = process.env['DIFY_EXECUTABLE'];
  if (executable) return launchExecutable(executable);
  if (language === 'python3') await preparePython();
  return launchChild(language);
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { createServer } from '../../../src/http/server.ts';
import { type Instance, openInstance } from '../../../src/instance/index.ts';
import type { AppId, JsonObject, TenantId } from '../../../src/kernel/index.ts';
import { createKey, importApp, publishApp, type Scope } from '../../../src/operations/index.ts';
import { createIdSource, systemClock } from '../../../src/platform/clock/index.ts';
import { loadConfig } from '../../../src/platform/config/index.ts';
import { type Log, silentLog } from '../../../src/platform/log/index.ts';
import { openStorage } from '../../../src/storage/index.ts';

/** What the tests of the HTTP door share: an instance in a folder of its own, with apps and keys. */
export interface Served extends ServedWorkspace {
  readonly instance: Instance;
  readonly server: FastifyInstance;
  /** Everything that was logged as an error: there should be nothing. */
  readonly errors: readonly unknown[];
  /** Everything that was logged as a warning. */
  readonly warnings: readonly unknown[];
  /** Everything that was logged for whoever looks after the server. */
  readonly infos: readonly unknown[];
  /** Called with whatever is logged for those who look closely. */
  readonly onDebug: Set<Log['debug']>;
  /** The file of the database. */
  readonly database: string;
  /** Another workspace beside the first. */
  addWorkspace(): Promise<ServedWorkspace>;
  close(): Promise<void>;
}

export interface ServedWorkspace {
  readonly tenantId: TenantId;
  importApp(document: JsonObject): Promise<ServedApp>;
  datasetKey(): Promise<string>;
}

export interface ServedApp {
  readonly id: AppId;
  readonly key: string;
  /** Of its web app. */
  readonly code: string;
}

export async function serve(
  environment: Record<string, string> = {},
  folder?: string,
  options?: Parameters<typeof createServer>[1],
): Promise<Served> {
  const dataDir = folder ?? mkdtempSync(join(tmpdir(), 'dify-http-'));
  const config = loadConfig({
    flags: { dataDir, port: '0' },
    env: { DIFY_SWAGGER_UI_ENABLED: 'true', DIFY_DRAIN_SECONDS: '0', ...environment },
  });
  const errors: unknown[] = [];
  const warnings: unknown[] = [];
  const infos: unknown[] = [];
  const onDebug = new Set<Log['debug']>();
  const log: Log = {
    ...silentLog,
    debug: (message, fields) => {
      for (const listener of onDebug) listener(message, fields);
    },
    error: (message, fields) => void errors.push([message, fields]),
    info: (message, fields) => void infos.push([message, fields]),
    warn: (message, fields) => void warnings.push([message, fields]),
  };
  const instance = openInstance({ config, keepsRecords: true, log });
  await instance.prepareServing();
  const server = await createServer(instance, options);
  const database = join(dataDir, 'dify.db');
  return {
    ...workspaceOf(await instance.localScope({ user: 'tests' })),
    ...{ instance, server, errors, warnings, infos, onDebug, database },
    async addWorkspace() {
      const workspace = await createTenant(database);
      return workspaceOf(await instance.localScope({ user: 'tests', workspace }));
    },
    async close() {
      await server.close();
      await instance.close();
      if (folder === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function workspaceOf(scope: Scope): ServedWorkspace {
  return {
    tenantId: scope.caller.tenantId,
    async importApp(document) {
      const { appId, error } = await importApp(scope, { text: JSON.stringify(document), isConfirmed: true });
      if (!appId) throw new Error(`The app was not imported: ${error}`);
      await publishApp(scope, { appId });
      const { token } = await createKey(scope, { appId });
      const app = await scope.stores.apps.get(appId);
      return { id: appId, key: token, code: (await scope.stores.ofApp(app).site.get()).code };
    },
    datasetKey: async () => (await createKey(scope, {})).token,
  };
}

/** As another process does that works on the same data directory. */
async function createTenant(path: string): Promise<TenantId> {
  const storage = openStorage({ path, clock: systemClock, ids: createIdSource() });
  const { id } = await storage.system.tenants.create({ name: 'Another workspace' });
  await storage.close();
  return id;
}

/** A call with the key of an app. */
export function calling(server: FastifyInstance, key: string) {
  return async (method: NonNullable<InjectOptions['method']>, url: string, payload?: JsonObject) => {
    const headers = { authorization: `Bearer ${key}` };
    const response = await server.inject({ method, url, headers, ...(payload && { payload: payload as object }) });
    return {
      status: response.statusCode,
      headers: response.headers,
      text: response.body,
      json: readJson(response.body),
    };
  };
}

export function readJson(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not every answer is JSON
  }
}

/** The data events of a stream. */
export function eventsIn(text: string): { event: string; [field: string]: unknown }[] {
  return text
    .split('\n\n')
    .flatMap((block) => block.split('\n').filter((line) => line.startsWith('data: ')))
    .map((line) => JSON.parse(line.slice('data: '.length)));
}

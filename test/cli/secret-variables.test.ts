import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AppId, TenantId } from '../../src/kernel/index.ts';
import { createIdSource, systemClock } from '../../src/platform/clock/index.ts';
import { openStorage, type TenantStores, type Workflow, type WorkflowContent } from '../../src/storage/index.ts';
import { calling, type Served, serve } from '../http/testing/served-apps.ts';
import { openWorkplace } from './command-line.ts';
import { approval, end, flow, start, template } from './flows.ts';

/** Secret environment variables of apps lie sealed in the data directory, and reach runs and owners clear. */

const CANARY = 'canary-4711-open-sesame';
const SHOWN = [...CANARY].toReversed().join(''); // a run may use it; this shows that it did
const variables = [
  { id: 'a', name: 'token', value_type: 'secret', value: CANARY, description: 'for the bank' },
  { id: 'b', name: 'greeting', value_type: 'string', value: 'hello-in-clear', description: '' },
];
const shown = template('turned', '{{ token | reverse }} {{ greeting }}', {
  token: ['env', 'token'],
  greeting: ['env', 'greeting'],
});
const document = flow({ nodes: [start(), shown, end({ text: ['turned', 'output'] })], environment: variables });
const result = { text: `${SHOWN} hello-in-clear` };

let place = openWorkplace();
beforeEach(() => {
  place = openWorkplace();
  place.write('app.yml', document);
});
afterEach(() => place.remove());
afterAll(() => place.remove());

const dify = (...argv: string[]) => place.dify([...argv, '--data-dir', 'data']);

async function importApp(...options: string[]): Promise<AppId> {
  const { stdout, stderr } = await dify('app', 'import', 'app.yml', ...options);
  if (stdout === '') throw new Error(stderr);
  return stdout.trim() as AppId;
}

/** Everything that lies in the data directory. */
function onDisk(): string {
  const folder = join(place.folder, 'data');
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  return paths.flatMap((path) => (statSync(path).isFile() ? readFileSync(path, 'latin1') : [])).join('\n');
}

async function withStores<Result>(work: (stores: TenantStores) => Promise<Result>): Promise<Result> {
  const path = join(place.folder, 'data', 'dify.db');
  const storage = openStorage({ path, clock: systemClock, ids: createIdSource() });
  const [tenant] = await storage.system.tenants.list();
  const answer = await work(storage.tenant(tenant?.id as TenantId));
  await storage.close();
  return answer;
}

function contentOf(row: Workflow | undefined): WorkflowContent {
  if (!row) throw new Error('There is no such workflow');
  const { graph, features, environmentVariables, conversationVariables } = row;
  return { graph, features, environmentVariables, conversationVariables };
}

async function served<Result>(work: (server: Served) => Promise<Result>): Promise<Result> {
  const server = await serve({}, join(place.folder, 'data'));
  try {
    return await work(server);
  } finally {
    await server.close();
  }
}

/** What the published app answers. */
async function run(appId: AppId): Promise<unknown> {
  const key = (await dify('key', 'create', '--app', appId)).stdout.trim();
  return served(async ({ server }) => {
    const { json } = await calling(server, key)('POST', '/v1/workflows/run', { inputs: {}, user: 'ada' });
    return json.data.outputs;
  });
}

describe('an app that is imported and published', () => {
  test('lies in the data directory without its secrets, and runs with them', async () => {
    const appId = await importApp('--publish');
    expect(onDisk()).not.toContain(CANARY);
    expect(onDisk()).toContain('hello-in-clear');
    expect(await run(appId)).toEqual(result);
    expect(onDisk()).not.toContain(CANARY);
  });

  test('is exported without them, unless they are asked for', async () => {
    const appId = await importApp();
    const [bare, whole] = [await dify('app', 'export', appId), await dify('app', 'export', appId, '--secrets')];
    expect(bare.stdout).toContain('hello-in-clear');
    expect(bare.stdout).not.toContain(CANARY);
    expect(bare.stdout).not.toContain('$sealed');
    expect(whole.stdout).toContain(`value: ${CANARY}`);
  });

  test('keeps them when it is copied or overwritten', async () => {
    const first = await importApp();
    await importApp('--app', first);
    const copied = (await dify('app', 'copy', first)).stdout.trim() as AppId;
    await dify('app', 'publish', copied);
    expect(onDisk()).not.toContain(CANARY);
    expect(await run(copied)).toEqual(result);
  });

  test('shares them with no other app', async () => {
    const [one, other] = [await importApp('--publish'), await importApp('--publish')];
    await withStores(async (stores) => {
      const stolen = contentOf(await stores.workflows.findPublished(one));
      await stores.workflows.saveDraft(await stores.apps.get(other), stolen);
    });
    const refused = await dify('app', 'publish', other);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('was changed or belongs elsewhere') });
  });
});

describe('what an earlier version wrote in clear', () => {
  test('runs, is exported, and is sealed when it is published again', async () => {
    const appId = await importApp();
    await withStores(async (stores) => {
      const app = await stores.apps.get(appId);
      const clear = { ...contentOf(await stores.workflows.findDraft(appId)), environmentVariables: variables };
      await stores.workflows.saveDraft(app, clear);
      await stores.workflows.publish(app, clear);
    });
    expect(await run(appId)).toEqual(result);
    expect((await dify('app', 'export', appId, '--secrets')).stdout).toContain(CANARY);
    await dify('app', 'publish', appId);
    const published = await withStores((stores) => stores.workflows.findPublished(appId));
    expect(JSON.stringify(published)).not.toContain(CANARY);
    expect(await run(appId)).toEqual(result);
  });
});

describe('a file that is run', () => {
  const { graph } = approval.workflow;
  const asking = { ...approval, workflow: { ...approval.workflow, environment_variables: variables } };
  const nodes = graph.nodes.map((node) => (node.id === 'refused' ? { ...shown, id: 'refused' } : node));
  const last = end({ text: ['refused', 'output'] });
  const edges = [...graph.edges, { id: 'x', source: 'refused', target: 'last', sourceHandle: 'source' }];
  const waiting = {
    ...asking,
    workflow: { ...asking.workflow, graph: { nodes: [...nodes, { ...last, id: 'last' }], edges } },
  };

  test('needs no data directory', async () => {
    expect(await place.dify(['run', 'app.yml'])).toMatchObject({ code: 0, stdout: expect.stringContaining(SHOWN) });
    expect(readdirSync(place.folder)).toEqual(['app.yml']);
  });

  test('is kept with its run without them, and goes on with them', async () => {
    place.write('waiting.yml', waiting);
    const { stderr } = await dify('run', 'waiting.yml', '-i', 'what=leave');
    const runId = /runs resume (\S+)/.exec(stderr)?.[1] ?? '';
    expect(onDisk()).toContain('hello-in-clear');
    expect(onDisk()).not.toContain(CANARY);
    const resumed = await dify('runs', 'resume', runId, '--action', 'no');
    expect(resumed).toMatchObject({ code: 0, stdout: expect.stringContaining(SHOWN) });
    expect(onDisk()).not.toContain(CANARY);
  });
});

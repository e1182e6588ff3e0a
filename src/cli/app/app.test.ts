import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createIdSource, systemClock } from '../../platform/clock/index.ts';
import { openStorage } from '../../storage/index.ts';
import { runCommandLine } from '../testing/test-io.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dify-app-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...argv: string[]) => runCommandLine(['app', ...argv, '--data-dir', folder], { cwd: folder });
const listed = async () => JSON.parse((await run('list', '--json')).stdout) as Record<string, unknown>[];

function write(name: string, document: object): string {
  writeFileSync(join(folder, name), JSON.stringify(document));
  return name;
}

/** A workflow of a start node and one more. */
const workflowTo = (type: string) => ({
  ...{ kind: 'app', version: '0.6.0', app: { name: `to ${type}`, mode: 'workflow' } },
  workflow: {
    graph: {
      nodes: [
        { id: 'start', data: { type: 'start', title: 'start', variables: [] } },
        { id: 'last', data: { type, title: 'last', outputs: [] } },
      ],
      edges: [{ id: 'e', source: 'start', target: 'last', sourceHandle: 'source' }],
    },
  },
});

test('a file that could not be published is not taken where it is to be published', async () => {
  const file = write('broken.yml', workflowTo('teleport'));
  for (const _retry of [1, 2]) {
    const ended = await run('import', file, '--publish');
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(/UNKNOWN_NODE_TYPE.*\n.*dify validate/);
  }
  expect(await listed()).toEqual([]);
  expect(await run('import', file)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\S+\n$/) });
});

test('nor does it touch the draft that it was to overwrite', async () => {
  const id = (await run('import', write('good.yml', workflowTo('end')), '--publish')).stdout.trim();
  const before = (await run('export', id)).stdout;
  const refused = await run('import', write('broken.yml', workflowTo('teleport')), '--app', id, '--publish', '--json');
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(JSON.parse(refused.stderr)).toMatchObject({
    error: { code: 'invalid_graph', details: [{ code: 'UNKNOWN_NODE_TYPE', node_id: 'last' }] },
  });
  expect((await run('export', id)).stdout).toBe(before);
});

test('an app is shown with the code of its web app', async () => {
  const id = (await run('import', write('good.yml', workflowTo('end')), '--publish')).stdout.trim();
  expect(JSON.parse((await run('show', id)).stdout)).toMatchObject({
    ...{ id, name: 'to end', mode: 'workflow', enable_site: true },
    site: { code: expect.stringMatching(/^\w{16}$/), title: 'to end' },
  });
});

test('an app without a graph is published as it is saved, for people and for programs', async () => {
  const model = { provider: 'openai', name: 'gpt-4o', mode: 'chat', completion_params: {} };
  const app = { name: 'talk', mode: 'chat' };
  const chat = { kind: 'app', version: '0.6.0', app, model_config: { model } };
  expect(await run('import', write('chat.yml', chat))).toMatchObject({ code: 0, stderr: 'imported chat.yml\n' });
  expect(await run('import', write('draft.yml', workflowTo('end')))).toMatchObject({ code: 0 });
  const published = (await listed()).map((app) => [app['name'], app['is_published']]);
  expect(published).toEqual([
    ['to end', false],
    ['talk', true],
  ]);
  const { stdout } = await run('list');
  expect(stdout).toMatch(/ chat +yes .* talk\n/);
  expect(stdout).toMatch(/ workflow +no .* to end\n/);
});

/** A workflow that asks these knowledge bases. */
function workflowAsking(...datasetIds: readonly string[]) {
  const file = workflowTo('knowledge-retrieval');
  Object.assign(file.workflow.graph.nodes[1]?.data ?? {}, { dataset_ids: datasetIds });
  return file;
}

const askedIn = (exported: string) => /dataset_ids:\n((?: +- .+\n)+)/.exec(exported)?.[1]?.match(/[^\s-]\S*/g) ?? [];

test('knowledge bases leave a workspace encrypted and are found again in it, on import and by copying', async () => {
  const [one, two] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
  const id = (await run('import', write('clear.yml', workflowAsking(one, two)))).stdout.trim();
  const exported = (await run('export', id)).stdout;
  expect(askedIn(exported)).toHaveLength(2);
  expect(exported).not.toContain(one);
  writeFileSync(join(folder, 'exported.yml'), exported);
  const imported = (await run('import', 'exported.yml')).stdout.trim();
  const copied = (await run('copy', id)).stdout.trim();
  await run('import', 'exported.yml', '--app', id);
  for (const app of [imported, copied, id])
    expect(askedIn((await run('export', app)).stdout)).toEqual(askedIn(exported));
});

test('knowledge bases of another workspace are left out', async () => {
  const foreign = 'cgNQZ8GZ3H4g7a1oR8m1tq7Y1m1Vd7Zc3Rk9tZy5l0M=';
  const id = (await run('import', write('foreign.yml', workflowAsking(foreign)))).stdout.trim();
  expect((await run('export', id)).stdout).toContain('dataset_ids: []');
});

test('what is published, copied or deleted is told to programs in one document', async () => {
  const id = (await run('import', write('good.yml', workflowTo('end')))).stdout.trim();
  const printed = async (...argv: string[]) => {
    const { code, stdout, stderr } = await run(...argv, '--json');
    expect([code, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  const published = await printed('publish', id);
  expect(published).toMatchObject({ id, name: 'to end', workflow_id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  expect(published).toEqual(await printed('show', id));
  const copy = await printed('copy', id, '--name', 'another');
  expect(copy).toMatchObject({ status: 'completed', app_mode: 'workflow', app_id: expect.any(String) });
  expect((await listed()).map((app) => app['id'])).toEqual([copy['app_id'], id]);
  expect(await printed('delete', id, '--yes')).toEqual({ deleted: id });
  expect((await listed()).map((app) => app['name'])).toEqual(['another']);
});

describe('delete', () => {
  const onTerminal = (id: string, stdin: string) =>
    runCommandLine(['app', 'delete', id, '--data-dir', folder], { cwd: folder, isTerminal: true, stdin });

  test('on a terminal it asks, names the app and what goes with it, and takes only a yes', async () => {
    const id = (await run('import', write('good.yml', workflowTo('end')))).stdout.trim();
    for (const typed of ['', '\n', 'no\n', 'yesterday\n']) {
      const kept = await onTerminal(id, typed);
      expect(kept).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('nothing is deleted\n') });
    }
    expect(await listed()).toHaveLength(1);
    const { code, stderr } = await onTerminal(id, 'Yes\n');
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^Delete the workflow app "to end" with its keys.*runs.*cannot be undone.*deleted to end\n$/s,
    );
    expect(await listed()).toEqual([]);
  });

  test('without a terminal it wants --yes', async () => {
    const id = (await run('import', write('good.yml', workflowTo('end')))).stdout.trim();
    expect(await run('delete', id)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--yes') });
    expect(await run('delete', id, '--yes')).toMatchObject({ code: 0, stderr: 'deleted to end\n' });
  });
});

test('a page says when there is a further one', async () => {
  await run('list'); // makes the data directory
  const storage = openStorage({ path: join(folder, 'dify.db'), clock: systemClock, ids: createIdSource() });
  const [tenant] = await storage.system.tenants.list();
  if (!tenant) throw new Error('no workspace');
  const { apps } = storage.tenant(tenant.id);
  for (let number = 1; number <= 101; number++) await apps.create({ name: `app ${number}`, mode: 'chat' });
  await storage.close();
  expect((await run('list')).stderr).toBe('older ones are there: --page 2\n');
  expect(await run('list', '--page', '2')).toMatchObject({ stdout: expect.stringMatching(/ app 1\n$/), stderr: '' });
  expect((await run('list', '--json')).stderr).toBe('');
});

test('a --page that cannot be is refused', async () => {
  for (const page of ['0', 'last']) {
    const message = `--page wants a whole number, 1 or more, got "${page}"`;
    expect(await run('list', '--page', page)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  }
  expect(await run('list', '--page', '90071992547409')).toMatchObject({ code: 0, stdout: '' });
});

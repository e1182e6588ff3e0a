import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/testing/test-io.ts';
import { app, graph, node } from './testing/apps.ts';
import { calling, eventsIn, type Served, type ServedApp, serve } from './testing/served-apps.ts';

/** Forms of a person's runs that the command line fills in: a file belongs to the person, whoever gives it. */

const folder = mkdtempSync(join(tmpdir(), 'dify-filled-'));
let served: Served;
let asker: ServedApp;

const files = { allowed_file_types: ['document'], allowed_file_extensions: [], allowed_file_upload_methods: [] };
const document = app('workflow', {
  workflow: {
    graph: graph(
      [
        node('start', { type: 'start', variables: [] }),
        node('ask', {
          ...{ type: 'human-input', form_content: 'Show me', timeout: 3, timeout_unit: 'day' },
          inputs: [
            { type: 'paragraph', output_variable_name: 'note' },
            { type: 'file', output_variable_name: 'letter', ...files, allowed_file_upload_methods: ['local_file'] },
            { type: 'file-list', output_variable_name: 'others', ...files, number_limits: 2 },
          ],
          user_actions: [{ id: 'yes', title: 'Yes' }],
        }),
        node('read', { type: 'document-extractor', variable_selector: ['ask', 'letter'], is_array_file: false }),
        node('all', { type: 'document-extractor', variable_selector: ['ask', 'others'], is_array_file: true }),
        node('end', {
          type: 'end',
          outputs: [
            { variable: 'note', value_selector: ['ask', 'note'] },
            { variable: 'letter', value_selector: ['read', 'text'] },
            { variable: 'others', value_selector: ['all', 'text'] },
          ],
        }),
      ],
      { ask: 'yes' },
    ),
  },
});

beforeAll(async () => {
  served = await serve({}, join(folder, 'data'));
  asker = await served.importApp(document);
  for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, `${name}.txt`), `text of ${name}`);
  writeFileSync(join(folder, 'sound.mp3'), 'ID3');
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A run of Ada's that waits at the form. */
async function ask(): Promise<string> {
  const body = { inputs: {}, user: 'ada', response_mode: 'streaming' };
  const { text } = await calling(served.server, asker.key)('POST', '/v1/workflows/run', body);
  const asked = eventsIn(text).find(({ event }) => event === 'human_input_required');
  return String(asked?.['workflow_run_id']);
}

const resume = (runId: string, flags: readonly string[], typed?: readonly string[]) =>
  runCommandLine(['runs', 'resume', runId, '--data-dir', 'data', ...flags], {
    ...{ cwd: folder, env: { HOME: folder }, isTerminal: typed !== undefined },
    stdin: (typed ?? []).map((line) => `${line}\n`).join(''),
  });

const filled = { note: 'fine', letter: 'text of a', others: ['text of b', 'text of c'] };
const byFlags = ['--action', 'yes', '--inputs', '{"note": "fine"}'];
const byFiles = ['--file', 'letter=a.txt', '--file', 'others=b.txt', '--file', 'others=c.txt'];

describe.each([
  ['by the server of the data directory', []],
  ['by the command itself', ['--allow-net', 'private']],
])('gone on with %s', (_by, flags) => {
  test('a form is answered by flags, files by their paths', async () => {
    const { code, stdout, stderr } = await resume(await ask(), [...flags, ...byFlags, ...byFiles]);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual(filled);
  });

  test('without --action a terminal is asked, field by field', async () => {
    const typed = ['fine', '', 'sound.mp3', 'a.txt', 'b.txt', 'c.txt', 'yes'];
    const { code, stdout, stderr } = await resume(await ask(), flags, typed);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(filled);
    for (const words of ['Show me', 'letter (path; document): ', 'sound.mp3']) expect(stderr).toContain(words);
  });
});

describe('an answer that is none', () => {
  test('a terminal that gives nothing more leaves the run as it is', async () => {
    const runId = await ask();
    expect(await resume(runId, [], ['fine', ''])).toMatchObject({ code: 3, stdout: '' });
    expect(await resume(runId, [...byFlags, ...byFiles])).toMatchObject({ code: 0 });
    const again = await resume(runId, [], ['fine']);
    expect(again).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('does not wait for anybody') });
  });

  test('without a terminal an action is needed, and files and inputs belong to one', async () => {
    const runId = await ask();
    expect(await resume(runId, [])).toMatchObject({ code: 2, stderr: expect.stringContaining('--action ID') });
    for (const half of [byFiles, byFlags.slice(2)])
      expect(await resume(runId, half, ['x'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--action') });
  });

  test.each([
    ['letter=sound.mp3', "file input 'letter': File validation failed for file: sound.mp3"],
    ['note=a.txt', 'The form takes no file "note" (file fields: letter, others)'],
    ['letter=missing.txt', 'cannot read missing.txt: it does not exist'],
  ])('--file %s is refused', async (file, problem) => {
    const refused = await resume(await ask(), [...byFlags, '--file', file]);
    expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(problem) });
  });
});

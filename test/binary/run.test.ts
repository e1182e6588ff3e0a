import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startChatServer } from '../fakes/chat-server.ts';
import { jsonReply, startScriptedServer } from '../fakes/scripted-server.ts';
import { EmptyMachine, templates } from './empty-machine.ts';

let machine: EmptyMachine;
beforeAll(() => {
  machine = new EmptyMachine();
});
afterAll(() => machine?.remove());

/** No template holds JavaScript. */
const JAVASCRIPT = `
app: { mode: workflow, name: Reverse }
kind: app
version: 0.6.0
workflow:
  graph:
    nodes:
      - { id: start, data: { type: start, title: Start, variables: [{ variable: text, label: Text, type: text-input }] } }
      - id: code
        data:
          type: code
          title: Reverse
          code_language: javascript
          code: 'function main({ text }) { return { reversed: [...text].reverse().join("") } }'
          variables: [{ variable: text, value_selector: [start, text] }]
          outputs: { reversed: { type: string } }
      - { id: end, data: { type: end, title: End, outputs: [{ variable: reversed, value_selector: [code, reversed] }] } }
    edges:
      - { id: a, source: start, sourceHandle: source, target: code, targetHandle: target }
      - { id: b, source: code, sourceHandle: source, target: end, targetHandle: target }
`;

test('help names every command', async () => {
  const { code, stdout } = await machine.run(['--help']);
  expect(code).toBe(0);
  for (const command of ['run', 'validate', 'init', 'serve']) expect(stdout).toContain(`\n  ${command} `);
});

test('every template is valid', async () => {
  const files = readdirSync(templates).filter((file) => file.endsWith('.yml'));
  for (const file of files) machine.place(file.replace(/\.yml$/, ''));
  expect(await machine.run(['validate', ...files])).toMatchObject({ code: 0 });
});

test('a broken file is told with its line', async () => {
  machine.write('broken.yml', 'app:\n  name: [\n');
  const { code, stdout, stderr } = await machine.run(['validate', 'broken.yml']);
  expect(code).toBe(2);
  expect(stdout + stderr).toMatch(/broken\.yml:\d+:\d+/);
});

test('an env file that is missing is told in our words where a variable names it', async () => {
  expect(await machine.run(['config', 'port'], { env: { DIFY_ENV_FILE: 'none.env' } })).toEqual({
    code: 2,
    stdout: '',
    stderr: 'dify: The env file none.env does not exist (from DIFY_ENV_FILE)\n',
  });
});

test('an env file that a flag names counts', async () => {
  machine.write('some.env', 'DIFY_PORT=7000\n');
  const { code, stdout } = await machine.run(['config', 'port', '--env-file', 'some.env']);
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('7000  (DIFY_PORT in some.env)') });
});

describe('a run', () => {
  test('of Jinja2 and Python', async () => {
    const { code, stdout } = await machine.run(['run', machine.place('hello'), '-i', 'name=Ann']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('│ Hello, Ann! │') });
  });

  test('from standard input leaves no file behind but the cache', async () => {
    const before = readdirSync(machine.folder);
    const input = readFileSync(join(templates, 'hello.yml'), 'utf8');
    expect(await machine.run(['run', '-', '-i', 'name=Bo'], { input })).toMatchObject({ code: 0 });
    expect(readdirSync(machine.folder)).toEqual(before);
    expect(readdirSync(machine.home).filter((name) => name !== '.cache')).toEqual([]);
  });

  test('of JavaScript', async () => {
    machine.write('javascript.yml', JAVASCRIPT);
    const { code, stdout } = await machine.run(['run', 'javascript.yml', '-i', 'text=abc']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'cba\n' });
  });

  test('of HTTP to a server on this machine, once it is allowed', async () => {
    const repository = { full_name: 'a/b', name: 'b', description: 'text', stargazers_count: 5, open_issues_count: 1 };
    const server = await startScriptedServer(() => jsonReply(repository));
    const { host, origin } = new URL(server.url);
    const file = machine.place('http-and-code', (text) => text.replaceAll('https://api.github.com', origin));
    const allowed = await machine.run(['run', file, '--allow-net', host]);
    const refused = await machine.run(['run', file]);
    await server.close();
    expect(allowed).toMatchObject({ code: 0, stdout: expect.stringContaining('5') });
    expect(refused.stdout + refused.stderr).toContain('may not be reached');
  });

  test('of a chatflow, against a model gateway', async () => {
    const server = await startChatServer([{ chunks: ['Good ', 'day'] }]);
    const gateway = ['--model-gateway', server.url];
    const { code, stdout } = await machine.run(['run', machine.place('chatflow'), '--query', 'hi', ...gateway]);
    await server.close();
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Good day\n' });
  });

  test('of branches and an iteration', async () => {
    const file = machine.place('branch-and-iteration');
    const listed = await machine.run(['run', file, '-i', 'text=one\ntwo', '-i', 'style=shouted']);
    expect(listed).toMatchObject({ code: 0, stdout: '1. ONE\n2. TWO\n' });
    const nothing = await machine.run(['run', file, '-i', 'text=']);
    expect(nothing).toMatchObject({ code: 0, stdout: 'There is nothing to do.\n' });
  });

  test('that classifies and extracts, against a model gateway', async () => {
    const order = { product: 'lamps', quantity: 3, is_urgent: true };
    const server = await startChatServer([
      '{"keywords": ["lamps"], "category_id": "1", "category_name": "An order"}',
      { toolCalls: [{ name: 'extract_parameters', arguments: JSON.stringify(order) }] },
    ]);
    const file = machine.place('classify-and-extract');
    const message = ['-i', 'message=Three lamps, quickly!'];
    const run = await machine.run(['run', file, ...message, '--model-gateway', server.url, '--output', 'json']);
    await server.close();
    expect(run).toMatchObject({ code: 0 });
    expect(JSON.parse(run.stdout)).toMatchObject({ data: { outputs: { reply: 'Order: 3 x lamps (urgent)' } } });
    expect(server.sent()).toHaveLength(2);
  });

  test('that asks a person pauses, and goes on in another process', async () => {
    const kept = ['--data-dir', 'data'];
    const file = machine.place('approval');
    const paused = await machine.run(['run', file, '-i', 'item=A chair', ...kept, '--output', 'json']);
    expect(paused.code).toBe(3);
    const { workflow_run_id: id } = JSON.parse(paused.stdout) as { workflow_run_id: string };
    const answer = ['--action', 'approve', '--inputs', '{"comment": "a red one"}'];
    const resumed = await machine.run(['runs', 'resume', id, ...answer, ...kept]);
    expect(resumed).toMatchObject({ code: 0, stdout: 'Approved: A chair (a red one)\n' });
    const again = await machine.run(['runs', 'resume', id, ...answer, ...kept]);
    expect(again.code).not.toBe(0);
  });

  test('that fails ends with 1, and with 2 when the input is wrong', async () => {
    const wrong = await machine.run(['run', machine.place('classify-and-extract')]);
    expect(wrong).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('message is required') });
    const absent = await machine.run(['run', 'absent.yml']);
    expect(absent).toMatchObject({ code: expect.toSatisfy((code) => code === 2 || code === 5), stdout: '' });
  });
});

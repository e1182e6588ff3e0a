import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { events, type ScriptedReply, type ScriptedServer, startScriptedServer } from '../fakes/scripted-server.ts';
import { openWorkplace } from './command-line.ts';
import { chat, end, flow, greeting, llm, node, start, template } from './flows.ts';
import { buildProgram, faultsOf, runProgram, signalGroup } from './spawned-program.ts';

/**
 * The program as a process against what people, disks and networks do to it: the right exit code, one clear sentence,
 * never a stack trace, never a hang. What takes long is in `bad-input-slow.ts`.
 */
const place = openWorkplace();
const { folder, write } = place;
let models: ScriptedServer;

const stream = { 'content-type': 'text/event-stream' };
const hello = events({ choices: [{ index: 0, delta: { content: 'hel' } }] });

/** What a model's endpoint does, by the first part of its path. */
const REPLIES: Readonly<Record<string, ScriptedReply>> = {
  hang: { ending: 'hang' },
  half: { headers: stream, pieces: [hello, 'data: {"choices":[{"ind'], ending: 'drop' },
  short: { headers: stream, pieces: [hello] },
  drop: { ending: 'drop' },
  garbage: { headers: stream, pieces: ['\0\x01garbage\n\ndata: not json\n\n'] },
  shapeless: { headers: stream, pieces: [events({ choices: 'x' }, '[DONE]')] },
  page: { headers: { 'content-type': 'text/html' }, pieces: ['<html>Please log in</html>'] },
  refusal: { status: 401, pieces: ['{"error":{"message":"bad key"}}'] },
  haste: { status: 429, pieces: ['{"error":{"message":"slow down"}}'] },
};

beforeAll(async () => {
  buildProgram();
  models = await startScriptedServer(({ path }) => REPLIES[path.split('/')[1] ?? ''] ?? { status: 500 });
  write('greeting.yml', greeting);
  write('chat.yml', chat);
  write(
    'model.yml',
    flow({
      mode: 'advanced-chat',
      nodes: [start(), llm('model', 'hi'), node('answer', 'answer', { answer: '{{#model.text#}}' })],
    }),
  );
  write('broken.yml', 'app:\n  mode: workflow\n  name: [x\n');
  write('empty.yml', '');
  write('nul.yml', '\0\0');
  writeFileSync(join(folder, 'noise.yml'), Buffer.from([0xc4, 0xff, 0x00, 0x80]));
  write('types.yml', { app: 'hello', kind: 'app', version: '0.3.0', workflow: [1] });
  write('nodes.yml', withNodes([7, null, { id: ['x'], data: [1] }]));
  write(
    'cycle.yml',
    flow({
      nodes: [start(), template('a', 'x'), template('b', 'x')],
      edges: [
        ['start', 'a'],
        ['a', 'b'],
        ['b', 'a'],
      ],
    }),
  );
  write('unknown.yml', flow({ nodes: [start(), node('q', 'teleport')] }));
  write(
    'proto.yml',
    flow({
      nodes: [
        start(),
        template('__proto__', '{{ constructor }}', { constructor: ['sys', 'user_id'] }),
        end({ o: ['__proto__', 'output'] }),
      ],
    }),
  );
  write('deep.yml', `a: ${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  write('deep.json', `{"name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
  write('bomb.yml', bomb());
  write('large.yml', `${JSON.stringify(greeting)}\n${'#'.repeat(11 * 1024 ** 2)}`);
  write('large.json', JSON.stringify({ name: 'x'.repeat(10_000_000) }));
  write('afile', '');
  mkdirSync(join(folder, 'corrupt'), { mode: 0o700 });
  writeFileSync(join(folder, 'corrupt/dify.db'), Buffer.alloc(8192, 7));
  mkdirSync(join(folder, 'taken/dify.db'), { recursive: true, mode: 0o700 });
  mkdirSync(join(folder, 'keyless'), { mode: 0o700 });
  writeFileSync(join(folder, 'keyless/secret.key'), '', { mode: 0o600 });
  mkdirSync(join(folder, 'settings'), { mode: 0o700 });
  writeFileSync(join(folder, 'settings/dify.yml'), 'port: [1\n');
}, 120_000);
afterAll(async () => {
  await models.close();
  place.remove();
});

function withNodes(nodes: readonly unknown[]) {
  const document = flow({ nodes: [] });
  return { ...document, workflow: { ...document.workflow, graph: { nodes, edges: [] } } };
}

/** Nine anchors, each nine times the one before. */
function bomb(): string {
  const names = Array.from({ length: 9 }, (_, i) => `b${i}`);
  const lines = names.map(
    (name, i) =>
      `${name}: &${name} [${Array(9)
        .fill(i === 0 ? 'x' : `*b${i - 1}`)
        .join(', ')}]`,
  );
  return lines.join('\n');
}

interface Case {
  readonly argv: string;
  readonly code: number;
  readonly says: string | RegExp;
  readonly env?: Readonly<Record<string, string>>;
}

const run = (argv: string, code: number, says: Case['says'], env?: Case['env']): Case => ({
  argv: `run ${argv}`,
  code,
  says,
  ...(env && { env }),
});
const asks = (reply: string) => `model.yml -q hi --model-gateway URL/${reply}/v1`;

const CASES: readonly Case[] = [
  run('broken.yml', 2, 'broken.yml:4:1: Invalid YAML'),
  run('empty.yml', 2, 'content must be a mapping'),
  run('nul.yml', 2, 'nul.yml:1:1: Invalid YAML format: unacceptable character #x0000'),
  run('noise.yml', 2, 'not UTF-8: byte 0xc4'),
  run('types.yml', 2, 'Missing app data'),
  run('nodes.yml', 2, 'The graph has no nodes'),
  run('cycle.yml', 2, 'CYCLE: The edges form a cycle: "a" → "b" → "a"'),
  run('unknown.yml', 2, 'Unknown node type "teleport" in node "q" (known: agent, '),
  run('deep.yml', 2, 'nesting exceeded'),
  run('bomb.yml', 2, 'aliases stand for more than'),
  run('large.yml', 2, 'exceeds the limit of 10MB'),
  run('nothing.yml', 2, 'cannot read nothing.yml: it does not exist'),
  run('.', 2, 'cannot read .: it is a directory'),
  run('-', 2, 'standard input: Invalid YAML'),
  run('greeting.yml', 2, 'name is required'),
  run('greeting.yml --inputs @deep.json', 2, /./),
  run('greeting.yml --inputs @large.json', 1, /./),
  run('greeting.yml -i name:=[1]', 2, 'must be a string'),
  run('greeting.yml --inputs {"name":"a -o json', 2, '"code":"usage"'),
  run('greeting.yml -i name=A --data-dir afile', 1, 'a file of that name is there'),
  run('greeting.yml -i name=A --data-dir afile/below', 1, 'cannot be made'),
  run('greeting.yml -i name=A --data-dir corrupt', 1, /dify\.db cannot be used: file is not a database/),
  run('greeting.yml -i name=A --data-dir taken', 1, /dify\.db cannot be used: EISDIR/),
  run('greeting.yml -i name=A --data-dir keyless', 1, 'secret.key cannot be used: it is empty'),
  run('greeting.yml -i name=A --data-dir settings', 2, /dify\.yml cannot be used: .*\(2:1\)/),
  run('greeting.yml -i name=A', 2, 'The setting port cannot be "x" (from DIFY_PORT)', { DIFY_PORT: 'x' }),
  run(`${asks('hang')} --timeout 1`, 124, 'longer than 1 s'),
  run(asks('half'), 1, 'Connection Error'),
  run(asks('short'), 1, 'ended without a finish reason'),
  run(asks('drop'), 1, 'Connection Error'),
  run(asks('garbage'), 1, 'not json'),
  run(asks('shapeless'), 1, 'choices'),
  run(asks('page'), 1, /./),
  run(asks('refusal'), 1, 'bad key'),
  run(asks('haste'), 1, 'slow down'),
  run(asks('other'), 1, 'Server Unavailable'),
];

test.concurrent.each(CASES)('dify $argv: $code', { timeout: 60_000 }, async ({ argv, code, says, env }) => {
  const words = argv.replace('URL', models.url).split(' ');
  const ended = await runProgram(words, { cwd: folder, ...(env && { env }) });
  expect({ code: ended.code, faults: faultsOf(ended) }, ended.stderr).toEqual({ code, faults: [] });
  expect(ended.stderr).toMatch(says);
});

test('names of JavaScript are names like others', async () => {
  expect(await runProgram(['run', 'proto.yml'], { cwd: folder })).toMatchObject({
    code: 0,
    stdout: 'cli\n',
    stderr: '',
  });
});

test('a NUL in an input is left out', async () => {
  const ended = await runProgram(['run', 'greeting.yml', '--inputs', '{"name":"a\\u0000b"}'], { cwd: folder });
  expect(ended).toMatchObject({ code: 0, stdout: 'Hello, ab!\n' });
});

test('a reader that has seen enough is no error', async () => {
  const ended = await runProgram(['run', 'chat.yml', '-q', 'x'.repeat(100_000), '-o', 'events'], {
    cwd: folder,
    onOutput: (_, child) => child.stdout?.destroy(),
  });
  expect(ended).toMatchObject({ code: 0, stderr: '' });
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s stops the run; its last event is printed', async (signal) => {
  let isStopped = false;
  const argv = ['run', ...asks('hang').replace('URL', models.url).split(' '), '-o', 'events'];
  const ended = await runProgram(argv, {
    cwd: folder,
    onOutput: (text, child) => {
      if (isStopped || !text.includes('"node_type":"llm"')) return;
      isStopped = true;
      if (signal === 'SIGINT') signalGroup(child, signal);
      else child.kill(signal);
    },
  });
  expect(ended).toMatchObject({ code: 130, stderr: '' });
  expect(JSON.parse(ended.stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ event: 'message_end' });
});

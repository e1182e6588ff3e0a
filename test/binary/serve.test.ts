import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EmptyMachine, ended } from './empty-machine.ts';

let machine: EmptyMachine;
beforeAll(() => {
  machine = new EmptyMachine();
});
afterAll(() => machine?.remove());

const kept = ['--data-dir', 'data'];

test('it serves an app that it took in, and ends with 0 when it is told to', async () => {
  const imported = await machine.run(['app', 'import', machine.place('hello'), '--publish', ...kept]);
  expect(imported).toMatchObject({ code: 0 });
  const created = await machine.run(['key', 'create', '--app', imported.stdout.trim(), ...kept]);
  expect(created).toMatchObject({ code: 0, stdout: expect.stringMatching(/^app-\w+\n$/) });

  const server = machine.start(['serve', '--port', '0', ...kept]);
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
  const url = /http:\/\/\S+/.exec(line)?.[0];
  const response = await fetch(`${url}/v1/workflows/run`, {
    method: 'POST',
    headers: { authorization: `Bearer ${created.stdout.trim()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ inputs: { name: 'Ann' }, response_mode: 'blocking', user: 'me' }),
  });
  const reply = (await response.json()) as { data: { status: string; outputs: Record<string, string> } };
  server.kill('SIGTERM');

  expect(response.status).toBe(200);
  expect(reply.data.status).toBe('succeeded');
  expect(Object.values(reply.data.outputs).join()).toContain('Hello, Ann!');
  // Windows knows no signals: there a process is only ever ended
  if (process.platform !== 'win32') expect(await ended(server)).toBe(0);
});

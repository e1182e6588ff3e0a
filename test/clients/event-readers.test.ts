import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { greeting } from '../http/testing/apps.ts';
import { type Listening, listen } from './listening.ts';

/** Streams as readers by the letter of the standard see them (https://html.spec.whatwg.org/multipage/server-sent-events.html). */

let server: Listening;
let key: string;
beforeAll(async () => {
  server = await listen('unused');
  key = (await server.importApp(greeting)).key;
});
afterAll(() => server.close());

async function read(path: string, init: RequestInit): Promise<EventSourceMessage[]> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...init.headers };
  const response = await fetch(`${server.url}${path}`, { ...init, headers });
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const events: EventSourceMessage[] = [];
  const parser = createParser({
    onEvent: (event) => events.push(event),
    onError: (error) => {
      throw error;
    },
  });
  const decoder = new TextDecoder();
  for await (const piece of response.body ?? []) parser.feed(decoder.decode(piece, { stream: true }));
  return events;
}

const run = () =>
  read('/v1/workflows/run', {
    method: 'POST',
    body: JSON.stringify({ inputs: { name: 'Zoë 🐝' }, user: 'ada', response_mode: 'streaming' }),
  });

test('a run is a stream of plain events, without ids', async () => {
  const events = await run();
  expect(events.every(({ id, event }) => id === undefined && event === undefined)).toBe(true);
  const data = events.map(({ data }) => JSON.parse(data));
  const told = data.map(({ event }) => event).filter((event) => event !== 'text_chunk');
  expect(told).toEqual([
    'workflow_started',
    ...Array.from({ length: 3 }, () => ['node_started', 'node_finished']).flat(),
    'workflow_finished',
  ]);
  expect(data.at(-1).data.outputs).toEqual({ text: 'Hello, Zoë 🐝!' });
});

test('whoever comes back says what they saw last, and gets what follows', async () => {
  const [first] = await run();
  const { workflow_run_id: id } = JSON.parse(first?.data ?? '');
  const path = `/v1/workflow/${id}/events?user=ada`;
  const all = await read(path, { headers: { 'last-event-id': '0' } });
  expect(all.map(({ data }) => JSON.parse(data).event).at(-1)).toBe('workflow_finished');
  const middle = all[Math.floor(all.length / 2)];
  const rest = await read(path, { headers: { 'last-event-id': String(middle?.id) } });
  expect(rest.map(({ data }) => data)).toEqual(
    all.filter(({ id }) => Number(id) > Number(middle?.id)).map(({ data }) => data),
  );
});

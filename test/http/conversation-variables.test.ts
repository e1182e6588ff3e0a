import { afterAll, beforeAll, expect, test } from 'vitest';
import { float, type JsonObject, type JsonValue } from '../../src/kernel/index.ts';
import { echo } from './testing/apps.ts';
import { calling, type Served, serve } from './testing/served-apps.ts';

let served: Served;
let call: ReturnType<typeof calling>;

beforeAll(async () => {
  served = await serve();
  call = calling(served.server, (await served.importApp(echo())).key);
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
});

test('a variable that is set is answered as it is from now on', async () => {
  const ask = { inputs: {}, query: 'Hi', user: 'ada' };
  const { conversation_id: id } = (await call('POST', '/v1/chat-messages', ask)).json;
  const path = `/v1/conversations/${id}/variables`;
  const read = async () => (await call('GET', `${path}?user=ada`)).json.data[0];
  const before = await read();
  // times are told in whole seconds: the next one must begin
  await expect.poll(() => Math.floor(Date.now() / 1000), { timeout: 3000 }).toBeGreaterThan(before.updated_at);
  const set = await call('PUT', `${path}/${before.id}`, { value: 'merry', user: 'ada' });
  expect(set.json).toEqual(await read());
  expect(set.json).toMatchObject({ value: 'merry', created_at: before.created_at });
  expect(set.json.updated_at).toBeGreaterThan(before.updated_at);
});

test('variables are found by a part of their name', async () => {
  const ask = { inputs: {}, query: 'Hi', user: 'ada' };
  const { conversation_id: id } = (await call('POST', '/v1/chat-messages', ask)).json;
  const found = async (name: string) => {
    const { status, json } = await call('GET', `/v1/conversations/${id}/variables?user=ada&variable_name=${name}`);
    return status === 200 ? json.data.map((variable: { name: string }) => variable.name) : json.code;
  };
  expect([await found('mood'), await found('OO'), await found('m_od')]).toEqual([['mood'], ['mood'], []]);
  for (const name of ['', '--', '_.', 'a%25b', "a'b", 'x'.repeat(256)])
    expect(await found(name), name).toBe('invalid_param');
});

test('a value of another type is told as what it is', async () => {
  const ask = { inputs: {}, query: 'Hi', user: 'ada' };
  const { conversation_id: id } = (await call('POST', '/v1/chat-messages', ask)).json;
  const path = `/v1/conversations/${id}/variables`;
  const [variable] = (await call('GET', `${path}?user=ada`)).json.data;
  const told = async (value: JsonValue) =>
    (await call('PUT', `${path}/${variable.id}`, { value, user: 'ada' })).json.message;
  const text = (type: string) => `Type mismatch: variable 'mood' expects string, but got ${type} type`;
  expect(await told(5)).toBe(text('integer'));
  expect(await told(5.5)).toBe(text('float'));
  expect(await told(null)).toBe(text('none'));
  expect(await told(['a', 'b'])).toBe(text('array[string]'));
  expect(await told([1, 2.5])).toBe(text('array[number]'));
  expect(await told([{ a: 1 }])).toBe(text('array[object]'));
  expect(await told([true])).toBe(text('array[boolean]'));
  for (const mixed of [['a', 1], [['a']], [null]]) expect(await told(mixed)).toBe(text('array[any]'));
  expect(await told([])).toBe(text('array[number]'));
  expect(await told({ a: 1 })).toBe(text('object'));
  expect(await told(true)).toBe(text('boolean'));
});

// graphon variables/types.py, `is_valid`: a text is never read as something else
test('a variable takes values of its own type alone', async () => {
  const values: Readonly<Record<string, readonly [fits: JsonValue, not: JsonValue]>> = {
    string: ['b', 1],
    number: [7.5, '7'],
    boolean: [false, 'true'],
    object: [{ b: 1 }, float(7)],
    'array[string]': [['b'], ['b', 1]],
    'array[number]': [[1, 2.5], ['1']],
    'array[object]': [[{ b: 1 }], [float(7)]],
    'array[boolean]': [[false], [0]],
  };
  const app = echo();
  const workflow = app['workflow'] as JsonObject; // as `app` made it
  const variables = Object.entries(values).map(([type, [value]]) => ({
    name: type.replace(/\W/g, '_'),
    value_type: type,
    value,
  }));
  const document = { ...app, workflow: { ...workflow, conversation_variables: variables } };
  const ask = calling(served.server, (await served.importApp(document)).key);
  const { conversation_id: id } = (await ask('POST', '/v1/chat-messages', { inputs: {}, query: 'Hi', user: 'ada' }))
    .json;
  const path = `/v1/conversations/${id}/variables`;
  const { data } = (await ask('GET', `${path}?user=ada`)).json;
  expect(data).toHaveLength(variables.length);
  for (const variable of data as { id: string; value_type: string }[]) {
    const [fits, not] = values[variable.value_type] ?? [];
    const set = async (value: JsonValue = null) =>
      (await ask('PUT', `${path}/${variable.id}`, { value, user: 'ada' })).json;
    expect(await set(fits)).toMatchObject({ value: typeof fits === 'string' ? fits : JSON.stringify(fits) });
    expect(await set(not), variable.value_type).toMatchObject({ code: 'bad_request' });
  }
});

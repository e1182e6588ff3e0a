import { afterEach, expect, test } from 'vitest';
import type { ChatAnswer } from '../../../test/fakes/chat-server.ts';
import { type FileReference, file, files, none } from '../../engine/index.ts';
import type { JsonObject } from '../../kernel/index.ts';
import { openModelRuntime } from '../../models/index.ts';
import { systemClock } from '../../platform/clock/index.ts';
import type { EarlierMessage } from '../capabilities.ts';
import { type ChatContext, chatModel, openChatContext } from '../testing/chat-context.ts';
import { outputsOf, runNode, type Variables } from '../testing/run-node.ts';
import { llm } from './index.ts';

let open: ChatContext | undefined;
afterEach(() => open?.server.close());

interface Case {
  readonly config: JsonObject;
  readonly variables?: Variables;
  readonly answers?: readonly (ChatAnswer | string)[];
  readonly history?: readonly EarlierMessage[];
}

async function run({ config, variables = {}, answers = ['ok'], history }: Case) {
  open = await openChatContext(answers, history);
  return runNode(llm, { model: chatModel, ...config }, { ...open.context, variables });
}

const messages = () => open?.server.sent().at(-1)?.messages;
const user = (text: string) => ({ role: 'user', text });
const system = (text: string) => ({ role: 'system', text });

test('the prompt list is sent in its order and the answer comes with usage and finish reason', async () => {
  const result = await run({
    config: {
      prompt_template: [
        system('You are a poet.'),
        user('Q1'),
        { role: 'assistant', text: 'A1' },
        user('{{#start.q#}}'),
      ],
    },
    variables: { 'start.q': 'write' },
    answers: [{ chunks: ['roses ', 'are red'] }],
  });
  expect(messages()).toEqual([
    { role: 'system', content: 'You are a poet.' },
    { role: 'user', content: 'Q1' },
    { role: 'assistant', content: 'A1' },
    { role: 'user', content: 'write' },
  ]);
  expect(outputsOf(result)).toMatchObject({
    text: 'roses are red',
    reasoning_content: '',
    finish_reason: 'stop',
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15, total_price: '0', currency: 'USD' },
  });
  expect(result).toMatchObject({
    inputs: { '#start.q#': 'write', model_provider: 'openai', model_name: 'mock-chat' },
    processData: {
      model_mode: 'chat',
      finish_reason: 'stop',
      prompts: [{ role: 'system', text: 'You are a poet.' }, {}, {}, {}],
    },
  });
  expect(result.chunks).toEqual([
    { kind: 'spending', usageSoFar: expect.any(Function) },
    { kind: 'text', variable: 'text', text: 'roses ' },
    { kind: 'text', variable: 'text', text: 'are red' },
    { kind: 'text', variable: 'text', text: '', isLast: true },
  ]);
});

test('parameters take values of variables and regain their type; stop words are sent apart', async () => {
  await run({
    config: {
      model: { ...chatModel, completion_params: { temperature: '{{#start.t#}}', top_p: 1, stop: ['END'] } },
      prompt_template: [user('x')],
    },
    variables: { 'start.t': '0.25' },
  });
  expect(open?.server.sent()[0]).toMatchObject({ temperature: 0.25, top_p: 1, stop: ['END'] });
});

test.each<[string, JsonObject, Variables, string, RegExp]>([
  [
    'no text at all',
    { prompt_template: [user('{{#start.q#}}')] },
    { 'start.q': '' },
    'NoPromptFoundError',
    /No prompt found/,
  ],
  [
    'a missing variable',
    { prompt_template: [user('{{#a.b#}}')] },
    {},
    'VariableNotFoundError',
    /Variable #a\.b# not found/,
  ],
  [
    'a strange context',
    { prompt_template: [user('x')], context: { enabled: true, variable_selector: ['c', 'l'] } },
    { 'c.l': [{ title: 'no content' }] },
    'InvalidContextStructureError',
    /Invalid context structure: \{'title'/,
  ],
])('%s fails before anything is sent', async (_name, config, variables, errorType, error) => {
  const result = await run({ config, variables });
  expect(result).toMatchObject({ status: 'failed', errorType, error: expect.stringMatching(error) });
  expect(open?.server.requests).toHaveLength(0);
});

test('null is an empty text', async () => {
  await run({ config: { prompt_template: [user('a{{#n.x#}}b')] }, variables: { 'n.x': none } });
  expect(messages()).toEqual([{ role: 'user', content: 'ab' }]);
});

test('context: items one per line, summaries first, pieces of knowledge become citations', async () => {
  const piece = {
    content: 'second',
    summary: 'about it',
    title: 'T',
    metadata: { _source: 'knowledge', dataset_id: 'd', segment_hit_count: 3, position: 1 },
  };
  const result = await run({
    config: {
      prompt_template: [system('Use: {{#context#}}'), user('go')],
      context: { enabled: true, variable_selector: ['code', 'l'] },
    },
    variables: { 'code.l': ['first {{#a.b#}}', piece] },
  });
  expect(messages()?.[0]).toEqual({ role: 'system', content: 'Use: first {{#a.b#}}\nabout it\nsecond' });
  const cited = { position: 1, dataset_id: 'd', hit_count: 3, content: 'second', summary: 'about it' };
  expect(result.chunks[0]).toMatchObject({ kind: 'citations', found: [{ ...cited, score: null, title: null }] });
});

const turns: EarlierMessage[] = [
  { role: 'user', content: 'q1' },
  { role: 'assistant', content: 'r1' },
  { role: 'user', content: 'q2' },
  { role: 'assistant', content: 'r2' },
];

test('memory stands between the prompts and the question, as much of it as the window says', async () => {
  await run({
    config: {
      prompt_template: [system('SYS')],
      memory: { window: { enabled: true, size: 1 }, query_prompt_template: '' },
    },
    variables: { 'sys.query': 'q3 {{#env.secret#}}' },
    history: turns,
  });
  expect(messages()).toEqual([
    { role: 'system', content: 'SYS' },
    { role: 'user', content: 'q2' },
    { role: 'assistant', content: 'r2' },
    { role: 'user', content: 'q3 {{#env.secret#}}' },
  ]);
});

test('memory that does not fit into the context loses its oldest messages', async () => {
  await run({
    config: {
      model: { ...chatModel, completion_params: { max_tokens: 128_000 - 25 } },
      prompt_template: [system('S')],
      memory: { window: { enabled: false }, query_prompt_template: 'now' },
    },
    history: [{ role: 'user', content: 'far too long to be kept '.repeat(20) }, ...turns.slice(1)],
  });
  expect(messages()).toEqual([
    { role: 'system', content: 'S' },
    { role: 'user', content: 'q2' },
    { role: 'assistant', content: 'r2' },
    { role: 'user', content: 'now' },
  ]);
});

const picture: FileReference = {
  kind: 'image',
  transferMethod: 'local_file',
  filename: 'a.png',
  extension: '.png',
  mimeType: 'image/png',
  size: 3,
};
const imageUrl = `data:image/png;base64,${Buffer.from('bytes of a.png').toString('base64')}`;
const report: FileReference = { ...picture, kind: 'document', filename: 'r.pdf', mimeType: 'application/pdf' };

test('vision puts the files in front of the last user message; what the model cannot take is left out', async () => {
  const result = await run({
    config: { prompt_template: [user('what is it')], vision: { enabled: true, configs: { detail: 'low' } } },
    variables: { 'sys.files': files([picture, report]) },
  });
  expect(messages()).toEqual([
    {
      role: 'user',
      content: [
        { type: 'image_url', image_url: { url: imageUrl, detail: 'low' } },
        { type: 'text', text: 'what is it' },
      ],
    },
  ]);
  expect(result).toMatchObject({ inputs: { '#files#': [{ filename: 'a.png' }, { filename: 'r.pdf' }] } });
});

test('questions of earlier turns keep their files; what is gone or not for the model is left out', async () => {
  const gone = { ...picture, filename: 'gone.png' };
  await run({
    config: { prompt_template: [], memory: { window: { enabled: false }, query_prompt_template: 'now' } },
    history: [{ role: 'user', content: 'q1', files: [picture, report, gone] }, ...turns.slice(1)],
  });
  expect(messages()?.slice(0, 2)).toEqual([
    {
      role: 'user',
      content: [
        { type: 'text', text: 'q1' },
        { type: 'image_url', image_url: { url: imageUrl, detail: 'high' } },
      ],
    },
    { role: 'assistant', content: 'r1' },
  ]);
});

test('a prompt that refers to a file is followed by a message with it', async () => {
  await run({
    config: { prompt_template: [user('see {{#n.f#}}'), user('and?')] },
    variables: { 'n.f': file(picture) },
  });
  expect(messages()?.map(({ role }) => role)).toEqual(['user', 'user', 'user']);
  expect(messages()?.[1]?.content).toEqual([{ type: 'image_url', image_url: { url: imageUrl, detail: 'high' } }]);
});

test('separated reasoning leaves the stream and the text, wherever its tags are cut', async () => {
  const result = await run({
    config: { prompt_template: [user('x')], reasoning_format: 'separated' },
    answers: [{ chunks: ['<thi', 'nk>beca', 'use</th', 'ink>The ', 'answer'] }],
  });
  expect(outputsOf(result)).toMatchObject({ text: 'The answer', reasoning_content: 'because' });
  const streamed = (kind: string) =>
    result.chunks.flatMap((chunk) => (chunk.kind === kind && 'text' in chunk ? [chunk.text] : []));
  expect(streamed('text').join('')).toBe('The answer');
  expect(streamed('reasoning').join('')).toBe('because');
});

const person = {
  structured_output_enabled: true,
  structured_output: {
    schema: { type: 'object', properties: { name: { type: 'string' }, age: { type: 'integer' } }, required: ['name'] },
  },
};

test.each([
  ['JSON', '{"name": "Ada", "age": 36}'],
  ['JSON in a code fence after thoughts', '<think>{"name": 1}</think>```json\n{"name": "Ada", "age": 36}\n```'],
  ['JSON with slips', "{name: 'Ada', age: 36,}"],
])('a structured answer is read from %s', async (_name, reply) => {
  const result = await run({ config: { prompt_template: [user('who')], ...person }, answers: [reply] });
  expect(outputsOf(result)['structured_output']).toEqual({ name: 'Ada', age: 36 });
  expect(open?.server.sent()[0]).toMatchObject({
    response_format: { type: 'json_schema', json_schema: { name: 'llm_response' } },
  });
});

test('a model that knows JSON but no schema is told the schema in words', async () => {
  open = await openChatContext(['{"name": "Ada"}']);
  const { url } = open.server;
  const toServer: typeof fetch = (_input, init) => fetch(`${url}/v1/chat/completions`, init);
  const models = openModelRuntime({ fetch: toServer, clock: systemClock, environment: { DEEPSEEK_API_KEY: 'k' } });
  const model = { ...chatModel, provider: 'deepseek', name: 'deepseek-v4-flash' };
  const config = { model, prompt_template: [system('Be brief.'), user('who')], ...person };
  const result = await runNode(llm, config, { ...open.context, models, variables: {} });
  expect(outputsOf(result)['structured_output']).toEqual({ name: 'Ada' });
  const [sent] = open.server.sent();
  expect(sent?.['response_format']).toEqual({ type: 'json_object' });
  expect(sent?.messages[0]).toMatchObject({
    role: 'system',
    content: expect.stringMatching(/^Be brief\.[\s\S]*JSON Schema[\s\S]*"required"/),
  });
});

test('variables of Jinja prompts are recorded as text, a list one item a line', async () => {
  const result = await run({
    config: {
      prompt_template: [
        { role: 'user', edition_type: 'jinja2', text: '', jinja2_text: '{{ list | length }} {{ map.a }}' },
      ],
      prompt_config: {
        jinja2_variables: [
          { variable: 'list', value_selector: ['k', 'list'] },
          { variable: 'map', value_selector: ['k', 'map'] },
        ],
      },
    },
    variables: { 'k.list': ['one', { content: 'two', metadata: { _source: 'knowledge' } }], 'k.map': { a: 1.5 } },
  });
  expect(messages()).toEqual([{ role: 'user', content: '2 1.5' }]);
  expect(result.inputs).toMatchObject({ list: 'one\ntwo', map: '{"a": 1.5}' });
});

test.each([
  ['{"age": 36}', /^Structured output validation failed \(stage=result, path=\$\): 'name' is a required property/],
  ['{"name": "Ada", "age": "x"}', /^Structured output validation failed \(stage=result, path=\$\.age\): 'x' is not/],
  ['I cannot say', /^Failed to parse structured output \(stage=result, path=\$\)/],
])('the structured answer %j fails the node', async (reply, error) => {
  const result = await run({ config: { prompt_template: [user('who')], ...person }, answers: [reply] });
  expect(result).toMatchObject({ status: 'failed', errorType: 'LLMNodeError', error: expect.stringMatching(error) });
});

test('a completion model gets one text with the conversation in its place', async () => {
  const result = await run({
    config: {
      model: { ...chatModel, mode: 'completion' },
      prompt_template: { text: 'Talk:\n{{#histories#}}\nUser: {{#sys.query#}}', edition_type: 'basic' },
      memory: { window: { enabled: false }, role_prefix: { user: 'Me', assistant: 'You' } },
    },
    variables: { 'sys.query': 'q3' },
    answers: [{ chunks: ['do', 'ne'] }],
    history: turns.slice(2),
  });
  expect(open?.server.sent()[0]).toMatchObject({ prompt: 'Talk:\nMe: q2\nYou: r2\nUser: q3' });
  expect(outputsOf(result)).toMatchObject({ text: 'done' });
});

test('a refusal of the provider fails the node under the name of its class', async () => {
  const result = await run({
    config: { prompt_template: [user('x')] },
    answers: [{ error: { status: 429, message: 'slow down' } }],
  });
  expect(result).toMatchObject({
    status: 'failed',
    errorType: 'InvokeRateLimitError',
    error: expect.stringContaining('slow down'),
    inputs: { model_name: 'mock-chat' },
  });
});

import { describe, expect, test } from 'vitest';
import { files, noUsage, type RunEvent, string } from '../../engine/index.ts';
import type { AppMode } from '../../kernel/index.ts';
import { blockingReply } from '../blocking-reply.ts';
import { createStreamEncoder } from './stream-encoder.ts';
import type { StreamContext, StreamEvent } from './stream-event.ts';

const context = (more: Partial<StreamContext> = {}): StreamContext => ({
  mode: 'workflow',
  taskId: 'task',
  runId: 'run',
  workflowId: 'workflow',
  createdAt: 1_700_000_000_500,
  inputs: { q: 'x', 'sys.user_id': 'u' },
  createdBy: { id: 'e', user: 'u' },
  detail: 'full',
  formToken: (id) => `token of ${id}`,
  ...more,
});
const chat = { conversationId: 'talk', messageId: 'message' };
const node = { at: 2000, frame: [], executionId: 'x', nodeId: 'n', nodeType: 'code', title: 'N', index: 1 } as const;
const finished: RunEvent & { type: 'run-finished' } = {
  type: 'run-finished',
  at: 3000,
  status: 'succeeded',
  outputs: { o: string('done') },
  exceptionsCount: 0,
  totalSteps: 2,
  usage: noUsage,
  elapsedSeconds: 1,
};
const delta: RunEvent = {
  type: 'text-delta',
  at: 1,
  frame: [],
  responseNodeId: 'a',
  selector: ['llm', 'text'],
  text: 'Hi',
};
const encode = (events: readonly RunEvent[], more: Partial<StreamContext> = {}) => {
  const encoder = createStreamEncoder(context(more));
  return events.flatMap((event) => encoder.encode(event));
};

test('a workflow begins with its inputs and tells the second, not the millisecond', () => {
  const [started] = encode([{ type: 'run-started', at: 0, reason: 'initial', rootNodeId: 'n' }]);
  expect(started).toMatchObject({
    event: 'workflow_started',
    workflow_run_id: 'run',
    task_id: 'task',
    data: { id: 'run', inputs: { q: 'x' }, created_at: 1_700_000_000, reason: 'initial' },
  });
});

test('text is a text_chunk in workflows and a message in chats', () => {
  expect(encode([delta])[0]).toMatchObject({
    event: 'text_chunk',
    data: { text: 'Hi', from_variable_selector: ['llm', 'text'] },
  });
  expect(encode([delta], { mode: 'advanced-chat', ...chat })[0]).toMatchObject({
    event: 'message',
    answer: 'Hi',
    conversation_id: 'talk',
    message_id: 'message',
    from_variable_selector: ['llm', 'text'],
  });
  const [said] = encode([delta], { mode: 'agent-chat', ...chat });
  expect(said).toMatchObject({ event: 'agent_message', answer: 'Hi' });
  expect(said).not.toHaveProperty('from_variable_selector');
});

test('what was written beforehand is a message in agent chats, too', () => {
  const preset: RunEvent = { type: 'preset-answered', at: 0, answer: 'Hi', reason: 'annotation_reply' };
  expect(encode([preset, delta], { mode: 'agent-chat', ...chat })).toMatchObject([{ event: 'message', answer: 'Hi' }]);
});

test('text of a node that ran again replaces what was sent', () => {
  const again: RunEvent = { ...delta, replaces: true };
  expect(encode([again])[0]).toMatchObject({ event: 'text_replace', data: { text: 'Hi' } });
  expect(encode([again], { mode: 'chat', ...chat })[0]).toMatchObject({ event: 'message_replace', answer: 'Hi' });
});

test('web apps are not shown what nodes worked on', () => {
  const end: RunEvent = {
    ...node,
    type: 'node-finished',
    status: 'failed',
    outputs: { o: string('x') },
    inputs: { secret: 1 },
    error: 'why',
    startedAt: 1000,
    elapsedSeconds: 1,
  };
  const [shown] = encode([end], { detail: 'simple' });
  expect(shown?.['data']).toMatchObject({
    inputs: null,
    outputs: null,
    process_data: null,
    error: null,
    execution_metadata: null,
    status: 'failed',
  });
});

test('a node that worked on nothing tells of nothing with empty objects', () => {
  const end = { startedAt: 1000, elapsedSeconds: 1 };
  const told = encode([
    { ...node, ...end, type: 'node-finished', status: 'succeeded', outputs: {} },
    { ...node, ...end, type: 'node-retried', retryIndex: 1, error: 'why', errorType: 'E' },
  ]);
  const data = expect.objectContaining({ inputs: {}, process_data: {}, outputs: {}, execution_metadata: null });
  expect(told).toEqual([
    expect.objectContaining({ event: 'node_finished', data }),
    expect.objectContaining({ event: 'node_retry', data }),
  ]);
});

test('a loop announces its rounds from the second on, an iteration from the first', () => {
  const round = (container: 'loop' | 'iteration', number: number): RunEvent => ({
    ...node,
    nodeType: container,
    type: 'round-started',
    container,
    round: number,
    set: {},
  });
  expect(encode([round('loop', 0), round('loop', 1)]).map(({ event }) => event)).toEqual(['loop_next']);
  expect(encode([round('iteration', 0)]).map(({ event }) => event)).toEqual(['iteration_next']);
});

test('a chat ends with message_end, a failed one with an error and nothing after it', () => {
  expect(encode([finished], { mode: 'advanced-chat', ...chat }).map(({ event }) => event)).toEqual([
    'workflow_finished',
    'message_end',
  ]);
  const failed: RunEvent = { ...finished, status: 'failed', error: 'no key', errorCode: 'provider_not_initialize' };
  expect(encode([failed], { mode: 'advanced-chat', ...chat })).toMatchObject([
    { event: 'workflow_finished' },
    { event: 'error', code: 'invalid_param', message: 'Run failed: no key', status: 400 },
  ]);
  expect(encode([failed], { mode: 'chat', ...chat })).toMatchObject([
    { event: 'error', code: 'provider_not_initialize', message: 'no key', status: 400 },
  ]);
  expect(encode([{ ...failed, errorCode: 'sandbox_unavailable' }], { mode: 'chat', ...chat })).toMatchObject([
    { event: 'error', code: 'internal_server_error', status: 500 },
  ]);
});

test('apps without a graph of their own, and preset answers, show only messages', () => {
  const events: RunEvent[] = [
    { type: 'run-started', at: 0, reason: 'initial', rootNodeId: 'n' },
    { ...node, type: 'node-started' },
    delta,
    finished,
  ];
  expect(encode(events, { mode: 'chat', ...chat }).map(({ event }) => event)).toEqual(['message', 'message_end']);
  const preset: RunEvent = { type: 'preset-answered', at: 0, answer: 'No.', reason: 'input_moderation' };
  expect(encode([preset, ...events], { mode: 'advanced-chat', ...chat }).map(({ event }) => event)).toEqual([
    'message',
    'message_end',
  ]);
});

test('an annotation that answered is named at the end', () => {
  const annotation = { id: 'note', accountId: 'ann', accountName: 'Ann' };
  const preset: RunEvent = { type: 'preset-answered', at: 0, answer: 'Hi.', reason: 'annotation_reply', annotation };
  expect(encode([preset, finished], { mode: 'chat', ...chat }).at(-1)).toMatchObject({
    event: 'message_end',
    metadata: { annotation_reply: { id: 'note', account: { id: 'ann', name: 'Ann' } } },
  });
});

describe('an answer that the rules of the app replaced', () => {
  const replaced: RunEvent = {
    ...{ type: 'answer-replaced', at: 0, text: 'Cut.' },
    ...{ reason: 'output_moderation', isFinal: true },
  };
  const atEnd: RunEvent = { ...replaced, isAtEnd: true };
  const namesOf = (events: readonly StreamEvent[]) => events.map(({ event }) => event);

  test('is told with the reason where a graph is shown', () => {
    const told = (mode: AppMode) => encode([replaced], { mode, ...chat })[0];
    expect(told('advanced-chat')).toMatchObject({ event: 'message_replace', reason: 'output_moderation' });
    expect(told('chat')).toMatchObject({ event: 'message_replace', answer: 'Cut.', reason: '' });
  });

  test('when it was complete is told between the ends of the run and of the message', () => {
    const told = (mode: AppMode) => namesOf(encode([atEnd, finished], { mode, ...chat }));
    expect(told('advanced-chat')).toEqual(['workflow_finished', 'message_replace', 'message_end']);
    expect(told('chat')).toEqual(['message_replace', 'message_end']);
    const encoder = createStreamEncoder(context({ mode: 'advanced-chat', ...chat }), [atEnd]);
    expect(namesOf(encoder.encode(finished))).toContain('message_replace');
  });
});

test('a reader who comes later is still told at the end what the answer rests on', () => {
  const found: RunEvent = {
    ...{ ...node, type: 'node-finished', status: 'succeeded', outputs: {}, startedAt: 0, elapsedSeconds: 0 },
    citations: [
      { segment_id: 'a', position: 7 },
      { segment_id: 'b', position: 1 },
    ],
  };
  const encoder = createStreamEncoder(context({ mode: 'chat', ...chat }), [found]);
  expect(encoder.encode(finished)).toMatchObject([
    {
      metadata: {
        retriever_resources: [
          { segment_id: 'a', position: 1 },
          { segment_id: 'b', position: 2 },
        ],
      },
    },
  ]);
});

// Dify 1.13 tests/unit_tests/core/app/apps/test_base_app_generate_response_converter.py
test('people are told of a passage all but how it was found and what else is known of its document', () => {
  const told = { dataset_id: 'd', dataset_name: 'Books', document_id: 'a', document_name: 'A book', segment_id: 's' };
  const more = { data_source_type: 'upload_file', score: 0.9, hit_count: 2, word_count: 128, segment_position: 3 };
  const rest = { index_node_hash: 'ab', content: 'words', page: 5, title: null, files: null, summary: 'w' };
  const found: RunEvent = {
    ...{ ...node, type: 'node-finished', status: 'succeeded', outputs: {}, startedAt: 0, elapsedSeconds: 0 },
    citations: [{ ...told, ...more, ...rest, retriever_from: 'workflow', doc_metadata: { author: 'Ada' } }],
  };
  const [end] = encode([found, finished], { mode: 'completion', detail: 'simple', ...chat }).slice(-1);
  expect(end?.['metadata']).toEqual({ retriever_resources: [{ position: 1, ...told, ...more, ...rest }] });
});

test('the blocking reply of a chat holds what its reader would have before their eyes', () => {
  const replaced: RunEvent = { ...delta, text: 'All', replaces: true };
  const chatContext = context({ mode: 'advanced-chat', ...chat });
  const encoder = createStreamEncoder(chatContext);
  const events = [delta, replaced, { ...delta, text: ' new' }, finished].flatMap((event) => encoder.encode(event));
  expect(blockingReply(events, finished, chatContext)).toMatchObject({
    event: 'message',
    answer: 'All new',
    conversation_id: 'talk',
    mode: 'advanced-chat',
  });
});

test('the blocking reply of a workflow is its finish', () => {
  expect(blockingReply([], finished, context())).toEqual({
    task_id: 'task',
    workflow_run_id: 'run',
    data: expect.objectContaining({ id: 'run', status: 'succeeded', outputs: { o: 'done' }, total_steps: 2 }),
  });
});

const asked: RunEvent = {
  type: 'form-requested',
  at: 1000,
  executionId: 'x',
  nodeId: 'form',
  title: 'Approval',
  formId: 'f',
  expiresAt: 9_000_500,
  form: {
    content: 'Right?',
    inputs: [{ type: 'paragraph', output_variable_name: 'note' }],
    actions: [{ id: 'yes', title: 'Yes', buttonStyle: 'primary' }],
    defaults: { note: null, list: [1, 'ä'], is: true },
    deliveryMethods: [],
    timeoutMs: 1000,
  },
};
const paused: RunEvent & { type: 'run-paused' } = {
  ...{ type: 'run-paused', at: 2000, outputs: {}, elapsedSeconds: 1, totalTokens: 3, totalSteps: 2 },
  reasons: [{ kind: 'human-input', nodeId: 'form', formId: 'f' }],
};

test('a run that waits tells the whole form, also to those who were not there when it was asked', () => {
  const form = {
    ...{ form_id: 'f', form_content: 'Right?', form_token: 'token of f', expiration_time: 9000 },
    actions: [{ id: 'yes', title: 'Yes', button_style: 'primary' }],
    resolved_default_values: { note: '', list: '[1, "ä"]', is: 'True' },
  };
  expect(encode([asked, paused])).toMatchObject([
    { event: 'human_input_required', data: form },
    { event: 'workflow_paused', data: { reasons: [{ TYPE: 'human_input_required', ...form }] } },
  ]);
});

test('the blocking reply of a run that waits says why', () => {
  const wait = { status: 'paused', paused_nodes: ['form'], reasons: [expect.objectContaining({ form_id: 'f' })] };
  const reply = (more: Partial<StreamContext> = {}) =>
    blockingReply(encode([asked, paused], more), paused, context(more));
  expect(reply()).toEqual({
    ...{ task_id: 'task', workflow_run_id: 'run' },
    data: {
      ...{ id: 'run', workflow_id: 'workflow', outputs: {}, error: null, created_at: 1_700_000_000, finished_at: null },
      ...{ elapsed_time: expect.anything(), total_tokens: 3, total_steps: 2, ...wait },
    },
  });
  const message = { id: 'message', message_id: 'message', conversation_id: 'talk', mode: 'advanced-chat', answer: '' };
  expect(reply({ mode: 'advanced-chat', ...chat })).toMatchObject({
    ...{ event: 'workflow_paused', task_id: 'task', workflow_run_id: 'run', ...message },
    data: { workflow_run_id: 'run', ...message, ...wait },
  });
});

test('what a tool of an agent made is told with the thought it belongs to, and at the end', () => {
  const place = { transferMethod: 'local_file', relatedId: 'made', filename: 'map.png', extension: '.png' } as const;
  const map = { ...place, kind: 'image', mimeType: 'image/png', size: 3, url: 'http://x/map' } as const;
  const about = { type: 'agent-logged', at: 0, nodeId: 'agent', executionId: 'x' } as const;
  const entry = { id: 'call', label: 'CALL', parentId: 'round', status: 'success', metadata: {} } as const;
  const output = { tool_call_name: 'draw', tool_response: 'done' };
  const called: RunEvent = { ...about, entry: { ...entry, data: { output }, files: [map] } };
  const ended: RunEvent = {
    ...{ ...node, nodeType: 'agent', type: 'node-finished', status: 'succeeded', startedAt: 0, elapsedSeconds: 0 },
    outputs: { files: files([map]) },
  };
  const told = encode([called, ended, finished], { mode: 'agent-chat', ...chat });
  const id = told[0]?.['id'];
  expect(told).toMatchObject([
    { event: 'message_file', id: expect.stringMatching(/^[0-9a-f-]{36}$/), belongs_to: 'assistant', url: map.url },
    { event: 'agent_thought', message_files: [id] },
    { event: 'message_end', files: [{ related_id: id, upload_file_id: 'made', size: 3 }] },
  ]);
  expect(encode([called], { mode: 'advanced-chat', ...chat })).not.toHaveProperty('0.data.files');
});

import { expect, test } from 'vitest';
import { files, type NodeFinished, noUsage, type RunEvent, type RunFinished, shownFileId } from '../engine/index.ts';
import type { MessageId } from '../kernel/index.ts';
import { ShownMessage, thoughtRecord } from './shown-message.ts';

const text = (piece: string): RunEvent => ({
  ...{ type: 'text-delta', at: 0, frame: [], responseNodeId: 'answer' },
  ...{ selector: ['answer', 'answer'], text: piece },
});
const end: RunFinished = {
  ...{ type: 'run-finished', at: 0, status: 'succeeded', outputs: {} },
  ...{ exceptionsCount: 0, totalSteps: 1, usage: noUsage, elapsedSeconds: 0 },
};
const cited: NodeFinished = {
  ...{ type: 'node-finished', at: 0, frame: [], executionId: 'e', nodeId: 'llm', nodeType: 'llm', title: '' },
  ...{ index: 1, status: 'succeeded', outputs: {}, startedAt: 0, elapsedSeconds: 0 },
  citations: [{ segment_id: 's', content: 'words' }],
};

test('what another process recorded of an answer stays part of it', () => {
  const shown = new ShownMessage('advanced-chat', [cited, text('Half '), text('a word')]);
  shown.note(text(' more'));
  expect(shown.patchAt(end)).toMatchObject({
    answer: 'Half a word more',
    messageMetadata: { annotation_reply: null, retriever_resources: [{ segment_id: 's', position: 1 }] },
  });
});

test('an app without a graph keeps its answer without the space around it', () => {
  const kept = (mode: 'chat' | 'advanced-chat') => new ShownMessage(mode, [text('\n Hello\n')]).patchAt(end).answer;
  expect([kept('chat'), kept('advanced-chat')]).toEqual(['Hello', '\n Hello\n']);
});

test('pictures that a chatflow shows are kept beside its answer, others in it', () => {
  const place = { transferMethod: 'local_file', relatedId: '7f1c', filename: 'a.png', extension: '.png' } as const;
  const painted = files([{ ...place, kind: 'image', mimeType: 'image/png', size: 1 }]);
  const answered: RunEvent = { ...cited, nodeType: 'answer', outputs: { files: painted } };
  const said = 'Look: ![](http://x/files/7f1c/file-preview?sign=s) ![logo](http://x/logo.png)';
  const shown = new ShownMessage('advanced-chat', [text(said), answered]);
  expect(shown.patchAt(end).answer).toBe('Look:  ![logo](http://x/logo.png)');
  const inside = new ShownMessage('advanced-chat', [text(`![](![![a](http://x/files/7f1c) end`), answered]);
  expect(inside.patchAt(end).answer).toBe('![](![ end');
});

test('what the rules of the app put in its place is the answer', () => {
  const shown = new ShownMessage('chat', [text('Something bad')]);
  shown.note({ type: 'answer-replaced', at: 0, text: 'Cut.', reason: 'output_moderation', isFinal: true });
  expect(shown.patchAt(end)).toMatchObject({ answer: 'Cut.', status: 'normal', error: null });
});

test('thoughts of an agent grow over several processes', () => {
  const log = (id: string, data: object, parentId?: string): RunEvent => ({
    ...{ type: 'agent-logged', at: 0, nodeId: 'agent', executionId: 'e' },
    entry: {
      ...{ id, label: id, status: 'success', metadata: {}, data: data as never },
      ...(parentId && { parentId }),
    },
  });
  const thought = log(
    't',
    { output: 'I look it up', tool_name: 'search', tool_input: [{ name: 'search', args: {} }] },
    'round',
  );
  const shown = new ShownMessage('agent-chat', [thought]);
  const call = log('c', { output: { tool_call_name: 'search', tool_response: 'found' } }, 'round');
  expect(shown.note(call)).toMatchObject({
    ...{ id: 'round', position: 1, thought: 'I look it up', tool: 'search', observation: '{"search": "found"}' },
    toolLabels: { search: { en_US: 'search', zh_Hans: 'search' } },
  });
});

test('a thought keeps the files that its tools have made, under the ids they have in the message', () => {
  const place = { transferMethod: 'local_file', relatedId: 'made', filename: 'a.png', extension: '.png' } as const;
  const picture = { ...place, kind: 'image', mimeType: 'image/png', size: 1 } as const;
  const output = { tool_call_name: 'draw', tool_response: 'done' };
  const entry = {
    id: 'call',
    label: 'CALL',
    parentId: 'round',
    status: 'success',
    data: { output },
    metadata: {},
  } as const;
  const called: RunEvent = {
    ...{ type: 'agent-logged', at: 0, nodeId: 'agent', executionId: 'e' },
    entry: { ...entry, files: [picture] },
  };
  const thought = new ShownMessage('agent-chat').note(called);
  if (!thought) throw new Error('No thought grew');
  const messageId = 'm' as MessageId;
  expect(thoughtRecord(thought, messageId).messageFiles).toEqual([shownFileId(messageId, picture)]);
});

import { expect, test } from 'vitest';
import { LiveNodes } from './live-nodes.ts';

test('every node has one line, however narrow the terminal is by now', async () => {
  const written: string[] = [];
  const output = { write: async (text: string) => void written.push(text), isTTY: true, width: 80, hasColor: false };
  const live = new LiveNodes(output);
  const title = '蓝色蓝色 of a node';
  const started = { type: 'node-started', nodeId: 'n', nodeType: 'code', title, index: 1, frame: [], at: 0 } as const;
  await live.onEvent({ ...started, executionId: 'e' });
  expect(written.pop()).toBe('… 蓝色蓝色 of a node\n');
  output.width = 12;
  await live.onEvent({ ...started, executionId: 'f' });
  expect(written.pop()).toBe('\u001b[1A\u001b[J… 蓝色蓝色 \n… 蓝色蓝色 \n');
});

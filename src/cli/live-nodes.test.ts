import { expect, test } from 'vitest';
import { LiveNodes } from './live-nodes.ts';

const title = '蓝色蓝色 of a node';
const started = { type: 'node-started', nodeId: 'n', nodeType: 'code', title, index: 1, frame: [], at: 0 } as const;

function openTerminal() {
  const written: string[] = [];
  const output = { write: async (text: string) => void written.push(text), isTTY: true, width: 80, hasColor: false };
  return { output, written };
}

test('every node has one line, however narrow the terminal is by now', async () => {
  const { output, written } = openTerminal();
  const live = new LiveNodes(output);
  await live.onEvent({ ...started, executionId: 'e' });
  expect(written.pop()).toBe('… 蓝色蓝色 of a node\n');
  output.width = 12;
  await live.onEvent({ ...started, executionId: 'f' });
  expect(written.pop()).toBe('\u001b[1A\u001b[J… 蓝色蓝色 \n… 蓝色蓝色 \n');
});

test('the list gives way to text, and does not come back in the middle of a line', async () => {
  const { output, written } = openTerminal();
  const live = new LiveNodes(output);
  const say = async (text: string) => {
    await live.giveWay(text);
    await output.write(text);
  };
  await live.onEvent({ ...started, executionId: 'e' });
  await say('Good ');
  await live.onEvent({ ...started, executionId: 'f' });
  await say('day.\n');
  await live.onEvent({ ...started, executionId: 'g' });
  await live.clear();
  const line = `… ${title}\n`;
  expect(written).toEqual([line, '\u001b[1A\u001b[J', 'Good ', 'day.\n', line + line + line, '\u001b[3A\u001b[J']);
});

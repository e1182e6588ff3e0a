import { expect, test } from 'vitest';
import { createNodeRegistry, NodeMocks, withMocks } from './index.ts';
import { runNode } from './testing/run-node.ts';

const mocks = NodeMocks.parse({
  nodes: {
    mine: { outputs: { text: 'mocked', n: 5 } },
    broken: { error: 'boom', error_type: 'ToolError', delay_ms: 20 },
  },
  node_types: { answer: { outputs: { answer: 'by type' } } },
});
const registry = withMocks(createNodeRegistry(), mocks);

function find(type: string) {
  const found = registry.find(type, '1');
  if (!found) throw new Error(`no node type ${type}`);
  return found;
}

const document = { variables: [], code: '', code_language: 'python3', outputs: {} };

test('a mocked node gives its outputs without doing its work', async () => {
  const result = await runNode(find('code'), document, { nodeId: 'mine' });
  expect(result).toMatchObject({ status: 'succeeded', outputs: { text: { value: 'mocked' }, n: { value: 5 } } });
});

test('a mocked failure comes after its delay', async () => {
  const slept: number[] = [];
  const clock = {
    now: () => 0,
    monotonic: () => 0,
    sleep: async (ms: number) => void slept.push(ms),
    after: () => () => {},
  };
  const result = await runNode(find('code'), document, { nodeId: 'broken', clock });
  expect(result).toMatchObject({ status: 'failed', error: 'boom', errorType: 'ToolError' });
  expect(slept).toEqual([20]);
});

test('a node is mocked by its type, others stay real', async () => {
  expect(await runNode(find('answer'), { answer: 'real' })).toMatchObject({
    outputs: { answer: { value: 'by type' } },
  });
  expect(await runNode(find('end'), { outputs: [] }, { nodeId: 'constructor' })).toMatchObject({ outputs: {} });
});

test('the document of a mocked node is still checked, and its retries are still obeyed', () => {
  expect(find('code').config.safeParse({}).success).toBe(false);
  expect(find('code').isRetryable).toBe(true);
});

import { expect, test } from 'vitest';
import { locator } from './locate.ts';

const TEXT = `# a comment
app:
  name: x
workflow:
  graph:
    nodes:
    - id: a
      data: {type: start, title: 'A'}
    -   data:
          type: end
  list: ["one
two", 3]
`;

test.each([
  [[], 2, 1],
  [['app'], 2, 1],
  [['app', 'name'], 3, 3],
  [['workflow', 'graph', 'nodes', 0], 7, 7],
  [['workflow', 'graph', 'nodes', 0, 'data', 'title'], 8, 27],
  [['workflow', 'graph', 'nodes', 1, 'data', 'type'], 10, 11],
  [['workflow', 'list', 1], 12, 7],
])('%j stands at its key or item', (path, line, column) => {
  expect(locator(TEXT)(path)).toEqual({ line, column });
});

test('what is not there stands where the nearest thing around it does', () => {
  const locate = locator(TEXT);
  expect(locate(['workflow', 'graph', 'nodes', 1, 'data', 'title', 'x'])).toEqual({ line: 9, column: 9 });
  expect(locate(['model_config'])).toEqual({ line: 2, column: 1 });
});

test('the later of two equal keys is found', () => {
  expect(locator('a: 1\na: 2\n')(['a'])).toEqual({ line: 2, column: 1 });
});

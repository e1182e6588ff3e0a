import { expect, test } from 'vitest';
import { run, story } from '../testing/run-graph.ts';

test('a join waits for all its branches and runs once', async () => {
  const { outputs, events } = await run(
    {
      start: ['start'],
      slow: ['text', { template: 'S', delay: 20 }],
      fast: ['text', { template: 'F' }],
      join: ['text', { template: '{{#slow.text#}}{{#fast.text#}}' }],
      end: ['end', { outputs: { o: ['join', 'text'] } }],
    },
    ['start > slow', 'start > fast', 'slow > join', 'fast > join', 'join > end'],
  );
  expect(outputs).toEqual({ o: 'SF' });
  expect(story(events)).toEqual([
    'started start',
    'finished start',
    'started slow',
    'started fast',
    'finished fast',
    'finished slow',
    'started join',
    '"SF"',
    'finished join',
    'started end',
    'finished end',
  ]);
});

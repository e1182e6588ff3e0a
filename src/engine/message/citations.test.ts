import { expect, test } from 'vitest';
import type { JsonObject } from '../../kernel/index.ts';
import { Citations } from './citations.ts';

const passage = (document: string, segment: string): JsonObject => ({
  ...{ dataset_id: 'books', document_id: document, segment_id: segment, position: 9 },
});

test('passages are named once and numbered anew', () => {
  const citations = new Citations();
  citations.add([{ segment_id: 'a', position: 4 }, { segment_id: 'a', position: 5 }, { content: 'no id' }]);
  citations.add([{ segment_id: 'a', position: 1 }, { content: 'no id' }]);
  expect(citations.list()).toEqual([
    { segment_id: 'a', position: 1 },
    { content: 'no id', position: 2 },
    { content: 'no id', position: 3 },
  ]);
});

test('a node names all passages of a document, and later ones none that are named already', () => {
  const citations = new Citations();
  citations.add([passage('atlas', 'a'), passage('atlas', 'b')]);
  citations.add([passage('atlas', 'c'), passage('novel', 'd'), passage('novel', 'e')]);
  expect(citations.list().map((named) => named['segment_id'])).toEqual(['a', 'b', 'd', 'e']);
});

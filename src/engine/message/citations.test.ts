import { expect, test } from 'vitest';
import type { JsonObject } from '../../kernel/index.ts';
import { Citations } from './citations.ts';

const passage = (document: string, segment: string): JsonObject => ({
  ...{ dataset_id: 'books', document_id: document, segment_id: segment, position: 9 },
});

test('of each document the passage that was found first is named, whichever node found it', () => {
  const citations = new Citations();
  citations.add([passage('atlas', 'a'), passage('atlas', 'b')]);
  citations.add([passage('novel', 'c'), passage('atlas', 'd'), passage('novel', 'e')]);
  expect(citations.list()).toMatchObject([
    { segment_id: 'a', position: 1 },
    { segment_id: 'c', position: 2 },
  ]);
});

test('passages that do not say which document they are of are all named', () => {
  const citations = new Citations();
  citations.add([{ segment_id: 'a', position: 4 }, { document_id: 'atlas' }, { document_id: 'atlas' }]);
  citations.add([{ segment_id: 'a', position: 1 }]);
  expect(citations.list()).toEqual([
    { segment_id: 'a', position: 1 },
    { document_id: 'atlas', position: 2 },
    { document_id: 'atlas', position: 3 },
    { segment_id: 'a', position: 4 },
  ]);
});

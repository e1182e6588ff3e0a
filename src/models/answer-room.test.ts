import { expect, test } from 'vitest';
import { AnswerRoom } from './answer-room.ts';

test('no answer grows for ever', () => {
  const share = new AnswerRoom(1e9).enter();
  expect(share.grow(4_000_000)).toBeUndefined();
  expect(share.grow(1)).toBe('the answer has more than 4000000 characters');
});

test('a single answer has room however small it is', () => {
  expect(new AnswerRoom(10).enter().grow(1000)).toBeUndefined();
});

test('where long answers find no more room, short ones do, until the long ones have left', () => {
  const room = new AnswerRoom(1000);
  const first = room.enter();
  const second = room.enter();
  expect([first.grow(250), second.grow(300)]).toEqual([undefined, undefined]);
  const third = room.enter();
  expect(third.grow(100)).toBeUndefined();
  expect(third.grow(100)).toBe('too many long answers at once (this one has 200 characters); try again later');
  third.leave();
  third.leave();
  expect(room.enter().grow(100)).toBeUndefined();
  first.leave();
  expect(room.enter().grow(120)).toBeUndefined();
});

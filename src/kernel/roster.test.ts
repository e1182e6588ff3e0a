import { expect, test } from 'vitest';
import { Roster } from './roster.ts';

test('things are there from coming to leaving, in the order of coming', () => {
  const roster = new Roster<string>();
  const [a, b] = [roster.add('a'), roster.add('b')];
  roster.add('c');
  expect([...roster]).toEqual(['a', 'b', 'c']);
  b.leave();
  b.leave();
  expect([...roster]).toEqual(['a', 'c']);
  roster.add('b');
  a.leave();
  expect([...roster]).toEqual(['c', 'b']);
});

test('while it is gone through things may leave, also all of them', () => {
  const roster = new Roster<{ leave(): void }>();
  for (let i = 0; i < 3; i += 1) {
    const thing = { leave: () => place.leave() };
    const place = roster.add(thing);
  }
  let seen = 0;
  for (const thing of roster) {
    seen += 1;
    thing.leave();
  }
  expect([seen, roster.isEmpty, [...roster]]).toEqual([3, true, []]);
});

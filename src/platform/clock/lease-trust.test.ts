import { expect, test } from 'vitest';
import type { Clock } from '../../kernel/index.ts';
import { LeaseTrust } from './index.ts';

const LEASE_MS = 30_000;
const HOUR_MS = 3_600_000;

/** A clock that a test sets, and that goes on by itself in no way. */
class SetClock implements Clock {
  #date = Date.UTC(2026, 0, 1);
  #elapsed = 0;
  now = () => this.#date;
  monotonic = () => this.#elapsed;
  sleep = () => Promise.reject(new Error('nobody sleeps here'));
  after = () => () => {};

  goOn(milliseconds: number): void {
    this.#elapsed += milliseconds;
    this.#date += milliseconds;
  }

  set(milliseconds: number): void {
    this.#date += milliseconds;
  }
}

test('leases are believed while the clock goes on, however long nobody asks', () => {
  const clock = new SetClock();
  const trust = new LeaseTrust(clock, LEASE_MS);
  expect(trust.holds()).toBe(true);
  clock.goOn(24 * HOUR_MS);
  expect(trust.holds()).toBe(true);
});

test('after the clock was set forward, leases say nothing until their owners had time to renew them', () => {
  const clock = new SetClock();
  const trust = new LeaseTrust(clock, LEASE_MS);
  clock.set(HOUR_MS);
  expect(trust.holds()).toBe(false);
  clock.goOn(LEASE_MS - 1);
  expect(trust.holds()).toBe(false);
  clock.goOn(1);
  expect(trust.holds()).toBe(true);
});

test('a clock that is set back, or set right little by little, makes no lease look expired', () => {
  const clock = new SetClock();
  const trust = new LeaseTrust(clock, LEASE_MS);
  clock.set(-HOUR_MS);
  expect(trust.holds()).toBe(true);
  for (let step = 0; step < 100; step += 1) {
    clock.set(500);
    expect(trust.holds()).toBe(true);
  }
});

import { raise } from './raised.ts';
import type { TemplateLimits } from './template-error.ts';

/**
 * What the render under way has used. Rendering is synchronous and never nests, so there is one meter at a time and
 * every corner that loops or allocates reads it here instead of handing it on through each call.
 */
const SLICE = 4096; // steps between two looks at the clock
const DEFAULTS = { maxSteps: 10_000_000, maxDepth: 200, maxMilliseconds: 5_000 } as const;
const MAX_TEXT = 1 << 26; // UTF-16 units of one text
const MAX_ALL_TEXT = 1 << 28; // UTF-16 units of all large texts of a render together
const LARGE_TEXT = 4096;

let fuel = SLICE;
let stepsLeft: number = DEFAULTS.maxSteps;
let deadline = Number.POSITIVE_INFINITY;
let textLeft = MAX_ALL_TEXT;
let depth = 0;
let maxDepth: number = DEFAULTS.maxDepth;
let limits: TemplateLimits = {};

export function startMeter(given: TemplateLimits): void {
  limits = given;
  stepsLeft = given.maxSteps ?? DEFAULTS.maxSteps;
  maxDepth = given.maxDepth ?? DEFAULTS.maxDepth;
  deadline = performance.now() + (given.maxMilliseconds ?? DEFAULTS.maxMilliseconds);
  textLeft = MAX_ALL_TEXT;
  depth = 0;
  fuel = Math.min(SLICE, stepsLeft);
}

/** Counts steps: a round of a loop, a call, or as many elements as are about to be touched or made. */
export function spend(steps = 1): void {
  fuel -= steps;
  if (fuel < 0) refuel();
}

function refuel(): void {
  stepsLeft -= Math.min(SLICE, stepsLeft) - fuel;
  if (stepsLeft < 0) {
    raise('StepLimitError', `The template takes more than ${limits.maxSteps ?? DEFAULTS.maxSteps} steps`);
  }
  if (performance.now() > deadline) {
    const milliseconds = limits.maxMilliseconds ?? DEFAULTS.maxMilliseconds;
    raise('TimeLimitError', `The template takes longer than ${milliseconds} milliseconds`);
  }
  fuel = Math.min(SLICE, stepsLeft);
}

/** Announces a text of so many UTF-16 units before it is made. */
export function claimText(length: number): void {
  if (length < LARGE_TEXT) return;
  textLeft -= length;
  if (length > MAX_TEXT || textLeft < 0) raise('MemoryError', 'The template makes texts that are too large');
  spend(length >> 8);
}

/** Announces a list of so many elements before it is made. */
export function claimItems(count: number): void {
  if (count > MAX_TEXT) raise('MemoryError', 'The template makes a list that is too large');
  spend(count);
}

export function goDeeper(): void {
  spend();
  depth += 1;
  if (depth > maxDepth) raise('RecursionError', `The template nests calls more than ${maxDepth} levels deep`);
}

export function comeBack(): void {
  depth -= 1;
}

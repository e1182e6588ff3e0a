import { readRecordedEvents } from '../engine/index.ts';
import type { RecordedEvents } from '../storage/index.ts';
import type { NumberedEvent } from './run-log.ts';

/** The events of recorded batches, each with its number; those up to `after` are left out. */
export async function* numberRecorded(
  batches: AsyncIterable<RecordedEvents>,
  after = 0,
): AsyncGenerator<NumberedEvent> {
  for await (const { sequence: first, text } of batches) {
    for (const [index, event] of readRecordedEvents(text).entries()) {
      const sequence = first + index;
      if (sequence > after) yield { sequence, event };
    }
  }
}

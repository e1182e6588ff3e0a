import type { RoundOutcome, Value } from '../../engine/index.ts';
import type { IterationConfig } from './config.ts';

export interface Round {
  readonly index: number;
  readonly outcome: RoundOutcome;
  /** What the output selector found; missing counts as null. */
  readonly output?: Value | undefined;
  readonly failure?: { readonly error: string; readonly errorType: string };
}

/** As many rounds at once as the configuration allows, in the order in which they end. */
export async function runRounds(
  config: IterationConfig,
  count: number,
  run: (index: number) => Promise<Round>,
): Promise<readonly Round[]> {
  const finished: Round[] = [];
  let next = 0;
  let isTerminated = false;
  const work = async () => {
    while (next < count && !isTerminated) {
      const round = await run(next++);
      finished.push(round);
      // rounds that are under way come to their end, no new ones begin
      if (round.failure && config.error_handle_mode === 'terminated') isTerminated = true;
    }
  };
  const lanes = Math.min(config.is_parallel ? config.parallel_nums : 1, count);
  await Promise.all(Array.from({ length: lanes }, work));
  return finished;
}

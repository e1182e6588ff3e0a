import { fromJson, none, toJson, type Value } from '../../engine/index.ts';
import type { JsonValue } from '../../kernel/index.ts';
import { fromForeignJson } from '../json-values.ts';
import type { IterationConfig } from './config.ts';
import type { Round } from './rounds.ts';

/** The results of all rounds as one list. A failed round leaves null, or no trace, as the configuration says. */
export function outputOf(rounds: readonly Round[], config: IterationConfig): Value {
  const isKept = (round: Round) => !round.failure || config.error_handle_mode === 'continue-on-error';
  const results = rounds.filter(isKept).map((round) => round.output ?? none);
  const list = results.map(toJson);
  const joined = config.flatten_output ? flattened(list) : list;
  const holdsFiles = results.some(({ type }) => type === 'file' || type === 'array[file]');
  return holdsFiles ? fromJson(joined) : fromForeignJson(joined);
}

/** Joined by one level when all results that are not null are lists; nulls are then left out. */
function flattened(list: readonly JsonValue[]): readonly JsonValue[] {
  const present = list.filter((item) => item !== null);
  return present.length > 0 && present.every(Array.isArray) ? present.flat(1) : list;
}

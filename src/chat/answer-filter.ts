import type { RunEvent, RunFinished, RunPaused } from '../engine/index.ts';
import { type Outlet, OutputModeration } from './output-moderation.ts';
import type { OutputCheck } from './screen-output.ts';

export interface AnswerRules {
  /** `retriever_resource`: whether answers name the passages they rest on. */
  readonly showsCitations: boolean;
  /** How answers are looked at, if they are. */
  readonly check?: OutputCheck;
  /** So much more text is written before it is looked at again. */
  readonly bufferCharacters: number;
  readonly clock: { now(): number };
  /** Whether what a stopped model wrote counts as used. */
  readonly countsWritten: boolean;
  readonly onFailure: (error: unknown) => void;
  /** What other processes recorded of the same run. */
  readonly earlier: readonly RunEvent[];
}

/** What lets the events of a chat through; has the shape of runs' OutputFilter. */
interface AnswerFilter {
  pass(event: RunEvent): void;
  close(outcome: RunFinished | RunPaused): RunFinished | RunPaused | Promise<RunFinished | RunPaused>;
}

/** An app's rules on its answers; undefined where there are none, and nothing need stand in the way. */
export function openAnswerFilter(rules: AnswerRules): ((outlet: Outlet) => AnswerFilter) | undefined {
  const { check, showsCitations } = rules;
  if (!check && showsCitations) return undefined;
  return (outlet) => {
    const next = check ? new OutputModeration({ ...rules, check, outlet }) : directTo(outlet);
    return showsCitations ? next : withoutCitations(next);
  };
}

function directTo(outlet: Outlet): AnswerFilter {
  return { pass: (event) => outlet.emit(event), close: (outcome) => outcome };
}

function withoutCitations(next: AnswerFilter): AnswerFilter {
  return {
    pass(event) {
      if (event.type === 'node-finished' && event.citations) {
        const { citations: _hidden, ...shown } = event;
        next.pass(shown);
      } else next.pass(event);
    },
    close: (outcome) => next.close(outcome),
  };
}

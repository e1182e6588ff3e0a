import { type AgentThought, type NodeFinished, type RunEvent, toJson } from '../../engine/index.ts';
import type {
  ConversationVariableRecord,
  FormPatch,
  FormRecord,
  MessageFileRecord,
  NodeExecutionRecord,
} from '../../storage/index.ts';
import type { RunOutcome } from '../output-filter.ts';
import type { RecorderOptions } from '../recorder-options.ts';
import type { ShownMessage } from '../shown-message.ts';
import { toForm, toFormPatch } from './forms.ts';
import { shownFilesOf } from './message-files.ts';
import { toNodeExecution } from './node-execution.ts';

/** What events become, kind by kind. */
export interface EventRows {
  readonly nodeExecutions: NodeExecutionRecord[];
  readonly files: MessageFileRecord[];
  readonly variables: ConversationVariableRecord[];
  readonly thoughts: AgentThought[];
  readonly forms: FormRecord[];
  readonly formPatches: FormPatch[];
  /** From here on a run that was paused counts as running: should this process die, another one has to go on. */
  isResumed: boolean;
  end: RunOutcome | undefined;
}

export function rowsOf(events: readonly RunEvent[], options: RecorderOptions, shown: ShownMessage): EventRows {
  const rows: EventRows = {
    nodeExecutions: [],
    files: [],
    variables: [],
    thoughts: [],
    forms: [],
    formPatches: [],
    isResumed: false,
    end: undefined,
  };
  for (const event of events) {
    const thought = shown.note(event);
    if (thought) rows.thoughts.push(thought);
    addRows(rows, event, options);
  }
  return rows;
}

function addRows(rows: EventRows, event: RunEvent, options: RecorderOptions): void {
  rows.files.push(...shownFilesOf(event, options));
  if (event.type === 'node-finished') {
    rows.nodeExecutions.push(toNodeExecution(event));
    rows.variables.push(...variablesOf(event, options));
  } else if (event.type === 'form-requested') rows.forms.push(toForm(event, options.formToken));
  else if (event.type === 'form-answered') rows.formPatches.push(toFormPatch(event));
  else if (event.type === 'run-started') rows.isResumed ||= event.reason === 'resumption';
  else if (event.type === 'run-finished' || event.type === 'run-paused') rows.end = event;
}

function variablesOf({ updates = [] }: NodeFinished, options: RecorderOptions): ConversationVariableRecord[] {
  return updates.flatMap(({ selector, value }) => {
    const [namespace, name = ''] = selector;
    const described = namespace === 'conversation' ? options.describeVariable(name) : undefined;
    return described ? [{ ...described, value: toJson(value) }] : [];
  });
}

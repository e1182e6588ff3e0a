import type { WorkflowDefinition } from '../../../dsl/index.ts';
import {
  type FileReference,
  type FormAnswer,
  type PreparedGraph,
  type PresetAnswered,
  startRun,
  toJsonObject,
  type Value,
  type VariableSelector,
} from '../../../engine/index.ts';
import type { AppMode, JsonObject } from '../../../kernel/index.ts';
import type { NodeCapabilities } from '../../../nodes/index.ts';
import type { NumberedEvent, RunFacts, RunHandle, RunJournal } from '../../../runs/index.ts';
import type { RunBinding, Scope } from '../../scope.ts';
import { answerFilter } from '../chat/chat-rules.ts';
import { conversationVariables, environmentVariables, systemVariables } from './run-variables.ts';

/** Everything a run is made of. The same plan starts a run and, with what is recorded of it, goes on with it. */
export interface RunPlan {
  readonly facts: RunFacts;
  readonly workflow: WorkflowDefinition;
  readonly graph: PreparedGraph<NodeCapabilities>;
  /** Where the app's rules answer, and `workflow` is no more than their answer. */
  readonly preset?: PresetAnswered;
  /** The start form's values. */
  readonly inputs: Readonly<Record<string, Value>>;
  readonly query?: string;
  readonly files: readonly FileReference[];
  /** Session id of the person who asked. */
  readonly user: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Earlier messages of the thread + 1. */
  readonly dialogueCount: number;
  /** Values of conversation variables that the conversation already has. */
  readonly storedVariables: JsonObject;
  /** Who began it, when it is being continued. */
  readonly owner?: RunBinding['owner'];
}

/** What earlier processes did of a run, and what people answered since. */
export interface Continuation {
  readonly history: readonly NumberedEvent[];
  readonly answers?: Readonly<Record<string, FormAnswer>>;
}

type Needs = Pick<Scope, 'runs' | 'limits' | 'clock' | 'ids' | 'capabilities' | 'maxVariableBytes'> &
  Parameters<typeof answerFilter>[0];

/** Hands a plan to the engine. */
export function launch(scope: Needs, plan: RunPlan, journal?: RunJournal, continuation?: Continuation): RunHandle {
  const capabilities = scope.capabilities(bindingOf(plan));
  const history = continuation?.history.map(({ event }) => event);
  const filter = answerFilter(scope, plan, history ?? []);
  const variables = variablesOf(plan, scope.maxVariableBytes); // may throw: no run exists yet
  return scope.runs.start({
    facts: plan.facts,
    ...(journal && { journal }),
    ...(filter && { filter }),
    ...(continuation && { firstSequence: (continuation.history.at(-1)?.sequence ?? 0) + 1 }),
    start: (emit) => {
      if (plan.preset && !continuation) emit(plan.preset);
      return startRun({
        graph: plan.graph,
        variables,
        inputs: plan.inputs,
        limits: scope.limits,
        clock: scope.clock,
        ids: scope.ids,
        capabilities,
        emit,
        countsStopped: isWithoutGraph(plan.facts.mode),
        ...(history && { history }),
        ...(continuation?.answers && { answers: continuation.answers }),
      });
    },
  });
}

/** What a stopped answer has used is estimated, as in Dify (1.x easy_ui_based_generate_task_pipeline.py, `_handle_stop`). */
const isWithoutGraph = (mode: AppMode) => mode === 'chat' || mode === 'completion' || mode === 'agent-chat';

function bindingOf({ facts, user, owner }: RunPlan): RunBinding {
  return {
    ...(owner && { owner }),
    appId: facts.appId,
    user,
    ...(facts.conversationId !== undefined && { conversationId: facts.conversationId }),
    ...(facts.messageId !== undefined && { messageId: facts.messageId }),
    ...(facts.parentMessageId !== undefined && { parentMessageId: facts.parentMessageId }),
  };
}

/** Every variable that exists before the first node. Throws when one of them is not valid. */
function variablesOf(plan: RunPlan, maxBytes: number): (readonly [VariableSelector, Value])[] {
  const { workflow, environment, storedVariables } = plan;
  const system = Object.entries(systemVariables(plan));
  return [
    ...system.map(([name, value]): [VariableSelector, Value] => [['sys', name.slice('sys.'.length)], value]),
    ...environmentVariables(workflow.environmentVariables, environment, maxBytes),
    ...conversationVariables(workflow.conversationVariables, storedVariables),
  ];
}

/** What `workflow_started` shows as inputs: the form, and the `sys` variables under their full names. */
export function shownInputs(
  inputs: Readonly<Record<string, Value>>,
  plan: Omit<RunPlan, 'graph' | 'workflow'>,
): JsonObject {
  return toJsonObject({ ...inputs, ...systemVariables(plan) });
}

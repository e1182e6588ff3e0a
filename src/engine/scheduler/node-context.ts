import type { NodeContext } from '../node.ts';
import type { RunOptions } from '../run.ts';
import type { RunFrame } from './run-frame.ts';
import type { Execution } from './run-state.ts';

type OwnParts = Pick<NodeContext, 'variables' | 'emit' | 'startRounds' | 'runRound'>;

/** All that a node may touch: its own parts of the run, and the capabilities of all nodes. */
export function nodeContext<C>(options: RunOptions<C>, execution: Execution<C>, own: OwnParts): NodeContext & C {
  const { node, frame, answer } = execution;
  const context: NodeContext = Object.assign(new LateSignal(frame), {
    nodeId: node.id,
    title: node.title,
    executionId: execution.id,
    clock: options.clock,
    variables: own.variables,
    emit: own.emit,
    startRounds: own.startRounds,
    runRound: own.runRound,
  });
  // a fresh object, so it may be completed here
  if (node.definition.role === 'root') Object.assign(context, { inputs: options.inputs });
  if (answer) Object.assign(context, { answer });
  return Object.assign(context, options.capabilities);
}

/** Most nodes never ask for it. A class, because a getter in an object literal gives each object a shape of its own. */
class LateSignal<C> {
  readonly #frame: RunFrame<C>;

  constructor(frame: RunFrame<C>) {
    this.#frame = frame;
  }

  get signal(): AbortSignal {
    return this.#frame.signal;
  }
}

import type { NodeContext } from '../node.ts';
import type { RunOptions } from '../run.ts';
import type { Execution } from './run-state.ts';

type OwnParts = Pick<NodeContext, 'variables' | 'emit' | 'startRounds' | 'runRound'>;

/** All that a node may touch: its own parts of the run, and the capabilities of all nodes. */
export function nodeContext<C>(options: RunOptions<C>, execution: Execution<C>, own: OwnParts): NodeContext & C {
  const { node, frame, answer } = execution;
  const context: NodeContext = {
    nodeId: node.id,
    title: node.title,
    executionId: execution.id,
    // most nodes never ask for it
    get signal() {
      return frame.signal;
    },
    clock: options.clock,
    variables: own.variables,
    emit: own.emit,
    startRounds: own.startRounds,
    runRound: own.runRound,
  };
  // a fresh object, so it may be completed here
  if (node.definition.role === 'root') Object.assign(context, { inputs: options.inputs });
  if (answer) Object.assign(context, { answer });
  return Object.assign(context, options.capabilities);
}

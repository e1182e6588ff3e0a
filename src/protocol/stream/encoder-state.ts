import type {
  AgentThoughts,
  AnnotationSource,
  AnswerReplaced,
  Citations,
  FileReference,
  FormAnswer,
  FormRequested,
} from '../../engine/index.ts';
import { isWorkflow, type StreamContext } from './stream-event.ts';

/** What `message_end` tells and only earlier events know. */
export interface EncoderState {
  readonly citations: Citations;
  /** The app's rules answer, not its graph: nothing of the graph is shown. */
  isPreset: boolean;
  annotation?: AnnotationSource;
  /** Told once the run is over. */
  replacement?: AnswerReplaced;
  /** What the answer has shown. */
  files: FileReference[];
  /** What people were asked, by the id of the form. */
  forms: Map<string, FormRequested>;
  /** What people answered, by node, until their node has ended. */
  answers: Map<string, FormAnswer>;
  thoughts: AgentThoughts;
}

/** Apps without a graph of their own show only messages, and so do preset answers. */
export function showsGraph(context: StreamContext, { isPreset }: EncoderState): boolean {
  return !isPreset && (isWorkflow(context) || context.mode === 'advanced-chat');
}

import type { NodeContext } from '../../engine/index.ts';
import type { ToolChunk } from '../capabilities.ts';

export interface TextStreamer {
  send(chunk: ToolChunk): void;
  /** Sends the text if nothing of it was streamed, and marks the end of everything that was. */
  finish(text: string): void;
}

export function textStreamer(emit: NodeContext['emit']): TextStreamer {
  const begun = new Set<string>();
  const send = ({ variable, text }: ToolChunk) => {
    begun.add(variable);
    emit({ kind: 'text', variable, text });
  };
  return {
    send,
    finish(text) {
      if (!begun.has('text') && text !== '') send({ variable: 'text', text });
      for (const variable of begun.add('text')) emit({ kind: 'text', variable, text: '', isLast: true });
    },
  };
}

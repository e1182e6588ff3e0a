import { KnownError } from '../kernel/index.ts';
import type { Io } from './io.ts';

export interface Prompt {
  /** One line; what is typed for a secret is not shown. */
  ask(question: string, options: { readonly isSecret: boolean }): Promise<string>;
  close(): Promise<void>;
}

const INTERRUPT = '\u0003';
const END = '\u0004';

/** Somebody sits there. */
export const canAsk = ({ stdin, stderr }: Pick<Io, 'stdin' | 'stderr'>): boolean =>
  stdin.isTTY === true && stderr.isTTY;

/** Asks on standard error, reads from the terminal. */
export function openPrompt({ stdin, stderr }: Pick<Io, 'stdin' | 'stderr'>): Prompt {
  const pieces = stdin[Symbol.asyncIterator]();
  const decoder = new TextDecoder();
  let typed: string[] = []; // characters that came after the end of a line
  const nextCharacter = async (): Promise<string> => {
    while (typed.length === 0) {
      const piece = await pieces.next();
      if (piece.done) return END;
      typed = [...decoder.decode(piece.value, { stream: true })];
    }
    return typed.shift() ?? END;
  };
  return {
    async ask(question, { isSecret }) {
      await stderr.write(question);
      // raw: the terminal neither shows what is typed nor edits it
      if (isSecret) stdin.setRawMode?.(true);
      try {
        return await readLine(nextCharacter);
      } finally {
        if (isSecret) stdin.setRawMode?.(false);
        if (isSecret) await stderr.write('\n');
      }
    },
    close: async () => void (await pieces.return?.()),
  };
}

async function readLine(nextCharacter: () => Promise<string>): Promise<string> {
  const line: string[] = [];
  for (;;) {
    const character = await nextCharacter();
    if (character === '\r' || character === '\n' || character === END) return line.join('').trim();
    if (character === INTERRUPT) throw new KnownError('run_stopped', { message: 'Interrupted.' });
    if (character === '\u007f' || character === '\b') line.pop();
    else line.push(character);
  }
}

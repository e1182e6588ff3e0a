import { createInterface } from 'node:readline';
import { Readable, Writable } from 'node:stream';
import { KnownError } from '../../kernel/index.ts';
import type { Io } from '../io.ts';
import { isPlain, printable } from '../printable.ts';

/** What a line may go on as, whole lines; asked when somebody presses Tab. */
export type Completions = (typed: string) => readonly string[];

export interface LineReader {
  /** Writes to whom is asked. */
  say(text: string): Promise<void>;
  /** One line, as it was typed; undefined when nothing more comes (Ctrl-D). Rejects at Ctrl-C. */
  ask(question: string, completions?: Completions): Promise<string | undefined>;
  /** Gives the terminal back. Lines that were typed ahead are lost. */
  close(): void;
}

/** Asks on standard error, with the keys that people know from their shell. */
export function openLineReader({ stdin, stderr }: Pick<Io, 'stdin' | 'stderr'>): LineReader {
  let completions: Completions = () => [];
  let isInterrupted = false;
  let isClosed = false;
  const lines = createInterface({
    input: stdin instanceof Readable ? stdin : Readable.from(stdin),
    output: toWritable(stderr),
    terminal: true,
    completer: (typed: string) => [completions(typed).filter(isPlain), typed],
  });
  lines.on('SIGINT', () => {
    isInterrupted = true;
    lines.close();
  });
  lines.on('close', () => {
    isClosed = true;
  });
  const typed = lines[Symbol.asyncIterator](); // keeps what is typed, or pasted, before it is asked for
  return {
    say: (text) => stderr.write(printable(text)),
    async ask(question, offered = () => []) {
      completions = offered;
      lines.setPrompt(printable(question));
      if (!isClosed) lines.prompt(); // else there may be lines that were typed before
      const { value, done } = await typed.next();
      if (done) await stderr.write('\n');
      if (isInterrupted) throw new KnownError('run_stopped', { message: 'Interrupted.' });
      return done ? undefined : value;
    },
    close: () => lines.close(),
  };
}

function toWritable(output: Io['stderr']): Writable {
  const stream = new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      void output.write(text); // not awaited: what we say ourselves stays behind what was typed before
      done();
    },
  });
  return Object.defineProperty(stream, 'columns', { get: () => output.width });
}

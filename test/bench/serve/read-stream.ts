import { request as httpRequest } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { instant, type Pace } from './paced-model.ts';

/** What one reader of a streamed answer saw. */
export interface SeenStream {
  /** From its request to its first text, less what the model itself took. */
  readonly firstMs: number;
  /** How long each piece was under way, from the model to the reader. */
  readonly delaysMs: readonly number[];
  /** It had all pieces and a last event. */
  readonly isWhole: boolean;
}

/** Who is asked, and at what pace the model behind answers. */
export interface Question extends Pace {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Asks a chatflow, or the model itself, and reads the stream to its end. */
export function readStream({ url, headers, body, pieces, intervalMs }: Question): Promise<SeenStream> {
  const begun = instant();
  const delaysMs: number[] = [];
  let firstMs = Number.NaN;
  let hasEnded = false;
  const note = (event: string) => {
    hasEnded ||= /"event": ?"message_end"|^data: \[DONE\]/.test(event);
    const sent = Number(/"(?:answer|content)": ?"([\d.]+) "/.exec(event)?.[1]);
    if (Number.isNaN(sent)) return;
    if (delaysMs.length === 0) firstMs = instant() - begun - intervalMs;
    delaysMs.push(instant() - sent);
  };
  return new Promise((resolve) => {
    const end = () => resolve({ firstMs, delaysMs, isWhole: hasEnded && delaysMs.length === pieces });
    const all = { ...headers, 'content-type': 'application/json' };
    const request = httpRequest(url, { method: 'POST', headers: all, agent: false }, (response) => {
      let rest = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        const blocks = (rest + text).split('\n\n');
        rest = blocks.pop() ?? '';
        blocks.forEach(note);
      });
      response.on('end', end).on('error', end);
    });
    request.on('error', end);
    request.end(JSON.stringify(body));
  });
}

/** `users` at a time, each asking `times` times. */
export async function askTogether(users: number, times: number, question: Question): Promise<SeenStream[]> {
  const user = async (_: unknown, place: number) => {
    const seen: SeenStream[] = [];
    await setTimeout((place / users) * question.pieces * question.intervalMs * 0.8); // people come one after another
    for (let i = 0; i < times; i += 1) seen.push(await readStream(question));
    return seen;
  };
  return (await Promise.all(Array.from({ length: users }, user))).flat();
}

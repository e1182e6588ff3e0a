import { request as httpRequest } from 'node:http';
import { instant } from './paced-model.ts';

/** What one reader of a streamed answer saw. */
export interface SeenStream {
  /** From its request to its first text, less what the model itself took. */
  readonly firstMs: number;
  /** How long each piece was under way, from the model to the reader. */
  readonly delaysMs: readonly number[];
  /** It had all pieces and a last event. */
  readonly isWhole: boolean;
}

export interface Question {
  readonly url: string;
  readonly key: string;
  readonly pieces: number;
  readonly intervalMs: number;
}

/** Asks a chatflow and reads the stream to its end. */
export function readStream({ url, key, pieces, intervalMs }: Question): Promise<SeenStream> {
  const begun = instant();
  const delaysMs: number[] = [];
  let firstMs = Number.NaN;
  let hasEnded = false;
  const note = (event: string) => {
    hasEnded ||= event.includes('"event":"message_end"') || event.includes('"event": "message_end"');
    const sent = Number(/"answer": ?"([\d.]+) "/.exec(event)?.[1]);
    if (Number.isNaN(sent)) return;
    if (delaysMs.length === 0) firstMs = instant() - begun - intervalMs;
    delaysMs.push(instant() - sent);
  };
  return new Promise((resolve) => {
    const end = () => resolve({ firstMs, delaysMs, isWhole: hasEnded && delaysMs.length === pieces });
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const request = httpRequest(`${url}/v1/chat-messages`, { method: 'POST', headers, agent: false }, (response) => {
      let rest = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        const blocks = (rest + text).split('\n\n');
        rest = blocks.pop() ?? '';
        blocks.forEach(note);
      });
      response.on('end', end).on('error', end);
    });
    request.on('error', end);
    request.end(
      JSON.stringify({ inputs: {}, query: 'hi', response_mode: 'streaming', user: 'ann', auto_generate_name: false }),
    );
  });
}

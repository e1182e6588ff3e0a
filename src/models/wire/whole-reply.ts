/** Labelled as one body, not as a stream: Tencent labels some of its refusals as plain text. */
export function isWhole(reply: Response): boolean {
  return /json|text\/plain/i.test(reply.headers.get('content-type') ?? '');
}

export interface SeenBody {
  readonly beginsLikeJson: boolean;
  /** All of it, also what was looked at. */
  readonly body: ReadableStream<Uint8Array>;
}

/** Labels lie: there are servers that call their streams JSON. Looks no further than it must. */
export async function lookAhead(body: ReadableStream<Uint8Array>): Promise<SeenBody> {
  const reader = body.getReader();
  const seen: Uint8Array[] = [];
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    seen.push(next.value);
    const [first] = Buffer.concat(seen).toString('latin1').trimStart();
    if (first !== undefined) return { beginsLikeJson: '{['.includes(first), body: joined(seen, reader) };
  }
  return { beginsLikeJson: true, body: joined(seen, reader) };
}

function joined(
  seen: readonly Uint8Array[],
  rest: ReadableStreamDefaultReader<Uint8Array>,
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start: (all) => {
      for (const bytes of seen) all.enqueue(bytes);
    },
    pull: async (all) => {
      const next = await rest.read();
      if (next.done) all.close();
      else all.enqueue(next.value);
    },
    cancel: (reason) => rest.cancel(reason),
  });
}

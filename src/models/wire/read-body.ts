/**
 * Makes items of the bytes of a body, wherever these are cut. What it gives must be read to its end: a failure comes
 * behind the items that were before it.
 */
export interface BodyParser<Item> {
  push(bytes: Uint8Array): Iterable<Item>;
  /** What only the end of the body makes whole. */
  end(): Iterable<Item>;
  /** True once the provider has marked the end: what follows says nothing. */
  readonly isOver?: boolean;
}

type Body = ReadableStream<Uint8Array>;
type Reader = ReadableStreamDefaultReader<Uint8Array>;

/**
 * The items of a body as they come; it is opened when the first is asked for. Parsers are made of parsers, so that an
 * item costs one turn, however many steps it takes to read. Leaving the loop early closes the connection.
 */
export async function* readBody<Item>(
  open: () => Body | Promise<Body>,
  parser: BodyParser<Item>,
): AsyncGenerator<Item> {
  const reader = (await open()).getReader(); // the stream's own iterator takes more turns for every piece
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      for (const item of parser.push(next.value)) yield item;
      if (parser.isOver) break;
    }
    for (const item of parser.end()) yield item;
  } finally {
    if (parser.isOver) void readOut(reader);
    else await reader.cancel();
  }
}

/** How long the end of a connection may take behind the end mark. */
const MOST_READ_OUT_MS = 1000;

/** Only a connection that is read to its end can serve again; one that is held open is given up. Nobody waits for it. */
async function readOut(reader: Reader): Promise<void> {
  const giveUp = () => reader.cancel().catch(() => {}); // it has failed by itself
  const timer = setTimeout(giveUp, MOST_READ_OUT_MS).unref();
  try {
    while (!(await reader.read()).done);
  } catch {
    // the answer is complete: how its connection ends concerns nobody
  } finally {
    clearTimeout(timer);
  }
}

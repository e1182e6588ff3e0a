/**
 * Makes items of the bytes of a body, wherever these are cut. What it gives must be read to its end: a failure comes
 * behind the items that were before it.
 */
export interface BodyParser<Item> {
  push(bytes: Uint8Array): Iterable<Item>;
  /** What only the end of the body makes whole. */
  end(): Iterable<Item>;
}

type Body = ReadableStream<Uint8Array>;

/**
 * The items of a body as they come; it is opened when the first is asked for. Parsers are made of parsers, so that an item costs one turn, however many steps it
 * takes to read. Leaving the loop early closes the connection.
 */
export async function* readBody<Item>(
  open: () => Body | Promise<Body>,
  parser: BodyParser<Item>,
): AsyncGenerator<Item> {
  const reader = (await open()).getReader(); // the stream's own iterator takes more turns for every piece
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      for (const item of parser.push(next.value)) yield item;
    }
    for (const item of parser.end()) yield item;
  } finally {
    await reader.cancel();
  }
}

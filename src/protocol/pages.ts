import type { KeysetPage, NumberedPage } from '../storage/index.ts';

/** `{limit, has_more, data}`: a page that begins after an item. */
export function keysetPageToWire<Item, Wire>(
  { limit, hasMore, items }: KeysetPage<Item>,
  toWire: (item: Item) => Wire,
) {
  return { limit, has_more: hasMore, data: items.map(toWire) };
}

/** `{data, has_more, limit, total, page}`: a page with a number. */
export function numberedPageToWire<Item, Wire>(page: NumberedPage<Item>, toWire: (item: Item) => Wire) {
  return {
    page: page.page,
    limit: page.limit,
    total: page.total,
    has_more: page.hasMore,
    data: page.items.map(toWire),
  };
}

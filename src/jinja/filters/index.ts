import { parameters } from '../values/call.ts';
import { truthy } from '../values/types.ts';
import { Undefined } from '../values/undefined.ts';
import { type Filter, filter } from './filter.ts';
import { htmlFilters } from './html.ts';
import { numberFilters } from './number.ts';
import { sequenceFilters } from './sequence.ts';
import { streamFilters } from './stream.ts';
import { textFilters } from './text.ts';

const fallback = (name: string): Filter =>
  filter(name, parameters(['default_value', ''], ['boolean', false]), (value, [otherwise, isLoose]) => {
    const isMissing = value instanceof Undefined || (truthy(isLoose ?? null) && !truthy(value));
    return isMissing ? (otherwise ?? null) : value;
  });

/** Every filter of Jinja2 3.1. */
export const filters: ReadonlyMap<string, Filter> = new Map(
  [
    ...textFilters,
    ...numberFilters,
    ...sequenceFilters,
    ...streamFilters,
    ...htmlFilters,
    fallback('default'),
    fallback('d'),
  ].map((entry) => [entry.name, entry]),
);

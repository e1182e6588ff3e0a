import { createVariablePool, type VariableReader, type VariableUpdate } from '../engine/index.ts';
import { segmentsOf } from './template-references.ts';

/** The same variables with some on top that the run itself does not have yet. */
export function overlaid(below: VariableReader, updates: Iterable<VariableUpdate>): VariableReader {
  const top = createVariablePool(Array.from(updates, ({ selector, value }) => [selector, value] as const));
  const readerOf = (selector: readonly string[]) => (top.get(selector.slice(0, 2)) === undefined ? below : top);
  return {
    get: (selector) => readerOf(selector).get(selector),
    render: (template, form) =>
      segmentsOf(template)
        .map((part) =>
          part.kind === 'text' ? part.text : readerOf(part.selector).render(`{{#${part.selector.join('.')}#}}`, form),
        )
        .join(''),
  };
}

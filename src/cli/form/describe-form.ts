import type { FormRequested } from '../../operations/index.ts';
import { printable } from '../printable.ts';

/** Where a field stands in the content of a form (spec/workflow.md, human input); older files say `$outputs`. */
const FIELD = /\{\{#\$outputs?\.(\w+)#\}\}/g;

/** The title, the content and the actions of a form, for a terminal. */
export function describeForm({ title, form }: FormRequested): string {
  const actions = form.actions.map(({ id, title: label }) => `  [${id}] ${printable(label)}`).join('\n');
  return `\n${printable(title)}\n${printable(form.content.replaceAll(FIELD, '[$1]'))}\n${actions}`;
}

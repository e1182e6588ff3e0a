import type { JsonObject, JsonValue } from '../../kernel/index.ts';
import { describeField, type FormField, type FormRequested } from '../../operations/index.ts';

/** The fields of a form filled in somehow, as a pattern for whoever answers it by a flag; undefined where it has none. */
export function exampleAnswer({ form }: FormRequested): JsonObject | undefined {
  if (form.inputs.length === 0) return undefined;
  const fields = form.inputs.map(describeField);
  return Object.fromEntries(fields.map((field) => [field.name, exampleOf(field, form.defaults[field.name])]));
}

function exampleOf({ type, choices, initial }: FormField, found: JsonValue | undefined): JsonValue {
  const file = { transfer_method: 'remote_url', url: 'https://…' };
  if (type === 'file') return file;
  if (type === 'file-list') return [file];
  return (typeof found === 'string' && found) || initial || choices[0] || '…';
}

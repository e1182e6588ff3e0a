import { type JsonValue, printJson } from '../../kernel/index.ts';
import { describeField, type FormField, type FormRequested } from '../../operations/index.ts';
import { printable } from '../printable.ts';
import { shellWord } from '../shell-word.ts';

/** The flags that answer a form somehow, as a pattern: `--action yes --inputs '{"note":"…"}' --file doc=PATH`. */
export function exampleAnswer({ form }: FormRequested): string {
  const fields = form.inputs.map(describeField);
  const texts = fields.filter((field) => !isOfFiles(field));
  const inputs = Object.fromEntries(texts.map((field) => [field.name, exampleOf(field, form.defaults[field.name])]));
  const flags = [
    `--action ${shellWord(form.actions[0]?.id ?? 'ACTION')}`,
    ...(texts.length > 0 ? [`--inputs ${shellWord(printJson(inputs))}`] : []),
    ...fields
      .filter(isOfFiles)
      .map(({ name, allowedMethods }) => `--file ${shellWord(`${name}=${exampleFile(allowedMethods)}`)}`),
  ];
  return printable(flags.join(' '));
}

const isOfFiles = ({ type }: FormField) => type === 'file' || type === 'file-list';

function exampleFile(methods: FormField['allowedMethods']): string {
  return methods.length === 0 || methods.includes('local_file') ? 'PATH' : 'URL';
}

function exampleOf({ choices, initial }: FormField, found: JsonValue | undefined): string {
  return (typeof found === 'string' && found) || initial || choices[0] || '…';
}

import { isJsonObject, type JsonValue, pythonJson, pythonRepr, pythonStr } from '../../kernel/index.ts';
import type { FileReference } from './file-reference.ts';
import type { Value } from './value.ts';

/** `text`: templates in prompts, HTTP, conditions; `markdown`: answers and what is streamed; `log`: what records show. */
export type RenderForm = 'text' | 'markdown' | 'log';

/** A value as text (Dify core/variables/segments.py: the properties `text`, `markdown`, `log`). */
export function renderValue(value: Value, form: RenderForm): string {
  switch (value.type) {
    case 'none':
      return '';
    case 'string':
      return value.value;
    case 'secret':
      return form === 'log' ? maskSecret(value.value) : value.value;
    case 'number':
    case 'boolean':
      return pythonRepr(value.value);
    case 'object':
      return form === 'text' ? pythonJson(value.value) : indentedJson(value.value);
    case 'file':
      return form === 'markdown' ? fileLink(value.value) : '';
    case 'array[file]':
      return form === 'markdown' ? value.value.map(fileLink).join('\n') : '';
    default:
      return renderList(value.type, value.value, form);
  }
}

function renderList(type: Value['type'], list: readonly JsonValue[], form: RenderForm): string {
  if (form === 'markdown') return list.map((item) => `- ${pythonStr(item)}`).join('\n');
  if (form === 'log') return pythonRepr(list);
  if (list.length === 0) return '';
  return type === 'array[string]' ? pythonJson(list) : pythonRepr(list);
}

function fileLink(file: FileReference): string {
  const url = file.url ?? file.remoteUrl ?? '';
  return file.kind === 'image' ? `![${file.filename}](${url})` : `[${file.filename || url}](${url})`;
}

/** Python's `json.dumps(value, ensure_ascii=False, indent=2)`. */
function indentedJson(value: JsonValue, indent = ''): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => inner + indentedJson(item, inner)).join(',\n')}\n${indent}]`;
  }
  if (!isJsonObject(value)) return pythonJson(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${indentedJson(item, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

/** Dify core/helper/encrypter.py, `obfuscated_token`. */
export function maskSecret(secret: string): string {
  return secret.length <= 8 ? '*'.repeat(20) : `${secret.slice(0, 6)}${'*'.repeat(12)}${secret.slice(-2)}`;
}

import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/index.ts';
import { textAt } from '../fields.ts';

const FORM_TYPES: readonly string[] = ['form-data', 'x-www-form-urlencoded'];

/**
 * Before DSL 0.1.1 the body was one text; forms had a line `key:value` for each field. The editor splits forms the
 * same way when it opens such a file (Dify 1.x web/app/components/workflow/nodes/http/utils.ts).
 */
export function liftHttpBody(data: JsonObject): JsonObject {
  const body = data['body'];
  if (!isJsonObject(body)) return { ...data, body: { type: 'none', data: [] } };
  const type = textAt(body, 'type', 'none');
  if (Array.isArray(body['data']) && body['type'] === type) return data;
  return { ...data, body: { ...body, type, data: bodyItems(type, body['data']) } };
}

function bodyItems(type: string, content: JsonValue | undefined): readonly JsonValue[] {
  if (Array.isArray(content)) return content;
  if (typeof content !== 'string' || type === 'none') return [];
  if (!FORM_TYPES.includes(type)) return [{ type: 'text', key: '', value: content }];
  return content
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const colon = line.indexOf(':');
      const [key, value] = colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1)];
      return { type: 'text', key: key.trim(), value: value.trim() };
    });
}

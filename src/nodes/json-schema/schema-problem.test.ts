import { expect, test } from 'vitest';
import { type JsonObject, type JsonValue, parseJson } from '../../kernel/index.ts';
import { schemaProblem } from './schema-problem.ts';

const clock = { monotonic: () => 0 };
const check = (schema: string, value: string) =>
  schemaProblem(parseJson(schema) as JsonObject, parseJson(value), clock);

test.each<[schema: string, value: string]>([
  ['{}', '{"anything": [1, null]}'],
  ['{"type": "integer"}', '5.0'],
  ['{"type": ["string", "null"]}', 'null'],
  ['{"enum": [1, "a"]}', '1.0'],
  ['{"const": 123456789012345678901}', '123456789012345678901'],
  ['{"type": "string", "maxLength": 2}', '"😀😀"'],
  ['{"format": "email"}', '"not checked, as jsonschema does not"'],
  ['{"properties": {"constructor": {"type": "string"}}}', '{}'],
  ['{"items": [{"type": "string"}], "additionalItems": {"type": "number"}}', '["a", 1, 2]'],
  ['{"pattern": "^[0-9]+\\\\-[0-9]+$"}', '"1-2"'],
  ['{"if": {"required": ["a"]}, "then": {"required": ["b"]}}', '{"a": 1, "b": 2}'],
  ['{"$ref": "#/definitions/a~1b", "definitions": {"a/b": {"type": "object"}}}', '{}'],
  ['{"properties": {"next": {"$ref": "#"}}}', '{"next": {"next": {}}}'],
  ['{"uniqueItems": true}', '[1, "1", true, "true", null, "null", [1], ["1"], {"a": 1}, {"a": 2}, 1.5, 1e300]'],
])('%s takes %s', async (schema, value) => {
  expect(await check(schema, value)).toBeUndefined();
});

// the words of jsonschema 4.25 (jsonschema/_keywords.py)
test.each<[schema: string, value: string, problem: string]>([
  ['{"type": "integer"}', '5.5', "5.5 is not of type 'integer'"],
  ['{"type": "number"}', 'true', "True is not of type 'number'"],
  ['{"type": ["string", "null"]}', '[1]', "[1] is not of type 'string', 'null'"],
  ['{"enum": [1, "a"]}', 'true', "True is not one of [1, 'a']"],
  ['{"const": {"a": 1}}', '{}', "{'a': 1} was expected"],
  ['{"minimum": 2}', '1.0', '1.0 is less than the minimum of 2'],
  ['{"maximum": 2}', '123456789012345678901', '123456789012345678901 is greater than the maximum of 2'],
  ['{"exclusiveMaximum": 2}', '2', '2 is greater than or equal to the maximum of 2'],
  ['{"multipleOf": 3}', '10', '10 is not a multiple of 3'],
  ['{"minLength": 1}', '""', "'' should be non-empty"],
  ['{"pattern": "^a"}', '"b"', "'b' does not match '^a'"],
  ['{"maxItems": 1}', '[1, 2]', '[1, 2] is too long'],
  ['{"uniqueItems": true}', '[1, 1.0]', '[1, 1.0] has non-unique elements'],
  [
    '{"uniqueItems": true}',
    '[{"a": [1], "b": 2}, {"b": 2.0, "a": [1]}]',
    "[{'a': [1], 'b': 2}, {'b': 2.0, 'a': [1]}] has non-unique elements",
  ],
  ['{"uniqueItems": true}', '[1e20, 100000000000000000000]', '[1e+20, 100000000000000000000] has non-unique elements'],
  ['{"contains": {"type": "string"}}', '[1]', '[1] does not contain items matching the given schema'],
  ['{"required": ["name"]}', '{}', "'name' is a required property"],
  ['{"required": ["constructor"]}', '{}', "'constructor' is a required property"],
  ['{"properties": {"a": {"type": "string"}}}', '{"a": 1}', "1 is not of type 'string'"],
  ['{"patternProperties": {"^n_": {"type": "number"}}}', '{"n_a": "x"}', "'x' is not of type 'number'"],
  [
    '{"properties": {"a": {}}, "additionalProperties": false}',
    '{"c": 1, "b": 1, "a": 1}',
    "Additional properties are not allowed ('b', 'c' were unexpected)",
  ],
  ['{"dependencies": {"a": ["b"]}}', '{"a": 1}', "'b' is a dependency of 'a'"],
  ['{"not": {"type": "string"}}', '"x"', "'x' should not be valid under {'type': 'string'}"],
  ['{"oneOf": [{"minimum": 1}, {"minimum": 2}]}', '3', "3 is valid under each of {'minimum': 2}, {'minimum': 1}"],
  ['{"properties": {"a": false}}', '{"a": 1}', 'False schema does not allow 1'],
])('%s refuses %s: %s', async (schema, value, problem) => {
  expect(await check(schema, value)).toBe(problem);
});

test('of several errors the one nearest to the root is told', async () => {
  const schema = '{"properties": {"a": {"type": "string"}}, "required": ["b"]}';
  expect(await check(schema, '{"a": 1}')).toBe("'b' is a required property");
});

test('of alternatives the one that fits best is told, and none where several fit alike', async () => {
  const objects = '{"anyOf": [{"type": "string"}, {"properties": {"a": {"type": "string"}}}]}';
  expect(await check(objects, '{"a": 1}')).toBe("1 is not of type 'string'");
  expect(await check('{"anyOf": [{"type": "string"}, {"type": "null"}]}', '1')).toBe(
    '1 is not valid under any of the given schemas',
  );
});

test.each<[schema: string, message: string]>([
  ['{"type": "strnig"}', "Invalid JSON schema: 'strnig' is no type"],
  ['{"properties": 5}', "Invalid JSON schema: 5 is not of type 'object'"],
  ['{"pattern": "("}', "Invalid JSON schema: '(' is no pattern of RE2 (error parsing regexp: missing closing ): `(`)"],
  ['{"pattern": "^(?=a)"}', "'^(?=a)' is no pattern of RE2 (error parsing regexp: invalid or unsupported Perl syntax"],
  ['{"$ref": "#/nowhere"}', 'Invalid JSON schema: Unresolvable: #/nowhere'],
  ['{"$ref": "https://example.com/schema"}', 'Invalid JSON schema: Unresolvable: https://example.com/schema'],
  ['{"$ref": "#"}', 'Invalid JSON schema: it is nested too deeply, or refers to itself without end'],
])('%s is told as invalid', async (schema, message) => {
  await expect(check(schema, '"text"')).rejects.toThrow(message);
});

test('a value of any depth ends in a verdict', async () => {
  const deep: JsonValue = parseJson(`${'{"next":'.repeat(3000)}1${'}'.repeat(3000)}`);
  const schema = parseJson('{"type": "object", "properties": {"next": {"$ref": "#"}}}') as JsonObject;
  await expect(schemaProblem(schema, deep, clock)).rejects.toThrow('nested too deeply');
});

test('a long list without twins is looked at once', async () => {
  const items = Array.from({ length: 200_000 }, (_, at) => ({ at }));
  expect(await schemaProblem({ uniqueItems: true }, items, clock)).toBeUndefined();
});

test('a pattern that other engines try for ever has an answer', async () => {
  const schema = { pattern: '^(a+)+$', patternProperties: { '^(b|b)*$': false } };
  expect(await schemaProblem(schema, `${'a'.repeat(5000)}!`, clock)).toContain("does not match '^(a+)+$'");
  expect(await schemaProblem(schema, { [`${'b'.repeat(5000)}!`]: 1 }, clock)).toBeUndefined();
});

test.each([
  ['one long text', { pattern: '(x?){900}[yz]' }, 'x'.repeat(10_000)],
  ['many texts', { items: { pattern: '(x?){900}[yz]' } }, Array(1000).fill('xxxxxxxxxx')],
  [
    'many patterns',
    { patternProperties: Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`(x?){900}${i}`, {}])) },
    { x: 1 },
  ],
])('%s cannot keep everybody waiting', async (_what, schema, value) => {
  let now = 0;
  const slow = { monotonic: () => (now += 30) }; // each match takes so long
  await expect(schemaProblem(schema, value, slow)).rejects.toThrow('too long to be held against the pattern');
});

test('a long list of short texts is held against a pattern of many states', async () => {
  const schema = { items: { pattern: '^[a-z0-9.]{1,64}@[a-z0-9.-]{1,255}$' } };
  const mails = Array.from({ length: 2000 }, (_, at) => `person${at}@mail.example.com`);
  expect(await schemaProblem(schema, mails, clock)).toBeUndefined();
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Float, float, integer, type JsonValue, parseJson, printJson } from '../../kernel/index.ts';
import {
  array,
  arrayTypes,
  decodeRunEvent,
  encodeRunEvent,
  type FileReference,
  file,
  files,
  fileToJson,
  fromJson,
  type NodeFinished,
  none,
  noUsage,
  number,
  object,
  type RunEvent,
  secret,
  string,
  type Value,
} from '../index.ts';

function finished(outputs: Readonly<Record<string, Value>>): NodeFinished {
  return {
    type: 'node-finished',
    at: 1,
    frame: [{ containerId: 'c', container: 'loop', index: 2 }],
    executionId: 'e',
    nodeId: 'n',
    nodeType: 'code',
    title: 'N',
    index: 1,
    status: 'succeeded',
    outputs,
    updates: Object.values(outputs).map((value) => ({ selector: ['conversation', 'v'], value })),
    inputs: { kept: new Float(1) },
    startedAt: 0,
    elapsedSeconds: 0.5,
  };
}

/** As a record keeps it: a text. */
function kept(event: RunEvent) {
  return decodeRunEvent(parseJson(printJson(encodeRunEvent(event))) as never);
}

const image: FileReference = {
  kind: 'image',
  transferMethod: 'remote_url',
  remoteUrl: 'http://x/cat.png',
  filename: 'cat.png',
  extension: '.png',
  mimeType: 'image/png',
  size: 3,
};

test.each<[string, Value]>([
  ['a secret', secret('sk-1')],
  ['a file without an address of its own', file(image)],
  ['files', files([image, { ...image, url: 'http://x/signed', id: 'i' }])],
  ['no files', files([])],
  ['an object that looks like a file', object(fileToJson(image))],
  ['objects that look like files', array('array[object]', [fileToJson(image)])],
  ['an object that looks like a marked value', object({ $type: 'secret', value: 'x' })],
  ['an empty list of numbers', array('array[number]', [])],
  ['a list of anything that holds only texts', array('array[any]', ['a'])],
  ['a float', number(new Float(5))],
  ['a huge integer', number(2n ** 80n)],
  ['not a number', number(new Float(Number.NaN))],
  ['infinity', number(new Float(Number.NEGATIVE_INFINITY))],
  ['null', none],
])('%s survives as it is', (_, value) => {
  const event = finished({ value });
  expect(kept(event)).toEqual(event);
});

const { json } = fc.letrec<{ json: JsonValue }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.bigInt().map(integer),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(float),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constant('$type')), tie('json'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

test('any value survives as it is', () => {
  const value = fc.oneof(
    json.map(fromJson),
    fc.string().map(secret),
    fc.tuple(fc.constantFrom(...arrayTypes), fc.array(json)).map(([type, list]) => array(type, list)),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value, { noNullPrototype: true }), (outputs) => {
      const event = finished(outputs);
      expect(kept(event)).toEqual(event);
    }),
  );
});

test('a type is written only where it would not be inferred', () => {
  const encoded = encodeRunEvent(
    finished({ a: string('x'), b: fromJson([1]), c: fromJson({ k: [] }), d: secret('s') }),
  );
  expect(encoded['outputs']).toEqual({ a: 'x', b: [1], c: { k: [] }, d: { $type: 'secret', value: 's' } });
});

test('absent fields are not written', () => {
  const event = { ...finished({}), error: undefined } as unknown as NodeFinished;
  expect(printJson(encodeRunEvent(event))).not.toContain('error');
});

test('what most events say alike is not written, and read all the same', () => {
  const end: RunEvent = {
    ...{ type: 'run-finished', at: 1, status: 'succeeded', outputs: {}, exceptionsCount: 0 },
    ...{ totalSteps: 1, elapsedSeconds: 0.5, usage: noUsage },
  };
  for (const event of [{ ...finished({}), frame: [] }, end]) {
    expect(printJson(encodeRunEvent(event))).not.toMatch(/"frame"|"usage"/);
    expect(kept(event)).toEqual(event);
  }
});

import { expect, test } from 'vitest';
import { file, files } from '../../engine/index.ts';
import { runNode } from '../testing/run-node.ts';
import { answer } from './index.ts';

test('a template is cut at its references; anything that only looks like one is text', () => {
  expect(answer.response?.({ answer: 'a{{#n.x#}}{{#n.y.z#}} {{# n.x #}}{{#with-dash.x#}}' })).toEqual([
    { kind: 'text', text: 'a' },
    { kind: 'variable', selector: ['n', 'x'] },
    { kind: 'variable', selector: ['n', 'y', 'z'] },
    { kind: 'text', text: ' {{# n.x #}}{{#with-dash.x#}}' },
  ]);
});

test('the files it refers to are an output', async () => {
  const photo = {
    kind: 'image',
    transferMethod: 'remote_url',
    filename: 'a.png',
    extension: '.png',
    mimeType: '',
    size: 1,
  } as const;
  const result = await runNode(
    answer,
    { answer: '{{#n.one#}} {{#n.many#}} {{#n.text#}}' },
    { variables: { 'n.one': file(photo), 'n.many': files([photo, photo]), 'n.text': 't' } },
  );
  expect(result).toMatchObject({ outputs: { files: { type: 'array[file]', value: [photo, photo, photo] } } });
});

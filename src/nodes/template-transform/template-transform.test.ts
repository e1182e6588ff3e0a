import { expect, test } from 'vitest';
import { files } from '../../engine/index.ts';
import { limits } from '../testing/limits.ts';
import { outputsOf, runNode, type Variables } from '../testing/run-node.ts';
import { templateTransform } from './index.ts';

function render(template: string, variables: Variables = {}, templateMaxLength = limits.templateMaxLength) {
  const bindings = [
    { variable: 'x', value_selector: ['n', 'x'] },
    { variable: 'ghost', value_selector: ['n', 'ghost'] },
  ];
  const context = { variables, limits: { ...limits, templateMaxLength } };
  return runNode(templateTransform, { template, variables: bindings }, context);
}

test('declared variables that are missing are null, undeclared ones print nothing', async () => {
  const result = await render('{{ x | upper }}{{ ghost }}{{ other }}', { 'n.x': 'ab' });
  expect(outputsOf(result)).toEqual({ output: 'ABNone' });
  expect(result.inputs).toEqual({ x: 'ab', ghost: null });
});

test('files show their fields', async () => {
  const photo = { kind: 'image', transferMethod: 'remote_url', extension: '.png', mimeType: '', size: 1 } as const;
  const both = files([
    { ...photo, filename: 'a.png' },
    { ...photo, filename: 'b.png' },
  ]);
  const result = await render('{% for f in x %}{{ f.filename }};{% endfor %}', { 'n.x': both });
  expect(outputsOf(result)).toEqual({ output: 'a.png;b.png;' });
});

test('an error of the template fails the node', async () => {
  expect(await render('{{ 1 / 0 }}')).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('division by zero'),
  });
});

test('the length is counted in characters, up to and with the limit', async () => {
  expect(await render('🎉🎉🎉', {}, 3)).toMatchObject({ status: 'succeeded' });
  expect(await render('🎉🎉🎉🎉', {}, 3)).toMatchObject({ error: 'Output length exceeds 3 characters' });
});

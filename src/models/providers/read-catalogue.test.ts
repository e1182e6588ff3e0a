import { expect, test } from 'vitest';
import { modelFeatures, modelKinds } from '../index.ts';
import { catalogueNames, catalogueTable } from './catalogue/index.ts';
import { readCatalogue } from './read-catalogue.ts';

test('a line gives kind, mode, context, features, prices and parameters', () => {
  const [model] = readCatalogue('m-1 | llm chat | 8192 | mv | 2.5 10 USD | temperature max_tokens=4096 made_up');
  expect(model).toEqual({
    name: 'm-1',
    kind: 'llm',
    mode: 'chat',
    contextSize: 8192,
    features: ['tool-call', 'multi-tool-call', 'vision'],
    pricing: { input: '2.5', output: '10', unit: '0.000001', currency: 'USD' },
    parameters: [
      { name: 'temperature', type: 'float', default: 0, min: 0, max: 1 },
      { name: 'max_tokens', type: 'int', default: 64, min: 1, max: 4096 },
    ],
  });
});

test('a price may be per another unit', () => {
  const [model] = readCatalogue('m | text-embedding | 512 | - | 0.0005 0 RMB 0.001');
  expect(model?.pricing).toEqual({ input: '0.0005', output: '0', unit: '0.001', currency: 'RMB' });
});

test.each(catalogueNames)('the table of %s can be read, every line of it', async (provider) => {
  const models = readCatalogue(await catalogueTable(provider));
  expect(models.length).toBeGreaterThan(0);
  for (const model of models) {
    expect(modelKinds, model.name).toContain(model.kind);
    expect(model.name).toMatch(/^\S+( \S+)*$/);
    if (model.contextSize !== undefined) expect(model.contextSize, model.name).toBeGreaterThan(0);
    for (const price of [model.pricing?.input, model.pricing?.output, model.pricing?.unit]) {
      if (price !== undefined) expect(price, model.name).toMatch(/^\d+(\.\d+)?$/);
    }
    for (const feature of model.features ?? []) expect(modelFeatures).toContain(feature);
  }
  const names = models.map((model) => `${model.kind} ${model.name}`);
  expect(new Set(names).size).toBe(names.length);
});

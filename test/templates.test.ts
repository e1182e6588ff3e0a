import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CURRENT_DSL_VERSION, type DslFile, printDsl, readDsl } from '../src/dsl/index.ts';
import type { JsonObject } from '../src/kernel/index.ts';

const folder = resolve(import.meta.dirname, '../templates');
const files = readdirSync(folder).filter((name) => name.endsWith('.yml'));

interface Entry {
  readonly name: string;
  readonly mode: string;
  readonly needs: readonly string[];
}

const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as readonly Entry[];

function readTemplate(name: string): { file: DslFile; status: string } {
  const { file, status, problems } = readDsl(readFileSync(join(folder, name)));
  expect(problems).toEqual([]);
  if (!file) throw new Error(`${name} cannot be read`);
  return { file, status };
}

test('the index lists every template once, those that need nothing first', () => {
  expect(index.map(({ name }) => `${name}.yml`).sort()).toEqual(files.toSorted());
  expect(index[0]).toMatchObject({ name: 'hello', needs: [] });
});

describe.each(index.map((entry) => [entry.name, entry] as const))('template %s', (name, entry) => {
  const { file, status } = readTemplate(`${name}.yml`);
  const graph = (file.document['workflow'] as JsonObject)['graph'] as JsonObject;
  const nodes = graph['nodes'] as readonly JsonObject[];
  const edges = graph['edges'] as readonly JsonObject[];

  test('is a file of the current version, and survives an export', () => {
    expect([status, file.version]).toEqual(['completed', CURRENT_DSL_VERSION]);
    expect(readDsl(printDsl(file.document)).file?.document).toEqual(file.document);
  });

  test('is what the index says', () => {
    const types = file.app.workflow?.graph.nodes.map(({ type }) => type) ?? [];
    const needsModel = types.some((type) => ['llm', 'question-classifier', 'parameter-extractor'].includes(type));
    expect(file.app.mode).toBe(entry.mode);
    expect(entry.needs.includes('model')).toBe(needsModel);
    expect(entry.needs.includes('network')).toBe(types.includes('http-request'));
  });

  test('looks right on the canvas: titles, places that do not overlap, edges between nodes that are there', () => {
    const ids = new Set(nodes.map((node) => node['id']));
    expect(ids.size).toBe(nodes.length);
    for (const edge of edges) expect(ids.has(edge['source'] ?? '') && ids.has(edge['target'] ?? '')).toBe(true);
    for (const node of nodes) {
      const { type, title } = node['data'] as JsonObject;
      expect(title === '', `title of ${node['id']}`).toBe(type === 'iteration-start');
    }
    const outer = nodes.filter((node) => node['parentId'] === undefined);
    const overlapping = outer.flatMap((a, i) =>
      outer
        .slice(i + 1)
        .filter((b) => overlap(a, b))
        .map((b) => [a['id'], b['id']]),
    );
    expect(overlapping).toEqual([]);
  });
});

function overlap(a: JsonObject, b: JsonObject): boolean {
  const [boxA, boxB] = [boxOf(a), boxOf(b)];
  return boxA.x < boxB.right && boxB.x < boxA.right && boxA.y < boxB.bottom && boxB.y < boxA.bottom;
}

function boxOf(node: JsonObject) {
  const { x, y } = node['position'] as { x: number; y: number };
  return { x, y, right: x + Number(node['width']), bottom: y + Number(node['height']) };
}

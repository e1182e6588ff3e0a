import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type DslFile, printDsl, readDsl } from '../src/dsl/index.ts';

/**
 * Real apps of other people, and the files of the conformance cases. They stand beside the project, not in it; where
 * they are absent there is nothing to test.
 */
const root = resolve(import.meta.dirname, '../../shared');
const apps = join(root, 'corpus/apps');
const cases = join(root, 'conformance/workflows');

interface IndexEntry {
  readonly slug: string;
  readonly mode: string;
  readonly yaml_valid: boolean;
}

/** How nodes of old versions look: none may be left after reading. */
const OLD_SHAPES: Readonly<Record<string, (data: DslFile['document']) => boolean>> = {
  'if-else': (data) => !Array.isArray(data['cases']),
  'http-request': (data) => typeof (data['body'] as DslFile['document'])?.['data'] === 'string',
  'variable-assigner': () => true,
};

describe.skipIf(!existsSync(apps))('apps of the corpus', () => {
  const entries = JSON.parse(readFileSync(join(root, 'corpus/INDEX.json'), 'utf8')) as readonly IndexEntry[];

  test.each(entries.map((entry) => [entry.slug, entry] as const))('%s', (slug, entry) => {
    const result = readDsl(readFileSync(join(apps, `${slug}.yml`)));
    if (!entry.yaml_valid) {
      expect(result).toMatchObject({ status: 'failed', problems: [{ code: 'INVALID_YAML' }] });
      expect(result.problems[0]?.line).toBeGreaterThan(1);
      return;
    }
    expect(result.error).toBeUndefined();
    const file = result.file as DslFile;
    expect(file.app.mode).toBe(entry.mode.replace('_', '-'));
    expect(readDsl(printDsl(file.document)).file?.document).toEqual(file.document);
    for (const node of file.app.workflow?.graph.nodes ?? []) {
      expect(OLD_SHAPES[node.type]?.(node.data) ?? false, node.id).toBe(false);
      expect(file.locateNode(node.id) !== undefined || node.type.endsWith('-start'), node.id).toBe(true);
    }
  });
});

describe.skipIf(!existsSync(cases))('files of the conformance cases', () => {
  interface Case {
    readonly app_mode: string | null;
    readonly action?: string;
    readonly expect: { readonly import?: { status: string; error_contains?: string; imported_dsl_version?: string } };
  }
  const names = existsSync(cases)
    ? readdirSync(cases).filter((name) => existsSync(join(cases, name, 'case.json')))
    : [];

  test.each(names)('%s', (name) => {
    const definition = JSON.parse(readFileSync(join(cases, name, 'case.json'), 'utf8')) as Case;
    const result = readDsl(readFileSync(join(cases, name, 'workflow.yml')));
    const wanted = definition.expect?.import;
    if (wanted) {
      expect(result.status).toBe(wanted.status);
      if (wanted.error_contains) expect(result.error).toContain(wanted.error_contains);
      if (wanted.imported_dsl_version) expect(result.version).toBe(wanted.imported_dsl_version);
      return;
    }
    expect(result.error).toBeUndefined();
    expect(result.file?.app.mode).toBe(definition.app_mode);
    expect(result.problems).toEqual([]);
  });
});

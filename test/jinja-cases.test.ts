import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileTemplate, TemplateError } from '../src/jinja/index.ts';
import { type JsonObject, parseJson } from '../src/kernel/index.ts';

/** What CPython's Jinja2 gave for each template, judged at the room's own door. */
interface Cases {
  readonly context: JsonObject;
  readonly cases: readonly {
    readonly template: string;
    readonly expect: { readonly text: string } | { readonly error: string };
  }[];
}

const path = resolve(import.meta.dirname, '../../shared/conformance/jinja/cases.json');

if (existsSync(path)) {
  const { context, cases } = parseJson(readFileSync(path, 'utf8')) as unknown as Cases; // the shape its README describes
  describe('templates rendered as CPython rendered them', () => {
    test.each(cases.map((entry) => [entry.template, entry] as const))('%j', (template, entry) => {
      const render = () => compileTemplate(template).render(context);
      if ('text' in entry.expect) expect(render()).toBe(entry.expect.text);
      else expect(render).toThrow(TemplateError);
    });
  });
} else {
  test.skip('the conformance cases are not at ../shared', () => {});
}

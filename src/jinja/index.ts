/**
 * Jinja2 templates with Python's semantics and Python's printing, for texts of people we do not know.
 *
 * The way of a template: `language/` makes a tree of its text, `rendering/` makes closures of the tree and runs them,
 * `values/` are Python's kinds of values, `access/` is how operators, attributes and subscripts reach into them,
 * `methods/`, `formatting/` and `filters/` are what Python and Jinja2 offer on them. Nothing of the JavaScript world
 * is within a template's reach: names lead to inputs, attributes to fixed tables, and no text becomes code.
 */
import type { JsonValue } from '../kernel/index.ts';
import type { Template } from './rendering/template.ts';
import { cachedTemplate } from './template-cache.ts';
import type { TemplateLimits } from './template-error.ts';

export type { Template } from './rendering/template.ts';
export { TemplateError, type TemplateLimits } from './template-error.ts';

/** Parses and compiles, or finds the template compiled before. Throws a `TemplateError` for a wrong text. */
export function compileTemplate(text: string): Template {
  return cachedTemplate(text);
}

export function renderTemplate(
  text: string,
  variables: Readonly<Record<string, JsonValue>>,
  limits?: TemplateLimits,
): string {
  return compileTemplate(text).render(variables, limits);
}

import type { ResponseSegment, VariableSelector } from '../engine/index.ts';

/** `{{#node.name.path#}}`: Dify core/workflow/runtime/variable_pool.py, VARIABLE_PATTERN. */
const REFERENCE = /\{\{#([a-zA-Z0-9_]{1,50}(?:\.[a-zA-Z_][a-zA-Z0-9_]{0,29}){1,10})#\}\}/g;

/** The variables a template refers to, each once. */
export function referencesOf(template: string): readonly VariableSelector[] {
  const paths = new Set(Array.from(template.matchAll(REFERENCE), ([, path = '']) => path));
  return [...paths].map((path) => path.split('.'));
}

/** A template cut at its references. */
export function segmentsOf(template: string): readonly ResponseSegment[] {
  const segments: ResponseSegment[] = [];
  let end = 0;
  for (const match of template.matchAll(REFERENCE)) {
    if (match.index > end) segments.push({ kind: 'text', text: template.slice(end, match.index) });
    segments.push({ kind: 'variable', selector: (match[1] ?? '').split('.') });
    end = match.index + match[0].length;
  }
  if (end < template.length) segments.push({ kind: 'text', text: template.slice(end) });
  return segments;
}

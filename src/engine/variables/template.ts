import type { ResponseSegment } from '../node.ts';

/** `{{#node.name.path#}}`: Dify core/workflow/runtime/variable_pool.py, VARIABLE_PATTERN. */
const REFERENCE = /\{\{#([a-zA-Z0-9_]{1,50}(?:\.[a-zA-Z_][a-zA-Z0-9_]{0,29}){1,10})#\}\}/g;

/** Nodes render the same few templates again and again; in a loop, every round. */
const MAX_CACHED = 1_000;
const MAX_CACHED_LENGTH = 20_000;
const cache = new Map<string, readonly ResponseSegment[]>();

/** A template cut at its references. Everything that is not exactly a reference is literal text. */
export function parseTemplate(template: string): readonly ResponseSegment[] {
  const known = cache.get(template);
  if (known) return known;
  const segments = cutAtReferences(template);
  if (template.length <= MAX_CACHED_LENGTH) {
    if (cache.size >= MAX_CACHED) cache.clear();
    cache.set(template, segments);
  }
  return segments;
}

function cutAtReferences(template: string): readonly ResponseSegment[] {
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

import { makeTemplate, type Template } from './rendering/template.ts';

const MAX_TEMPLATES = 512;
const MAX_CHARACTERS = 4_000_000; // of all sources together

/** Compiled templates by their text; whoever was not asked for longest goes first. */
const templates = new Map<string, Template>();
let characters = 0;

export function cachedTemplate(source: string): Template {
  const known = templates.get(source);
  if (known) {
    templates.delete(source);
    templates.set(source, known);
    return known;
  }
  const made = makeTemplate(source);
  templates.set(source, made);
  characters += source.length;
  evict();
  return made;
}

function evict(): void {
  for (const source of templates.keys()) {
    if (templates.size <= MAX_TEMPLATES && characters <= MAX_CHARACTERS) return;
    templates.delete(source);
    characters -= source.length;
  }
}

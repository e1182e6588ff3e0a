import { parseTemplate, type VariableSelector } from '../engine/index.ts';

export { parseTemplate as segmentsOf };

/** The variables a template refers to, each once. */
export function referencesOf(template: string): readonly VariableSelector[] {
  const selectors = new Map<string, VariableSelector>();
  for (const segment of parseTemplate(template)) {
    if (segment.kind === 'variable') selectors.set(segment.selector.join('.'), segment.selector);
  }
  return [...selectors.values()];
}

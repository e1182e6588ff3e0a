/** The kinds of app, in Dify's own words. `rag-pipeline` builds knowledge; the others answer people. */
export const appModes = ['completion', 'chat', 'agent-chat', 'advanced-chat', 'workflow', 'rag-pipeline'] as const;
export type AppMode = (typeof appModes)[number];

export function isAppMode(value: unknown): value is AppMode {
  return appModes.some((mode) => mode === value);
}

/** Modes whose runs answer nobody: there is no message and no conversation. */
export function isWorkflowMode(mode: AppMode): mode is 'workflow' | 'rag-pipeline' {
  return mode === 'workflow' || mode === 'rag-pipeline';
}

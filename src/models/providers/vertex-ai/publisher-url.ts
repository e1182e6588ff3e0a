import type { Connection } from '../../wire/language-wire.ts';

/** Where the models of a maker are served, as a project in a place sees them. */
export function publisherUrl(credentials: Connection['credentials'], publisher: 'google' | 'anthropic'): string {
  const location = credentials['vertex_location'] ?? 'us-central1';
  const host = location === 'global' ? 'aiplatform.googleapis.com' : `${location}-aiplatform.googleapis.com`;
  const project = encodeURIComponent(credentials['vertex_project_id'] ?? '');
  return `https://${host}/v1/projects/${project}/locations/${location}/publishers/${publisher}`;
}

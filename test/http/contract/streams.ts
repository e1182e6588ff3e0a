import type { ApiDocument, Operation } from './document.ts';

type Event = Readonly<Record<string, unknown>> & { readonly event: string };

/** The name of the schema that an event of a stream has; undefined where the document knows no such event. */
export function schemaOfEvent({ components }: ApiDocument, { name }: Operation, event: Event): string | undefined {
  const union = components.schemas[streamOf(name, event)]?.['discriminator'];
  const { mapping } = union as { readonly mapping: Readonly<Record<string, string>> };
  return mapping[event.event]?.split('/').at(-1);
}

/** A followed run tells what its app's own stream would. */
function streamOf(operation: string, event: Event): string {
  if (operation.includes('completion')) return 'ChunkCompletionEvent';
  return operation.includes('chat') || 'conversation_id' in event ? 'ChunkChatEvent' : 'ChunkWorkflowEvent';
}

/** Every event that the document describes, as `ChunkChatEvent message`. */
export function documentedEvents({ components }: ApiDocument): string[] {
  return Object.entries(components.schemas).flatMap(([name, { discriminator }]) => {
    if (!/^Chunk\w+Event$/.test(name)) return [];
    const { mapping } = discriminator as { readonly mapping: Readonly<Record<string, string>> };
    return Object.values(mapping).map((reference) => reference.split('/').at(-1) ?? '');
  });
}

import type { Clock } from '../kernel/index.ts';
import type { AnswerRoom } from './answer-room.ts';
import type { CredentialSource } from './credential-source.ts';
import type { EmbeddingCache } from './embedding-cache.ts';
import type { ModelOverride } from './model-override.ts';

/** Where the models of a workspace are served, and what their calls need. */
export interface ModelRuntimeOptions {
  /** Reaches what the operator configured: platform/outbound's trusted fetch. */
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  /** `--model FROM=TO`, the first that fits wins. */
  readonly overrides?: readonly ModelOverride[];
  /** `--model-gateway`: serves every model of every provider under its own name. */
  readonly gateway?: ModelGateway;
  readonly credentials?: CredentialSource;
  /** Keeps the embeddings of documents; in memory when absent. */
  readonly embeddingCache?: EmbeddingCache;
  /** What the answers of all models share; the process has one, which is used when absent. */
  readonly answerRoom?: AnswerRoom;
  /** Environment variables of the process (`OPENAI_API_KEY`, …). */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** An OpenAI-compatible base URL, ending in `/v1`. */
export interface ModelGateway {
  readonly url: string;
  readonly apiKey?: string;
}

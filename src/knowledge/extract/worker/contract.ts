import type { DocumentKind } from '../document-kinds.ts';
import type { ExtractLimits } from '../limits.ts';

/** What the worker is given. */
export interface WorkerRequest {
  readonly kind: DocumentKind;
  readonly bytes: Uint8Array;
  readonly limits: ExtractLimits;
}

/** What it answers. */
export type WorkerReply = { readonly text: string } | { readonly failure: string };

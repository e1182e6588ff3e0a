/**
 * YAML as Dify shows it: read by PyYAML's `safe_load_all`, written again by its `dump_all` (graphon document_extractor:
 * `_extract_text_from_yaml`). `scalar` knows the types of YAML 1.1, `compose` makes nodes, `emitter` writes them,
 * `scalar-style` decides about quotes.
 */
import { decodeText } from '../../decode-text.ts';
import { composeDocuments } from './compose.ts';
import { emitDocuments } from './emitter.ts';

export function yamlText(bytes: Uint8Array): string {
  return emitDocuments(composeDocuments(decodeText(bytes)));
}

import { GptEncoding } from 'gpt-tokenizer/GptEncoding';
import { readAsset } from '../platform/assets/index.ts';

/** A token by its rank: as text, or as its bytes where they are no text of their own. */
type Token = string | number[];

/** Counts with the vocabulary of OpenAI's current models. */
export function openTokenCounter(): (text: string) => number {
  const vocabulary = readVocabulary(readAsset('tokenizer/o200k_base.tiktoken'));
  const { countTokens } = GptEncoding.getEncodingApi('o200k_base', () => vocabulary);
  return (text) => countTokens(text);
}

/** The published form: one line per token, its bytes in base64 and its rank. */
function readVocabulary(file: Uint8Array): Token[] {
  const tokens: Token[] = [];
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for (const line of Buffer.from(file).toString('latin1').split('\n')) {
    const [base64, rank] = line.split(' ');
    if (base64 && rank) tokens[Number(rank)] = toToken(Buffer.from(base64, 'base64'), decoder);
  }
  return tokens;
}

function toToken(bytes: Buffer, decoder: TextDecoder): Token {
  const text = decoder.decode(bytes);
  return text.includes('\ufffd') && !Buffer.from(text).equals(bytes) ? [...bytes] : text;
}

import { setImmediate } from 'node:timers/promises';
import { GptEncoding } from 'gpt-tokenizer/GptEncoding';
import { readAsset } from '../platform/assets/index.ts';

/** A token by its rank: as text, or as its bytes where they are no text of their own. */
type Token = string | number[];

/** The whole vocabulary takes 0.4 s to read. */
const LINES_AT_ONCE = 5000;

/** Counts with the vocabulary of OpenAI's current models. */
export async function openTokenCounter(): Promise<(text: string) => number> {
  const vocabulary = await readVocabulary(readAsset('tokenizer/o200k_base.tiktoken'));
  const { countTokens } = GptEncoding.getEncodingApi('o200k_base', () => vocabulary);
  return (text) => countTokens(text);
}

/** The published form: one line per token, its bytes in base64 and its rank. Others have a turn in between. */
async function readVocabulary(file: Uint8Array): Promise<Token[]> {
  const tokens: Token[] = [];
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for (const [place, line] of Buffer.from(file).toString('latin1').split('\n').entries()) {
    const [base64, rank] = line.split(' ');
    if (base64 && rank) tokens[Number(rank)] = toToken(Buffer.from(base64, 'base64'), decoder);
    if (place % LINES_AT_ONCE === 0) await setImmediate();
  }
  return tokens;
}

function toToken(bytes: Buffer, decoder: TextDecoder): Token {
  const text = decoder.decode(bytes);
  return text.includes('\ufffd') && !Buffer.from(text).equals(bytes) ? [...bytes] : text;
}

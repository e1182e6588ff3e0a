/** Scripts that put no blanks between words: each character is indexed as a word of its own. */
const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
const CHARACTER = new RegExp(`[${UNSPACED}]\\p{M}*`, 'gu');
const PART = new RegExp(`(?:[${UNSPACED}]\\p{M}*)+|[\\p{L}\\p{N}\\p{M}]+`, 'gu');

/** The text with blanks around the characters of unspaced scripts, for a tokenizer that splits at blanks. */
export function spaceOut(text: string): string {
  return text.replace(CHARACTER, ' $& ');
}

/**
 * What to look for: the words of a query. A run of unspaced characters gives its pairs of neighbours, each of which must
 * stand together in the text: single characters are in too many texts, whole sentences in none.
 */
export function toWords(query: string): string[] {
  const words = new Set<string>();
  for (const [part] of query.matchAll(PART)) {
    const characters = part.match(CHARACTER);
    if (!characters) words.add(part.toLowerCase());
    else if (characters.length === 1) words.add(part);
    else for (let at = 1; at < characters.length; at++) words.add(`${characters[at - 1]} ${characters[at]}`);
  }
  return [...words];
}

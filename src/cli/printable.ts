/** An app, or a model that wrote a text, must not steer the terminal. */
export function printable(text: string): string {
  return text.replaceAll(/(?![\n\t])\p{Cc}/gu, '');
}

/** Stands on a line as it is. */
export const isPlain = (text: string): boolean => !/\p{Cc}/u.test(text);

/** A class in brackets, of whose members the first may be `]`; an escape outside of one; an end. */
const PARTS = /(\[\^?)(\]?(?:\\[\s\S]|[^\]\\])*)\]|\\[\s\S]|\$/g;

const WORD = String.raw`\p{L}\p{N}_`;
const SPACE = String.raw`\t-\r\x1c-\x20\x85\p{Z}`;

const MEMBERS: ReadonlyMap<string, string> = new Map([
  [String.raw`\w`, WORD],
  [String.raw`\s`, SPACE],
  [String.raw`\d`, String.raw`\p{Nd}`],
  [String.raw`\D`, String.raw`\P{Nd}`],
]);

const ESCAPES: ReadonlyMap<string, string> = new Map([
  [String.raw`\w`, `[${WORD}]`],
  [String.raw`\W`, `[^${WORD}]`],
  [String.raw`\s`, `[${SPACE}]`],
  [String.raw`\S`, `[^${SPACE}]`],
  [String.raw`\d`, String.raw`\p{Nd}`],
  [String.raw`\D`, String.raw`\P{Nd}`],
  [String.raw`\Z`, String.raw`\z`],
]);

/** `$` also stands before a line break that ends the text. */
const END = String.raw`(?:\n?\z)`;

/**
 * An expression as Python's `re` means it, in the words of RE2: letters, digits and blanks are those of all scripts. Only
 * `\W` and `\S` within brackets know no others than ASCII.
 */
export function fromPython(source: string): string {
  const end = /^\(\?[a-z]*m/.test(source) ? '$' : END;
  return source.replace(PARTS, (part, opening?: string, members = '') => {
    if (opening !== undefined) return `${opening}${membersOf(members)}]`;
    return part === '$' ? end : (ESCAPES.get(part) ?? part);
  });
}

function membersOf(members: string): string {
  return members.replace(/^\]/, String.raw`\]`).replace(/\\[\s\S]/g, (part) => MEMBERS.get(part) ?? part);
}

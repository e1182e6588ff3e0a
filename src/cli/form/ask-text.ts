import type { LineReader } from './line-reader.ts';

/** How somebody is asked for one thing. Undefined stands for a terminal that gives nothing more. */
export interface Question {
  readonly name: string;
  /** What an empty line stands for. */
  readonly initial?: string;
}

/** One line. */
export async function askText(lines: LineReader, { name, initial }: Question): Promise<string | undefined> {
  const typed = await lines.ask(`${name}${shown(initial)}: `);
  return typed === '' ? (initial ?? '') : typed;
}

/** Lines up to an empty one. */
export async function askParagraph(lines: LineReader, { name, initial }: Question): Promise<string | undefined> {
  const written: string[] = [];
  for (;;) {
    const question = written.length === 0 ? `${name} (an empty line ends)${shown(initial)}: ` : '  … ';
    const line = await lines.ask(question);
    if (line === undefined && written.length === 0) return undefined;
    if (line) written.push(line);
    else return written.length === 0 ? (initial ?? '') : written.join('\n');
  }
}

/** One of several, by its number or its text. */
export async function askChoice(
  lines: LineReader,
  { name, initial }: Question,
  choices: readonly string[],
): Promise<string | undefined> {
  await lines.say(choices.map((choice, index) => `  ${index + 1}) ${choice}\n`).join(''));
  const known = initial !== undefined && choices.includes(initial) ? initial : undefined;
  for (;;) {
    const typed = await lines.ask(`${name}${shown(known)}: `, startingWith(choices));
    if (typed === undefined) return undefined;
    const chosen = typed.trim() === '' ? known : choiceOf(typed.trim(), choices);
    if (chosen !== undefined) return chosen;
    const problem = typed.trim() === '' ? 'Nothing is chosen' : `"${typed.trim()}" is not offered`;
    await lines.say(`  ${problem}: type a number from 1 to ${choices.length}, or the text.\n`);
  }
}

export const startingWith = (choices: readonly string[]) => (typed: string) =>
  choices.filter((choice) => choice.startsWith(typed));

/** A text counts before a number, for a choice may be one. */
function choiceOf(typed: string, choices: readonly string[]): string | undefined {
  if (choices.includes(typed)) return typed;
  return /^\d+$/.test(typed) ? choices[Number(typed) - 1] : undefined;
}

function shown(initial: string | undefined): string {
  if (initial === undefined || initial === '') return '';
  const [first = '', ...more] = initial.split('\n');
  return ` [${first}${more.length > 0 ? ' …' : ''}]`;
}

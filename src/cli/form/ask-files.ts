import { KnownError } from '../../kernel/index.ts';
import type { FileContent, FormField } from '../../operations/index.ts';
import type { Io } from '../io.ts';
import { readGivenFile } from '../run-options.ts';
import type { Completions, LineReader } from './line-reader.ts';
import { pathsStartingWith, typedPath } from './typed-path.ts';

/** Takes a file in; rejects with a `KnownError` when the field does not allow it. */
export type TakeFile<Taken> = (file: FileContent) => Promise<Taken>;

/** One file; undefined when the terminal gives nothing more. */
export async function askFile<Taken>(
  lines: LineReader,
  field: FormField,
  take: TakeFile<Taken>,
  io: Io,
): Promise<Taken | undefined> {
  for (;;) {
    const typed = await lines.ask(`${field.name} (${wanted(field)}): `, offered(field, io));
    if (typed === undefined) return undefined;
    if (typed.trim() === '') await lines.say('  A file is needed.\n');
    else {
      const taken = await tryToTake(lines, typed, take, io);
      if (taken !== undefined) return taken;
    }
  }
}

/** Several, until an empty line or as many as the field takes; undefined when the terminal gives nothing more. */
export async function askFiles<Taken>(
  lines: LineReader,
  field: FormField,
  take: TakeFile<Taken>,
  io: Io,
): Promise<Taken[] | undefined> {
  const files: Taken[] = [];
  const most = field.maxFiles > 0 ? field.maxFiles : Number.POSITIVE_INFINITY;
  while (files.length < most) {
    const place = field.maxFiles > 0 ? `${files.length + 1} of ${most}` : `${files.length + 1}`;
    const question = `${field.name}, ${place} (${wanted(field)}; an empty line ends): `;
    const typed = await lines.ask(question, offered(field, io));
    if (typed === undefined) return undefined;
    if (typed.trim() === '') break;
    const taken = await tryToTake(lines, typed, take, io);
    if (taken !== undefined) files.push(taken);
  }
  return files;
}

/** What is wrong with a file is told, and nothing taken. */
async function tryToTake<Taken>(
  lines: LineReader,
  typed: string,
  take: TakeFile<Taken>,
  io: Io,
): Promise<Taken | undefined> {
  try {
    return await take(await readGivenFile(typedPath(typed, io.env['HOME']), io));
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    await lines.say(`  ${error.message}\n`);
    return undefined;
  }
}

/** `path or URL; image, .pdf`: how a file may be named, and which ones the field takes. */
function wanted({ allowedMethods, allowedFiles }: FormField): string {
  const ways = WAYS.filter(({ method }) => allowedMethods.includes(method));
  const words = (ways.length === 0 ? WAYS : ways).map(({ word }) => word).join(' or ');
  return allowedFiles.length === 0 ? words : `${words}; ${allowedFiles.join(', ')}`;
}

const WAYS = [
  { method: 'local_file', word: 'path' },
  { method: 'remote_url', word: 'URL' },
];

/** Where only an address is taken, no path is offered. */
function offered({ allowedMethods }: FormField, io: Io): Completions {
  const isPathTaken = allowedMethods.length === 0 || allowedMethods.includes('local_file');
  return isPathTaken ? pathsStartingWith(io) : () => [];
}

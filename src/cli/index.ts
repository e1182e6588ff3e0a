/** The command line: parses what people type, asks one operation, prints what comes back. */
import { Command, CommanderError } from 'commander';
import { KnownError, recogniseFullDisk } from '../kernel/index.ts';
import type { CommandEntry } from './command-entry.ts';
import { commands } from './commands.ts';
import { errorForPeople, errorLine } from './error-text.ts';
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';

export type { Io, OpenRequest, Output, ServeInstance } from './io.ts';
export { openProcessIo } from './process-io.ts';

/** Runs one command line (without program and script name); resolves with the exit code, never rejects. */
export async function runCli(argv: readonly string[], io: Io): Promise<number> {
  try {
    const program = await buildProgram(argv, io);
    configure(program, io);
    await parse(program, argv);
    return io.exitCode;
  } catch (error) {
    return reportError(error, argv, io);
  }
}

async function buildProgram(argv: readonly string[], io: Io): Promise<Command> {
  const program = new Command('dify')
    .description('The Dify backend in one file: run, serve and look after Dify apps.')
    .option('--version', 'print the version (with --json: of every part)')
    .option('--no-color', 'no colours')
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      '\nExamples:\n  dify init my-app && dify run my-app/hello.yml -i name=Ann\n  dify run flow.yml --output json\n',
    );
  const wanted = argv.find((word) => !word.startsWith('-'));
  const isForHelp = wanted === 'help' ? argv[argv.indexOf('help') + 1] : undefined;
  for (const entry of commands) {
    const isWanted = entry.name === wanted || entry.name === isForHelp;
    const command = isWanted && entry.load ? await entry.load(io) : new Command(entry.name).summary(summaryOf(entry));
    if (!entry.load) refuseUnbuilt(command);
    program.addCommand(command);
  }
  return program;
}

function summaryOf({ summary, load }: CommandEntry): string {
  return load ? summary : `${summary} (not built yet)`;
}

function refuseUnbuilt(command: Command): void {
  command
    .allowUnknownOption()
    .allowExcessArguments()
    .action(() => {
      throw new KnownError('not_built', { message: `dify ${command.name()} is not built yet.` });
    });
}

/** Errors are ours to print; help goes where results go. */
function configure(command: Command, io: Io): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => void io.stdout.write(text),
    writeErr: () => {},
    getOutHelpWidth: () => Math.min(io.stdout.width, 100),
    getOutHasColors: () => io.stdout.hasColor,
  });
  for (const child of command.commands) configure(child, io);
}

async function parse(program: Command, argv: readonly string[]): Promise<void> {
  if (argv.length === 0) program.outputHelp();
  else
    await program.parseAsync([...argv], { from: 'user' }).catch((error: unknown) => {
      throw isVerbMissing(error) ? verbMissing(program, argv) : error;
    });
}

/** Commander shows its help then; who asks for help gets it with 0. */
const isVerbMissing = (error: unknown): boolean =>
  error instanceof CommanderError && error.code === 'commander.help' && error.exitCode !== 0;

/** A noun says nothing alone. */
function verbMissing(program: Command, argv: readonly string[]): KnownError {
  const noun = program.commands.find((command) => command.name() === argv.find((word) => !word.startsWith('-')));
  const verbs = (noun ?? program).commands.map((command) => command.name()).join(', ');
  const words = noun ? `dify ${noun.name()}` : 'dify';
  return new KnownError('usage', {
    message: `${words} wants a command: ${verbs}`,
    hint: `${words} --help tells more.`,
  });
}

async function reportError(thrown: unknown, argv: readonly string[], io: Io): Promise<ExitCode> {
  const error = recogniseFullDisk(thrown);
  if (error instanceof CommanderError) return reportUsage(error, argv, io);
  await io.stderr.write(`${wantsJson(argv) ? errorLine(error) : errorForPeople(error)}\n`);
  return exitCodeOf(error);
}

async function reportUsage(error: CommanderError, argv: readonly string[], io: Io): Promise<ExitCode> {
  if (error.exitCode === 0) return exitCodes.done; // help and version
  const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const known = new KnownError('usage', {
    message: suggestion === undefined ? message : `${message} ${suggestion}`,
    hint: 'dify help lists the commands, dify COMMAND --help their options.',
  });
  await io.stderr.write(`${wantsJson(argv) ? errorLine(known) : errorForPeople(known)}\n`);
  return exitCodes.usage;
}

/** `--json`, and the output forms that imply it. */
function wantsJson(argv: readonly string[]): boolean {
  return argv.some((word, index) => {
    if (word === '--json' || /^(--output|-o)=?(json|events)$/.test(word)) return true;
    return (word === '--output' || word === '-o') && /^(json|events)$/.test(argv[index + 1] ?? '');
  });
}

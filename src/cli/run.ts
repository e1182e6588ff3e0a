import { Command, Option } from 'commander';
import { KnownError } from '../kernel/index.ts';
import { runDefinition } from '../operations/index.ts';
import type { ExitCode } from './exit-codes.ts';
import { follow } from './follow-run.ts';
import type { Io } from './io.ts';
import { printable } from './printable.ts';
import { parseOptions, RunOptions, readBytes, readGivenFiles, readInputs, splitPair } from './run-options.ts';
import { addRuntimeOptions, collect, openRuntime } from './runtime-flags.ts';

const EXAMPLES = `
Examples:
  dify run hello.yml -i name=Ann
  dify run chat.yml --query "What is Dify?" --model "*=ollama:llama3.2"
  dify run report.yml --file doc=./report.pdf --output json > report.json
  cat flow.yml | dify run - --inputs @inputs.json --output events
`;

/** `dify run FILE`: a Dify app without any server. */
export const runCommand = (io: Io, run: typeof runFile = runFile): Command =>
  addRuntimeOptions(
    new Command('run')
      .summary('Run a workflow file and print its outputs')
      .description('Runs a Dify app (DSL file) without any server. Without --data-dir nothing is kept.')
      .argument('<file>', 'DSL file, or - for standard input')
      .option('-i, --input <name=value>', 'an input: NAME=TEXT, NAME:=JSON or NAME=@FILE', collect)
      .option('--inputs <json>', 'all inputs as JSON, @FILE or - for standard input')
      .option('-q, --query <text>', 'the question, for chat apps')
      .option('-f, --file <name=path|url>', 'a file input; the name "sys" means sys.files', collect)
      .option('-e, --env <name=value>', "overrides one of the app's environment variables", collect)
      .option('--conversation <id>', 'goes on with a conversation of the data directory')
      .option('--user <id>', 'who asks', 'cli')
      .option('--root <node>', 'the node to start with, when a workflow has several')
      .addOption(new Option('--dataset <name=path|id>', 'knowledge for this run').argParser(collect)),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, { file: files, ...options }: Record<string, unknown>) =>
      io.setExitCode(
        await run(parseOptions(RunOptions, { ...options, file, ...(files !== undefined && { files }) }), io),
      ),
    );

async function runFile(options: RunOptions, io: Io): Promise<ExitCode> {
  if (options.dataset.length > 0) {
    throw new KnownError('not_built', { message: '--dataset is not built yet: knowledge comes with a later version.' });
  }
  const text = await readBytes(options.file, io);
  const inputs = await readInputs(options, io);
  const { scope } = await openRuntime(options, io);
  const started = await runDefinition(scope, {
    text,
    name: options.file === '-' ? 'standard input' : options.file,
    inputs,
    user: options.user,
    files: await readGivenFiles(options.files, io),
    environment: Object.fromEntries(options.env.map((pair) => splitPair(pair, '--env'))),
    ...(options.query !== undefined && { query: options.query }),
    ...(options.conversation !== undefined && { conversationId: options.conversation }),
    ...(options.root !== undefined && { rootNodeId: options.root }),
  });
  for (const warning of started.warnings) await io.stderr.write(printable(`dify: warning: ${warning}\n`));
  return follow(started, scope, options, io);
}

import { Argument, Command } from 'commander';
import type { CommandEntry } from './command-entry.ts';
import { type CompletedCommand, completionScripts } from './completion-scripts.ts';
import type { Io } from './io.ts';

const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
type Shell = (typeof shells)[number];

const EXAMPLES = `
Examples:
  source <(dify completion bash)
  dify completion fish > ~/.config/fish/completions/dify.fish
  dify completion powershell | Out-String | Invoke-Expression
`;

/** `dify completion SHELL`: a script that completes commands, their flags and file names. */
export const completionCommand = (io: Io, commands: readonly CommandEntry[]): Command =>
  new Command('completion')
    .summary('Print completion for bash, zsh, fish or powershell')
    .addArgument(new Argument('<shell>', 'which shell').choices(shells))
    .addHelpText('after', EXAMPLES)
    .action(async (shell: Shell) => io.stdout.write(completionScripts[shell](await describeAll(commands, io))));

/** What is built, with verbs and flags. */
async function describeAll(entries: readonly CommandEntry[], io: Io): Promise<CompletedCommand[]> {
  const loaded = await Promise.all(entries.map(({ load }) => load?.(io)));
  return loaded.filter((command) => command !== undefined).map(describe);
}

function describe(command: Command): CompletedCommand {
  return {
    name: command.name(),
    summary: command.summary(),
    verbs: command.commands.map(describe),
    flags: command.options.flatMap(({ long, hidden }) => (long && !hidden ? [long] : [])),
  };
}

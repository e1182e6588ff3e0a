import { Argument, Command } from 'commander';
import type { CommandEntry } from './command-entry.ts';
import type { Io } from './io.ts';

const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
type Shell = (typeof shells)[number];

/** `dify completion SHELL`: a script that completes commands and file names. */
export const completionCommand = (io: Io, commands: readonly CommandEntry[]): Command =>
  new Command('completion')
    .summary('Print completion for bash, zsh, fish or powershell')
    .addArgument(new Argument('<shell>', 'which shell').choices(shells))
    .addHelpText('after', '\nExample:\n  source <(dify completion bash)\n')
    .action((shell: Shell) => io.stdout.write(scripts[shell](commands)));

const scripts: Record<Shell, (commands: readonly CommandEntry[]) => string> = {
  bash: (commands) => `_dify() {
  local word="\${COMP_WORDS[COMP_CWORD]}"
  if [ "$COMP_CWORD" -eq 1 ]; then COMPREPLY=($(compgen -W "${namesOf(commands)} help" -- "$word"))
  else COMPREPLY=($(compgen -f -- "$word")); fi
}
complete -o filenames -F _dify dify
`,
  zsh: (commands) => `#compdef dify
_dify() {
  if (( CURRENT == 2 )); then compadd ${namesOf(commands)} help; else _files; fi
}
compdef _dify dify
`,
  fish: (commands) =>
    `${commands
      .map(
        ({ name, summary }) =>
          `complete -c dify -n __fish_use_subcommand -f -a ${name} -d '${summary.replaceAll("'", '')}'`,
      )
      .join('\n')}\n`,
  powershell: (commands) => `Register-ArgumentCompleter -Native -CommandName dify -ScriptBlock {
  param($word, $ast, $position)
  if ($ast.CommandElements.Count -le 2) {
    @(${commands.map(({ name }) => `'${name}'`).join(', ')}) | Where-Object { $_ -like "$word*" } |
      ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
  }
}
`,
};

function namesOf(commands: readonly CommandEntry[]): string {
  return commands.map(({ name }) => name).join(' ');
}

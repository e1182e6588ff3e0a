/** A command as a shell has to know it. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  /** Empty for a command without commands of its own. */
  readonly verbs: readonly CompletedCommand[];
  readonly flags: readonly string[];
}

type Script = (commands: readonly CompletedCommand[]) => string;

/** By shell. Where nothing of ours fits, shells complete the names of files. */
export const completionScripts: Readonly<Record<'bash' | 'zsh' | 'fish' | 'powershell', Script>> = {
  bash: (commands) => `_dify() {
  local word="\${COMP_WORDS[COMP_CWORD]}" offered=""
  case "$COMP_CWORD:\${COMP_WORDS[1]}:\${COMP_WORDS[2]}" in
    1:*) offered="${namesOf(commands)} help" ;;
${casesOf(commands, 2, (names) => `offered="${names}"`)}
  esac
  COMPREPLY=()
  case "$offered" in
    --*) [[ $word == -* ]] || return 0 ;;
  esac
  COMPREPLY=($(compgen -W "$offered" -- "$word"))
}
complete -o default -F _dify dify
`,
  zsh: (commands) => `#compdef dify
_dify() {
  case "$CURRENT:\${words[2]}:\${words[3]}" in
    2:*) compadd -- ${namesOf(commands)} help ;;
${casesOf(commands, 3, (names) =>
  names.startsWith('-')
    ? `if [[ \${words[CURRENT]} == -* ]]; then compadd -- ${names}; else _files; fi`
    : `compadd -- ${names}`,
)}
    *) _files ;;
  esac
}
compdef _dify dify
`,
  fish: (commands) =>
    `${commands
      .flatMap((command) => [
        `complete -c dify -n __fish_use_subcommand -f -a ${command.name} -d ${quoted(command.summary)}`,
        ...command.verbs.map((verb) => fishVerb(command, verb)),
        ...[command, ...command.verbs].flatMap((one) => fishFlags(command, one)),
      ])
      .join('\n')}\n`,
  powershell: (commands) => `Register-ArgumentCompleter -Native -CommandName dify -ScriptBlock {
  param($word, $ast, $position)
  $verbs = @{
    '' = @(${commands.map(({ name }) => quoted(name)).join(', ')})
${commands
  .filter(({ verbs }) => verbs.length > 0)
  .map(({ name, verbs }) => `    ${quoted(name)} = @(${verbs.map((verb) => quoted(verb.name)).join(', ')})`)
  .join('\n')}
  }
  $typed = @($ast.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" })
  $before = if ($word -eq '') { $typed.Count } else { $typed.Count - 1 }
  $noun = if ($before -eq 0) { '' } elseif ($before -eq 1) { $typed[0] } else { $null }
  if ($null -ne $noun -and $verbs.ContainsKey($noun)) {
    $verbs[$noun] | Where-Object { $_ -like "$word*" } |
      ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
  }
}
`,
};

/** The branches of a `case` on `POSITION:WORD 1:WORD 2`; the verb stands at position `second`. */
function casesOf(commands: readonly CompletedCommand[], second: number, offer: (names: string) => string): string {
  const branches = commands.flatMap(({ name, verbs, flags }) =>
    verbs.length === 0
      ? [[`*:${name}:*`, flags.join(' ')] as const]
      : [
          [`${second}:${name}:*`, namesOf(verbs)] as const,
          ...verbs.map((verb) => [`*:${name}:${verb.name}`, verb.flags.join(' ')] as const),
        ],
  );
  return branches
    .filter(([, names]) => names !== '')
    .map(([pattern, names]) => `    ${pattern}) ${offer(names)} ;;`)
    .join('\n');
}

function fishVerb({ name, verbs }: CompletedCommand, verb: CompletedCommand): string {
  const where = `__fish_seen_subcommand_from ${name}; and not __fish_seen_subcommand_from ${namesOf(verbs)}`;
  return `complete -c dify -n ${quoted(where)} -f -a ${verb.name} -d ${quoted(verb.summary)}`;
}

function fishFlags(noun: CompletedCommand, { name, flags }: CompletedCommand): string[] {
  const isVerb = noun.name !== name;
  const where = `__fish_seen_subcommand_from ${noun.name}${isVerb ? `; and __fish_seen_subcommand_from ${name}` : ''}`;
  return flags.map((flag) => `complete -c dify -n ${quoted(where)} -l ${flag.slice(2)}`);
}

const quoted = (text: string) => `'${text.replaceAll("'", '')}'`;

function namesOf(commands: readonly CompletedCommand[]): string {
  return commands.map(({ name }) => name).join(' ');
}

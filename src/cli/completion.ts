/**
 * Owns completion on the command line: the script for each shell, and the words that may come next. The scripts ask the program, so
 * that they never say less or more than it knows.
 */
import { Argument, type Command } from 'commander';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
const ASK = '__complete';

const SCRIPTS: Readonly<Record<(typeof SHELLS)[number], string>> = {
  bash: `_gatehouse() {
  local IFS=$'\\n'
  COMPREPLY=($("\${COMP_WORDS[0]}" ${ASK} -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _gatehouse gatehouse prx
`,
  zsh: `#compdef gatehouse prx
_gatehouse() {
  local -a found
  found=("\${(@f)$("\${words[1]}" ${ASK} -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -a found || _files
}
compdef _gatehouse gatehouse prx
`,
  fish: `function __gatehouse
  set -l words (commandline -opc)
  $words[1] ${ASK} -- $words[2..] (commandline -ct) 2>/dev/null
end
complete -c gatehouse -a '(__gatehouse)'
complete -c prx -a '(__gatehouse)'
`,
};

/** Adds `completion <shell>` and the hidden command that the scripts ask. */
export function addCompletion(root: Command): void {
  root
    .command('completion')
    .description('print the completion script of a shell: source <(gatehouse completion bash)')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .exitOverride()
    .action((shell: (typeof SHELLS)[number]) => void process.stdout.write(SCRIPTS[shell]));
  root
    .command(ASK, { hidden: true })
    .argument('[words...]')
    .exitOverride()
    .action((words: string[]) => {
      const found = nextWords(root, words);
      if (found.length > 0) process.stdout.write(`${found.join('\n')}\n`);
    });
}

/** The words that may stand where the last one, which may be empty or half typed, stands. */
export function nextWords(root: Command, words: readonly string[]): string[] {
  const before = words.slice(0, -1);
  const current = words.at(-1) ?? '';
  let command = root;
  let awaited: readonly string[] | undefined;
  for (const word of before) {
    if (awaited !== undefined) {
      awaited = undefined;
      continue;
    }
    const option = command.options.find(({ long, short }) => long === word || short === word);
    if (option?.required) awaited = option.argChoices ?? [];
    else command = command.commands.find((one) => one.name() === word) ?? command;
  }
  return candidates(command, current, awaited).filter((word) => word.startsWith(current));
}

function candidates(
  command: Command,
  current: string,
  awaited: readonly string[] | undefined,
): readonly string[] {
  if (awaited !== undefined) return awaited;
  const help = command.createHelp();
  if (current.startsWith('-')) return help.visibleOptions(command).map((one) => one.long ?? '');
  const names = help.visibleCommands(command).map((one) => one.name());
  return names.length > 0 ? names : (command.registeredArguments[0]?.argChoices ?? []);
}

import type { Completable, CompletableFlag, Described } from './completable.ts';

/** A shell that completes. */
export type Shell = 'bash' | 'zsh' | 'fish';

const PROGRAM = 'microgpt-spec';
const FUNCTION = '_microgpt_spec';

/** The script of each shell, of all commands, the program first. */
export const SHELLS: Readonly<Record<Shell, (commands: readonly Completable[]) => string>> = { bash, zsh, fish };

/** Behind "--" stands a command of the user's, and behind a flag that takes one a file. */
function bash(commands: readonly Completable[]): string {
  return `# bash completion of ${PROGRAM}: source <(${PROGRAM} completion bash)
${FUNCTION}() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD - 1]}" called='' word words=''
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [[ $word == -- ]]; then COMPREPLY=($(compgen -A command -A file -- "$cur")); return; fi
${walk(commands)}
  done
  case "$called $prev" in
${valueCases(commands, (values) => `words='${values.join(' ')}'`, 'COMPREPLY=($(compgen -A file -- "$cur")); return')}
    *) case "$called" in
${commands.map(({ path, flags, operands }) => `      '${path}') if [[ $cur == -* ]]; then words='${wordsOf(flags)}'; else words='${wordsOf(operands)}'; fi ;;`).join('\n')}
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [[ -z $words ]]; then COMPREPLY=($(compgen -A file -- "$cur")); fi
}
complete -o filenames -o nosort -F ${FUNCTION} ${PROGRAM} 2>/dev/null || complete -o filenames -F ${FUNCTION} ${PROGRAM}
`;
}

function zsh(commands: readonly Completable[]): string {
  return `#compdef ${PROGRAM}
# zsh completion of ${PROGRAM}: source <(${PROGRAM} completion zsh), behind compinit
${FUNCTION}() {
  local called='' word prev="\${words[CURRENT - 1]}"
  local -a found
  for word in "\${(@)words[2,CURRENT - 1]}"; do
    if [[ $word == -- ]]; then _files; return; fi
${walk(commands)}
  done
  case "$called $prev" in
${valueCases(commands, (values) => `compadd -- ${values.join(' ')}; return`, '_files; return')}
  esac
  case "$called" in
${commands.map(zshCase).join('\n')}
  esac
}
compdef ${FUNCTION} ${PROGRAM}
`;
}

function zshCase({ path, flags, operands }: Completable): string {
  const described = (words: readonly Described[]) =>
    words.map(({ word, description }) =>
      quoted(description === '' ? word : `${word}:${description.replaceAll(':', ' ')}`),
    );
  const others = operands.length === 0 ? '_files' : `found=(${described(operands).join(' ')}); _describe -V word found`;
  return `    '${path}') if [[ $PREFIX == -* ]]; then found=(${described(flags).join(' ')}); _describe -o flag found; else ${others}; fi ;;`;
}

function fish(commands: readonly Completable[]): string {
  const lines = commands.flatMap((command) => {
    const { path, flags, operands } = command;
    const inner = operands.filter(({ word }) => commands.some((other) => other.path === `${path} ${word}`.trim()));
    const when = conditionOf(path, inner);
    const line = (what: string, description: string) =>
      `complete -c ${PROGRAM} -n ${quoted(when)} ${what}${description === '' ? '' : ` -d ${quoted(description)}`}`;
    return [
      ...operands.map(({ word, description }) => line(`-f -a ${quoted(word)}`, description)),
      ...flags.map((flag) => line(fishFlag(flag), flag.description)),
    ];
  });
  return `# fish completion of ${PROGRAM}: ${PROGRAM} completion fish | source\n${lines.join('\n')}\n`;
}

/** Its words stand in the line, and none of a command within it. */
function conditionOf(path: string, inner: readonly Described[]): string {
  if (path === '') return '__fish_use_subcommand';
  const seen = path.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`);
  const within = inner.length === 0 ? [] : [`not __fish_seen_subcommand_from ${wordsOf(inner)}`];
  return [...seen, ...within].join('; and ');
}

function fishFlag({ word, takesValue, values }: CompletableFlag): string {
  const name = `-l ${word.slice('--'.length)}`;
  if (!takesValue) return name;
  return values.length === 0 ? `${name} -r -F` : `${name} -x -a ${quoted(values.join(' '))}`;
}

/** The cases by which a line's words become the command that is called. */
function walk(commands: readonly Completable[]): string {
  const steps = commands
    .filter(({ path }) => path !== '')
    .map(({ path }) => {
      const word = path.split(' ').at(-1) ?? '';
      return `      '${path.slice(0, -word.length).trim()} ${word}') called='${path}' ;;`;
    });
  return `    case "$called $word" in\n${steps.join('\n')}\n    esac`;
}

/** What a flag before the word calls for: its values, or a file. */
function valueCases(
  commands: readonly Completable[],
  ofValues: (values: readonly string[]) => string,
  ofFile: string,
): string {
  const flags = commands.flatMap(({ path, flags: own }) =>
    own.filter(({ takesValue }) => takesValue).map(({ word, values }) => ({ called: `'${path} ${word}'`, values })),
  );
  const listed = flags.filter(({ values }) => values.length > 0);
  const files = flags.filter(({ values }) => values.length === 0).map(({ called }) => called);
  return [
    ...listed.map(({ called, values }) => `    ${called}) ${ofValues(values)} ;;`),
    `    ${files.join(' | ')}) ${ofFile} ;;`,
  ].join('\n');
}

function wordsOf(words: readonly Described[]): string {
  return words.map(({ word }) => word).join(' ');
}

/** For a shell, in single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

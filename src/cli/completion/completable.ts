import type { Command, Option } from 'commander';
import { DUMP_LANGUAGES } from '../../adapters/dumps.ts';
import { LANGUAGES, MODULE_TEMPLATE } from '../../adapters/languages.ts';
import { NATIVE_LANGUAGES } from '../../adapters/nativeTests/languages.ts';
import { OPS, SPEC_CHAPTERS } from '../../port/ops.ts';
import { readSpec } from '../../spec/clauses.ts';

/** A command as a shell completes it. */
export interface Completable {
  /** The words that call it: `golden export`; empty for the program itself. */
  readonly path: string;
  readonly description: string;
  readonly flags: readonly CompletableFlag[];
  /** Words that may stand behind it: commands of its own, or operands; where there are none, files. */
  readonly operands: readonly Described[];
}

/** A flag, and what may stand behind it. */
export interface CompletableFlag extends Described {
  /** Whether a value must stand behind it. */
  readonly takesValue: boolean;
  /** Values; where it takes one and there are none, files. */
  readonly values: readonly string[];
}

/** A word, and what it is about in a few others. */
export interface Described {
  readonly word: string;
  readonly description: string;
}

/** Characters of a description. */
const MOST_DESCRIPTION = 60;
const HELP: CompletableFlag = { word: '--help', description: 'display help', takesValue: false, values: [] };

/**
 * Commands, and those within them.
 *
 * @returns the program first
 */
export function completable(commands: readonly Command[]): Completable[] {
  const operands = commands.map((command) => ({ word: command.name(), description: short(command.description()) }));
  const values = knownValues();
  const all = commands.flatMap((command) => [
    ofCommand(command, command.name(), values),
    ...command.commands.map((inner) => ofCommand(inner, `${command.name()} ${inner.name()}`, values)),
  ]);
  return [{ path: '', description: '', flags: [HELP], operands }, ...all, ...operandsWithValues(all, values)];
}

/** Operands behind which others stand, as commands: `init dump`. */
function operandsWithValues(
  all: readonly Completable[],
  values: ReadonlyMap<string, readonly string[]>,
): Completable[] {
  return all
    .flatMap(({ path, operands }) => operands.map(({ word }) => `${path} ${word}`))
    .filter((path) => values.has(path) && all.every((command) => command.path !== path))
    .map((path) => ({ path, description: '', flags: [], operands: described(values.get(path) ?? []) }));
}

function ofCommand(command: Command, path: string, values: ReadonlyMap<string, readonly string[]>): Completable {
  const [argument] = command.registeredArguments;
  const inner = command.commands.map((one) => ({ word: one.name(), description: short(one.description()) }));
  const words = described(values.get(path) ?? argument?.argChoices ?? []);
  return {
    path,
    description: short(command.description()),
    flags: [...command.options.flatMap((option) => flagsOf(option, path, values)), HELP],
    operands: [...inner, ...words.filter(({ word }) => inner.every((one) => one.word !== word))],
  };
}

function flagsOf(option: Option, path: string, values: ReadonlyMap<string, readonly string[]>): CompletableFlag[] {
  if (option.hidden || option.long === undefined) return [];
  return [
    {
      word: option.long,
      description: short(option.description),
      takesValue: option.required,
      values: values.get(`${path} ${option.long}`) ?? option.argChoices ?? [],
    },
  ];
}

/** What commander does not know, by commands and flags. */
function knownValues(): ReadonlyMap<string, readonly string[]> {
  const clauses = readSpec().map(({ id }) => id);
  const names = (languages: readonly { readonly name: string }[]) => languages.map(({ name }) => name);
  return new Map<string, readonly string[]>([
    ['run --chapter', SPEC_CHAPTERS],
    ['run --require', [...SPEC_CHAPTERS, 'all']],
    ['run --clause', clauses],
    ['list', SPEC_CHAPTERS],
    ['explain', [...clauses, ...new Set([...Object.keys(OPS), ...SPEC_CHAPTERS, 'hello'])]],
    ['init', [...names(LANGUAGES), MODULE_TEMPLATE.name, 'ci', 'dump']],
    ['init dump', names(DUMP_LANGUAGES)],
    ['init tests', names(NATIVE_LANGUAGES)],
  ]);
}

function described(words: readonly string[]): Described[] {
  return words.map((word) => ({ word, description: '' }));
}

/** The first part of a sentence, in one line. */
function short(text: string): string {
  const part = text.split(/[;:(]|, (?:and|or|which) /)[0].trim();
  return part.length <= MOST_DESCRIPTION ? part : `${part.slice(0, MOST_DESCRIPTION).replace(/ \S*$/, '')} ...`;
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import {
  LANGUAGES,
  type Language,
  MODULE_TEMPLATE,
  OPERATIONS,
  readModuleTemplate,
  readTemplate,
} from '../adapters/languages.ts';
import { OPS } from '../port/ops.ts';
import { shownOnLine } from '../port/shown.ts';
import { shellWords } from '../protocol/shell.ts';
import { Fault } from './fault.ts';
import type { CiFlags } from './initCi.ts';
import { initTestsCommand } from './initTests.ts';
import { languageCalled, meantBy } from './languageMeant.ts';
import { shardsOf } from './runOptions.ts';
import { print, STANDARD_OUTPUT } from './standardOutput.ts';
import { fitted } from './terminal.ts';
import { writeNew } from './writeFile.ts';

const NAMES = LANGUAGES.map(({ name }) => name);

/** In place of a language: the workflows of continuous integration, and the lines that dump a step. */
const CI = 'ci';
const DUMP = 'dump';
const TESTS = 'tests';
/** All that can be asked for. */
const KINDS = `${NAMES.join(', ')}; or ${MODULE_TEMPLATE.name}, ${CI}, ${DUMP} LANGUAGE, ${TESTS} LANGUAGE`;

/** The operation that is easiest to claim, and the chapter that asks for it alone. */
const EASIEST = 'softmax';
const EASIEST_CHAPTER = OPS[EASIEST].chapter;
/** What comes behind it. */
const OTHERS = `then ${OPERATIONS.slice(1).join(', ')} (--chapter loss), and the others one by one (npx microgpt-spec explain forward, or another, says what it takes and gives)`;

/** Characters of an operand that a message shows. */
const SHOWN = 60;

interface InitFlags extends CiFlags {
  readonly full?: boolean;
}

/**
 * `init LANGUAGE`: an adapter that already passes, to be filled with calls of the author's own port; with `--full` one that
 * reads and checks the requests of every operation, and claims none; `init module`, the same for door 3; `init ci`; `init dump
 * LANGUAGE`, the lines of door 1b; `init tests`.
 */
export function initCommand(): Command {
  return new Command('init')
    .description('write an adapter that passes the clauses of the loss already, for you to fill with your own port')
    .argument(
      '[language]',
      `${NAMES.join(', ')}; module, for a JavaScript module that is called in process; ci, for workflows of GitHub and GitLab; or dump LANGUAGE, which prints the lines for a port that write one training step for diff --step`,
    )
    .argument('[folder]', 'where to write it; made where it is not there; "-" prints it (default: ".")')
    .allowExcessArguments()
    .option(
      '--full',
      'every operation, read, checked and printed: uncomment a line to claim it, and call your function',
    )
    .option(
      '--from <spec>',
      'with ci: where a build gets the suite from: what npm install takes, a tarball, an address of git, a name',
    )
    .option('--action <owner/name@ref>', 'with ci: the GitHub action to use in its place')
    .option('--ports <names>', 'with ci: a matrix of these ports, joined by ","')
    .option('--shards <n>', 'with --ports: in how many parts each is asked', shardsOf)
    .action(init)
    .addCommand(initTestsCommand());
}

async function init(
  name: string | undefined,
  named: string | undefined,
  flags: InitFlags,
  command: Command,
): Promise<void> {
  if (name === undefined) throw new Fault(`init: name a language: ${KINDS}; for example npx microgpt-spec init rust`);
  const surplus = command.args.slice(2);
  if (name === DUMP) {
    const { initDump } = await import('./initDump.ts');
    return initDump(named, surplus, Object.keys(flags));
  }
  const { full = false, ...ci } = flags;
  const folder = named ?? '.';
  if (surplus.length > 0) {
    throw new Fault(`init: ${shownOnLine(surplus[0], SHOWN)} is one operand too many; name a language and one folder`);
  }
  if (name === CI) {
    if (full) throw new Fault('init: --full goes with a language, and not with ci');
    const { initCi } = await import('./initCi.ts');
    return initCi(folder, ci);
  }
  const [flag] = Object.keys(ci);
  if (flag !== undefined) throw new Fault(`init: --${flag} goes with ci`);
  if (name === MODULE_TEMPLATE.name) {
    return write(folder, MODULE_TEMPLATE.file, readModuleTemplate(), (path) => moduleInstructions(path));
  }
  const language = languageNamed(name);
  const text = readTemplate(language, full ? 'full' : 'short');
  const next = full ? fullInstructions : instructions;
  await write(folder, language.file, text, (path) => next(language, folder, path));
}

/** Writes a template, and tells what was written and what is next; prints it where the folder is `-`. */
async function write(folder: string, file: string, text: string, told: (path: string) => string): Promise<void> {
  if (folder === STANDARD_OUTPUT) return print(text);
  const path = join(folder, file);
  // Also true of a link that leads nowhere, which the flag below catches.
  if (existsSync(path)) throw new Fault(alreadyThere(path));
  writeNew('init', path, text);
  await print(fitted(told(path)));
}

function languageNamed(name: string): Language {
  const language = languageCalled(name, LANGUAGES);
  if (language === undefined) throw new Fault(`init: there is no template for ${name}; ${suggestion(name)}`);
  return language;
}

function suggestion(name: string): string {
  const near = meantBy(name, LANGUAGES).join(' or ');
  return `did you mean ${near}? There are ${NAMES.join(', ')}, ${MODULE_TEMPLATE.name}, ${CI} and ${DUMP}`;
}

function alreadyThere(path: string): string {
  return `init: ${path} is already there and stays as it is; rename it, or name another folder`;
}

/** What was written, and what to do next. */
function instructions(language: Language, folder: string, path: string): string {
  return [
    `${path}: an adapter in ${language.title} that has ${OPERATIONS.join(', ')}`,
    'next:',
    ...steps(language, folder, 'loss').map((step) => `  ${step}`),
    `then call your own functions in it; npx microgpt-spec init ${language.name} --full has every operation, read and checked`,
    ...language.notes.map((note) => `note: ${note}`),
    '',
  ].join('\n');
}

/** The same for every operation, of which none is claimed yet. */
function fullInstructions(language: Language, folder: string, path: string): string {
  return [
    `${path}: an adapter in ${language.title} for all ${Object.keys(OPS).length} operations; none is claimed yet`,
    `next: put your functions in, and uncomment the line of ${EASIEST} among "Your functions", the easiest; then`,
    ...steps(language, folder, EASIEST_CHAPTER).map((step) => `  ${step}`),
    OTHERS,
    ...language.notes.map((note) => `note: ${note}`),
    '',
  ].join('\n');
}

/** The same for the module. */
function moduleInstructions(path: string): string {
  return [
    `${path}: a module with all ${Object.keys(OPS).length} operations; none is claimed yet`,
    `next: import your functions, and uncomment the line of ${EASIEST} among "Your functions", the easiest; then`,
    `  npx microgpt-spec run --chapter ${EASIEST_CHAPTER} --module ${shellWords([path])}`,
    OTHERS,
    '',
  ].join('\n');
}

/** Commands from where `init` was called to a verdict. */
function steps({ build, run }: Language, folder: string, chapter: string): string[] {
  const command = shellWords(run);
  return [
    ...(folder === '.' ? [] : [shellWords(['cd', folder])]),
    ...(build === null ? [] : [shellWords(build)]),
    `npx microgpt-spec doctor -- ${command}`,
    `npx microgpt-spec run --chapter ${chapter} -- ${command}`,
  ];
}

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
import { shellWords } from '../protocol/shell.ts';
import { Fault } from './fault.ts';
import { initTestsCommand } from './initTests.ts';
import { nearest } from './nearest.ts';
import { print, STANDARD_OUTPUT } from './standardOutput.ts';
import { writeNew } from './writeFile.ts';

const NAMES = LANGUAGES.map(({ name }) => name);

/** In place of a language: the workflows of continuous integration. */
const CI = 'ci';

/** The operation that is easiest to claim, and the chapter that asks for it alone. */
const EASIEST = 'softmax';
const EASIEST_CHAPTER = OPS[EASIEST].chapter;
/** What comes behind it. */
const OTHERS = `then ${OPERATIONS.slice(1).join(', ')} (--chapter loss), and the others one by one (npx microgpt-spec explain forward, or another, says what it takes and gives)`;

interface InitFlags {
  readonly action?: string;
  readonly full?: boolean;
}

/**
 * `init LANGUAGE`: an adapter that already passes, to be filled with calls of the author's own port; with `--full` one that
 * reads and checks the requests of every operation, and claims none; `init module`, the same for door 3; `init ci`; `init tests`.
 */
export function initCommand(): Command {
  return new Command('init')
    .description('write an adapter that passes the clauses of the loss already, for you to fill with your own port')
    .argument(
      '<language>',
      `${NAMES.join(', ')}; module, for a JavaScript module that is called in process; or ci, for workflows of GitHub and GitLab`,
    )
    .argument('[folder]', 'where to write it; made where it is not there; "-" prints it', '.')
    .option(
      '--full',
      'every operation, read, checked and printed: uncomment a line to claim it, and call your function',
    )
    .option('--action <owner/name@ref>', 'with ci: the GitHub action to use, in place of the package from npm')
    .action(init)
    .addCommand(initTestsCommand());
}

async function init(name: string, folder: string, { action, full = false }: InitFlags): Promise<void> {
  if (name === CI) {
    if (full) throw new Fault('init: --full goes with a language, and not with ci');
    const { initCi } = await import('./initCi.ts');
    return initCi(folder, action);
  }
  if (action !== undefined) throw new Fault('init: --action goes with ci');
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
  await print(told(path));
}

function languageNamed(name: string): Language {
  const language = LANGUAGES.find((candidate) => candidate.name === name);
  if (language === undefined) throw new Fault(`init: there is no template for ${name}; ${suggestion(name)}`);
  return language;
}

/** Names and titles are compared, for someone may have written `typescript`, and names are told. */
function suggestion(name: string): string {
  const spellings = LANGUAGES.flatMap((language) => [language.name, language.title.toLowerCase()]);
  const near = nearest(name.toLowerCase(), spellings).map(
    (spelling) => LANGUAGES.find(({ title }) => title.toLowerCase() === spelling)?.name ?? spelling,
  );
  return `did you mean ${[...new Set(near)].join(' or ')}? There are ${NAMES.join(', ')}, ${MODULE_TEMPLATE.name} and ${CI}`;
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

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { LANGUAGES, type Language, OPERATIONS, readTemplate } from '../adapters/languages.ts';
import { shellWords } from '../protocol/shell.ts';
import { Fault } from './fault.ts';
import { nearest } from './nearest.ts';
import { print, STANDARD_OUTPUT } from './standardOutput.ts';
import { writeNew } from './writeFile.ts';

const NAMES = LANGUAGES.map(({ name }) => name);

/** In place of a language: the workflows of continuous integration. */
const CI = 'ci';

/** `init LANGUAGE`: an adapter that already passes, to be filled with calls of the author's own port; `init ci`. */
export function initCommand(): Command {
  return new Command('init')
    .description('write an adapter that passes the clauses of the loss already, for you to fill with your own port')
    .argument('<language>', `${NAMES.join(', ')}; or ci, for workflows of GitHub and GitLab`)
    .argument('[folder]', 'where to write it; made where it is not there; "-" prints it', '.')
    .option('--action <owner/name@ref>', 'with ci: the GitHub action to use, in place of the package from npm')
    .action(init);
}

async function init(name: string, folder: string, { action }: { readonly action?: string }): Promise<void> {
  if (name === CI) {
    const { initCi } = await import('./initCi.ts');
    return initCi(folder, action);
  }
  if (action !== undefined) throw new Fault('init: --action goes with ci');
  const language = languageNamed(name);
  if (folder === STANDARD_OUTPUT) return print(readTemplate(language));
  const path = join(folder, language.file);
  // Also true of a link that leads nowhere, which the flag below catches.
  if (existsSync(path)) throw new Fault(alreadyThere(path));
  writeNew('init', path, readTemplate(language));
  await print(instructions(language, folder, path));
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
  return `did you mean ${[...new Set(near)].join(' or ')}? There are ${NAMES.join(', ')} and ${CI}`;
}

function alreadyThere(path: string): string {
  return `init: ${path} is already there and stays as it is; rename it, or name another folder`;
}

/** What was written, and what to do next. */
function instructions({ title, build, run, notes }: Language, folder: string, path: string): string {
  const command = shellWords(run);
  const steps = [
    ...(folder === '.' ? [] : [shellWords(['cd', folder])]),
    ...(build === null ? [] : [shellWords(build)]),
    `npx microgpt-spec doctor -- ${command}`,
    `npx microgpt-spec run --chapter loss -- ${command}`,
  ];
  return [
    `${path}: an adapter in ${title} that has ${OPERATIONS.join(', ')}`,
    'next:',
    ...steps.map((step) => `  ${step}`),
    'then call your own functions in it, and claim more operations one by one (spec/protocol.md)',
    ...notes.map((note) => `note: ${note}`),
    '',
  ].join('\n');
}

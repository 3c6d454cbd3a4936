import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { NATIVE_LANGUAGES, type NativeLanguage } from '../adapters/nativeTests/languages.ts';
import { nativeTests } from '../adapters/nativeTests/nativeTests.ts';
import { openGolden } from '../golden/folder.ts';
import { packageVersion } from '../port/packageVersion.ts';
import { shellWords } from '../protocol/shell.ts';
import { specRevision } from '../spec/revisions.ts';
import { Fault } from './fault.ts';
import { languageCalled, meantBy } from './languageMeant.ts';
import { print, STANDARD_OUTPUT } from './standardOutput.ts';
import { fitted } from './terminal.ts';
import { withGolden } from './withGolden.ts';
import { writeNew } from './writeFile.ts';

const NAMES = NATIVE_LANGUAGES.map(({ name }) => name);

/** `init tests LANGUAGE`: a file of golden vectors for the test runner of the port's own language. */
export function initTestsCommand(): Command {
  return new Command('tests')
    .description("write a file of tests for your language's own test runner: golden vectors, for you to put calls in")
    .argument('[language]', NAMES.join(', '))
    .argument('[folder]', 'the port\'s root, where to write it; made where it is not there; "-" prints it', '.')
    .action(initTests);
}

async function initTests(name: string | undefined, folder: string): Promise<void> {
  if (name === undefined) {
    throw new Fault(`init tests: name a language: ${NAMES.join(', ')}; for example npx microgpt-spec init tests go`);
  }
  const language = languageNamed(name);
  const made = { version: packageVersion(), revision: specRevision() };
  const text = await withGolden(() => nativeTests(language, openGolden(), made));
  if (folder === STANDARD_OUTPUT) return print(text);
  const path = join(folder, language.file);
  // Also true of a link that leads nowhere, which writeNew catches.
  if (existsSync(path)) {
    throw new Fault(`init: ${path} is already there and stays as it is; rename it, or name another folder`);
  }
  writeNew('init', path, text);
  await print(fitted(instructions(language, folder, path)));
}

function languageNamed(name: string): NativeLanguage {
  const language = languageCalled(name, NATIVE_LANGUAGES);
  if (language !== undefined) return language;
  const near = meantBy(name, NATIVE_LANGUAGES).join(' or ');
  throw new Fault(`init: there are no tests in ${name}; did you mean ${near}? There are ${NAMES.join(', ')}`);
}

/** What was written, and what to do next. */
function instructions({ name, title, run, notes }: NativeLanguage, folder: string, path: string): string {
  return [
    `${path}: golden vectors as tests in ${title}; each is skipped until its function is filled in`,
    'next: put calls of your own functions in under "Your functions", softmax first; then',
    ...(folder === '.' ? [] : [`  ${shellWords(['cd', folder])}`]),
    `  ${run}`,
    ...notes.map((note) => `note: ${note}`),
    `later: npx microgpt-spec init ${name} writes an adapter, by which npx microgpt-spec run asks every clause`,
    '',
  ].join('\n');
}

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { DumpLanguage } from './dumps.ts';
import { LANGUAGES } from './languages.ts';
import { built, isMissing } from './toolchain.fixture.ts';

// Small ports that read their numbers from a file, with lines pasted into them; what they write is judged by `diff --step`.

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
export const DEADLINE_MS = 60_000;
const FLAGS = ['--n_head', '2', '--num_steps', '4'];
const STEPS = ['step1.txt', 'step2.txt', 'step3.txt', 'step4.txt'];

/** Whether its toolchain is not there. */
export function isWithout({ name }: DumpLanguage): boolean {
  if (name === 'numpy') return spawnSync('python3', ['-c', 'import numpy']).status !== 0;
  const { build, run } = toolOf(name);
  return isMissing((build ?? run)[0]);
}

/**
 * Builds a language's small port with lines in their five places.
 *
 * @param parent - the folder for it
 * @param parts - what stands in each place, as many as there are
 * @returns what runs it on numbers: the files that it writes, and what `diff --step` says of them
 */
export function portWith(language: DumpLanguage, parent: string, parts: readonly string[]) {
  const tool = toolOf(language.name);
  const folder = mkdtempSync(join(parent, `${language.name}-`));
  const source = language.file.replace(/\.txt$/, '');
  const extension = extname(source);
  const fixture = new URL(source.replace(extension, `.fixture${extension}`), import.meta.url);
  const program = readFileSync(fixture, 'utf8').replaceAll(/^.*dump: part (\d)$/gm, (_, part) => parts[part - 1] ?? '');
  writeFileSync(join(folder, tool.file), program);
  const [command, ...args] = built(tool, folder).map((word) => (word === '.' ? folder : word));
  return (name: string, numbers: string) => {
    const cwd = join(folder, name);
    mkdirSync(cwd);
    writeFileSync(join(cwd, 'numbers.txt'), numbers);
    expect(execFileSync(command, args, { cwd, encoding: 'utf8', timeout: DEADLINE_MS })).toBe('');
    const files = STEPS.filter((file) => existsSync(join(cwd, file)));
    const named = files.flatMap((file) => ['--step', file]);
    const { stdout } = spawnSync(process.execPath, [MAIN, 'diff', ...named, ...FLAGS], { cwd, encoding: 'utf8' });
    const lines = stdout.trimEnd().split('\n');
    return { files, lines, firstWrong: lines.find((line) => line.startsWith('first wrong: ')), verdict: lines.at(-1) };
  };
}

/** The row of the adapters' table, with the port in the place of the adapter. */
function toolOf(name: string) {
  const row = LANGUAGES.find((language) => language.name === (name === 'numpy' ? 'python' : name));
  if (row === undefined) throw new Error(`no language ${name}`);
  const asPort = (word: string) => word.replace(/adapter/, 'port').replace(/Adapter/, 'Port');
  return { ...row, file: asPort(row.file), build: row.build?.map(asPort) ?? null, run: row.run.map(asPort) };
}

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { DUMP_LANGUAGES, readDumpLines } from '../adapters/dumps.ts';
import { LANGUAGES, readModuleTemplate, readTemplate } from '../adapters/languages.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'init-command-'));

afterAll(() => rmSync(folder, { recursive: true }));

function init(...args: string[]) {
  return spawnSync(process.execPath, [MAIN, 'init', ...args], { encoding: 'utf8', cwd: folder });
}

describe('init', () => {
  test('writes the template as it stands, and says what comes next', () => {
    const { stdout, stderr, status } = init('python');
    expect([stderr, status]).toEqual(['', 0]);
    expect(stdout).toBe(`adapter.py: an adapter in Python that has softmax, position_loss, average_loss, cross_entropy
next:
  npx microgpt-spec doctor -- python3 adapter.py
  npx microgpt-spec run --chapter loss -- python3 adapter.py
then call your own functions in it; npx microgpt-spec init python --full has every operation, read and checked
`);
    const [template] = LANGUAGES.filter(({ name }) => name === 'python').map((language) => readTemplate(language));
    expect(readFileSync(join(folder, 'adapter.py'), 'utf8')).toBe(template);
  });

  test('makes the folder that it is given, and quotes it for the shell', () => {
    const { stdout, status } = init('rust', "it's new/deep");
    expect(stdout).toContain(`next:\n  cd 'it'\\''s new/deep'\n  rustc -O adapter.rs\n`);
    expect([existsSync(join(folder, "it's new/deep/adapter.rs")), status]).toEqual([true, 0]);
  });

  test.each(['js', 'ts'])('%s says that a module port needs no process', (name) => {
    expect(init(name).stdout).toMatch(
      /^note: a port that is a module needs no process: npx microgpt-spec init module$/m,
    );
  });

  test('--full writes the template for every operation, and names the easiest to begin with', () => {
    const { stdout, stderr, status } = init('c', 'whole', '--full');
    expect([stderr, status]).toEqual(['', 0]);
    expect(stdout).toBe(`whole/adapter.c: an adapter in C for all 26 operations; none is claimed yet
next: put your functions in, and uncomment the line of softmax among "Your functions", the easiest; then
  cd whole
  cc -std=c99 -O2 -Wall -Wextra -o adapter adapter.c -lm
  npx microgpt-spec doctor -- ./adapter
  npx microgpt-spec run --chapter model -- ./adapter
then position_loss, average_loss, cross_entropy (--chapter loss), and the others one by one (npx microgpt-spec explain forward, or another, says what it takes and gives)
note: a port in files of its own: without its main, named behind adapter.c
`);
    const [template] = LANGUAGES.filter(({ name }) => name === 'c').map((language) => readTemplate(language, 'full'));
    expect(readFileSync(join(folder, 'whole/adapter.c'), 'utf8')).toBe(template);
  });

  test('module writes a module, and says how it is run', () => {
    const { stdout, stderr, status } = init('module', 'door 3');
    expect([stderr, status]).toEqual(['', 0]);
    expect(stdout).toBe(`door 3/port.mjs: a module with all 26 operations; none is claimed yet
next: import your functions, and uncomment the line of softmax among "Your functions", the easiest; then
  npx microgpt-spec run --chapter model --module 'door 3/port.mjs'
then position_loss, average_loss, cross_entropy (--chapter loss), and the others one by one (npx microgpt-spec explain forward, or another, says what it takes and gives)
`);
    expect(readFileSync(join(folder, 'door 3/port.mjs'), 'utf8')).toBe(readModuleTemplate());
  });

  test.each(DUMP_LANGUAGES)('dump $name prints its lines as they stand, and writes no file', (language) => {
    const before = readdirSync(folder);
    const { stdout, stderr, status } = init('dump', language.name);
    expect([stderr, status]).toEqual(['', 0]);
    expect(stdout).toBe(readDumpLines(language));
    expect(readdirSync(folder)).toEqual(before);
  });

  test('--help names dump', () => {
    expect(init('--help').stdout.replaceAll(/\s+/g, ' ')).toContain('dump LANGUAGE, which prints the lines');
  });

  test('tests writes golden vectors for the test runner of a language, and says how they are run', () => {
    const { stdout, stderr, status } = init('tests', 'go', 'my port');
    expect([stderr, status]).toEqual(['', 0]);
    expect(
      stdout,
    ).toBe(`my port/microgpt_spec_test.go: golden vectors as tests in Go; each is skipped until its function is filled in
next: put calls of your own functions in under "Your functions", softmax first; then
  cd 'my port'
  go test -v -run MicrogptSpec
note: a package of another name than main: write it in the file's package line
later: npx microgpt-spec init go writes an adapter, by which npx microgpt-spec run asks every clause
`);
    const printed = init('tests', 'go', '-');
    expect(readFileSync(join(folder, 'my port/microgpt_spec_test.go'), 'utf8')).toBe(printed.stdout);
    expect(printed.stdout).toContain('specification revision 2');
  });

  test('tests never writes over a file', () => {
    const file = join(folder, 'test_microgpt_spec.py');
    writeFileSync(file, 'mine\n');
    const { stdout, stderr, status } = init('tests', 'python');
    expect(stderr).toBe(
      'microgpt-spec: init: test_microgpt_spec.py is already there and stays as it is; rename it, or name another folder\n',
    );
    expect([stdout, status, readFileSync(file, 'utf8')]).toEqual(['', 2, 'mine\n']);
  });

  test('never writes over a file', () => {
    writeFileSync(join(folder, 'adapter.c'), 'mine\n');
    const { stdout, stderr, status } = init('c');
    expect(stderr).toBe(
      'microgpt-spec: init: adapter.c is already there and stays as it is; rename it, or name another folder\n',
    );
    expect([stdout, status, readFileSync(join(folder, 'adapter.c'), 'utf8')]).toEqual(['', 2, 'mine\n']);
  });

  test.each([
    ['by its title', ['TypeScript', '-'], ['ts', '-']],
    ['in capitals', ['dump', 'C'], ['dump', 'c']],
    ['by another name', ['tests', 'rs', '-'], ['tests', 'rust', '-']],
  ])('takes a language %s', (_, args, plain) => {
    const { stdout, status } = init(...args);
    expect([stdout, status]).toEqual([init(...plain).stdout, 0]);
  });

  test.each([
    ['an unknown language', ['pyton'], 'init: there is no template for pyton; did you mean python'],
    ['a file in place of the folder', ['go', MAIN], `init: cannot write ${join(MAIN, 'adapter.go')}: a file is in its`],
    ['a file on the way to the folder', ['go', join(MAIN, 'x')], 'a part of the path is no folder'],
    ['--full of workflows', ['ci', '--full'], 'init: --full goes with a language, and not with ci'],
    ['a folder too many', ['c', 'one', 'two'], 'init: two is one operand too many; name a language and one folder'],
    [
      'dump without a language',
      ['dump'],
      'init dump: name a language: c, cpp, rust, go, python, numpy, js, ts, java, lua',
    ],
    [
      'dump of an unknown language',
      ['dump', 'C+'],
      'there are no lines for C+; did you mean c or cpp? There are c, cpp,',
    ],
    ['dump into a folder', ['dump', 'go', 'folder'], 'npx microgpt-spec init dump go > FILE keeps them'],
    ['dump --full', ['dump', 'go', '--full'], 'init dump: --full does not go with it; leave it out'],
    ['tests in an unknown language', ['tests', 'gp'], 'init: there are no tests in gp; did you mean go'],
    [
      'tests in no language',
      ['tests'],
      'init tests: name a language: c, rust, go, java, python; for example npx microgpt-spec init tests go',
    ],
    [
      'no language',
      [],
      `init: name a language: ${LANGUAGES.map(({ name }) => name).join(', ')}; or module, ci, dump LANGUAGE, tests LANGUAGE; for example npx microgpt-spec init rust`,
    ],
    ['an unknown flag', ['c', '--force'], "unknown option '--force'"],
  ])('%s is one line on standard error and status 2', (_, args, message) => {
    const { stdout, stderr, status } = init(...args);
    expect(stderr).toContain(message);
    expect([stderr.trimEnd().split('\n').length, stdout, status]).toEqual([1, '', 2]);
  });
});

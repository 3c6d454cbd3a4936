import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const FOLDER = mkdtempSync(join(tmpdir(), 'coverage-'));
const SHORT = ['run', '--chapter', 'loss', '--runs', '2', '--core'];
/** A port in another process that has the loss alone. */
const COMMAND = ['--', process.execPath, 'app/serving.mjs'];
const RECORD = 'SF:app/types.py\nend_of_record\nSF:app/port.py\nDA:1,4\nDA:2,0\nend_of_record\n';

for (const name of ['app', 'lib', 'node_modules/other']) mkdirSync(join(FOLDER, name), { recursive: true });
const FILES = {
  'lib/logarithm.ts': `export function ln(p: number): number {
  return Math.log(p);
}
export function never(): number {
  return 1;
}
`,
  'node_modules/other/package.json': '{ "name": "other", "type": "module", "exports": "./index.js" }',
  'node_modules/other/index.js': 'export const minus = (x) => -x;\n',
  'app/port.ts': `import { minus } from 'other';
import { ln } from '../lib/logarithm.ts';
import { rejected } from './rejected.js';
const position_loss = (probs: number[], target: number) => (target in probs ? minus(ln(probs[target])) : rejected());
export default { name: 'of three files', lang: 'TypeScript', version: '1', dtype: 'f64', position_loss };
`,
  'app/rejected.js': "export const rejected = () => {\n  throw new RangeError('no such target');\n};\n",
  'app/serving.mjs': `import { createInterface } from 'node:readline';
createInterface({ input: process.stdin }).on('line', (line) => {
  const [id, op, n, ...rest] = line.split(' ');
  const numbers = rest.map(Number);
  const p = numbers[numbers[Number(n)]];
  if (op === 'hello') console.log('@' + id + ' ok 1 name=serving dtype=f64 ops=position_loss');
  else if (op !== 'position_loss') console.log('@' + id + ' no');
  else console.log('@' + id + (p > 0 ? ' ok ' + -Math.log(p) : ' err value no'));
});
`,
  'app/port.py': 'def loss(p):\n    return 1  # <b>never</b>\n',
};
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(FOLDER, name), text);
writeFileSync(
  join(FOLDER, 'wrong.ts'),
  FILES['app/port.ts'].replace('minus(ln', '1 + minus(ln').replace('./rej', './app/rej').replace('../lib', './lib'),
);

afterAll(() => rmSync(FOLDER, { recursive: true }));

function microgpt(...args: readonly string[]) {
  return spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', cwd: FOLDER });
}

function codeIn(folder: string): { file: string; lines: number; reached: number; unreached: number[][] }[] {
  return JSON.parse(readFileSync(join(FOLDER, folder, 'clauses.json'), 'utf8')).code;
}

describe("a module port's own files are covered", () => {
  test('beside it, above it and in TypeScript, without what lies in node_modules', () => {
    const { stdout, status } = microgpt(...SHORT, '--module', 'app/port.ts', '--coverage', 'right');
    expect(codeIn('right').map(({ file, unreached }) => [file, unreached])).toEqual([
      ['app/port.ts', []],
      ['app/rejected.js', [[2, 2]]], // core checks ask for no rejection
      ['lib/logarithm.ts', [[5, 5]]],
    ]);
    expect(stdout).toMatch(/^lib\/logarithm\.ts +2 +1 +50\.0 %\n {2}no clause reaches 5$/m);
    expect([stdout.trimEnd().split('\n').at(-1), status]).toEqual([
      expect.stringMatching(/^verdict: conforms in .*what it claims /),
      0,
    ]);
    expect(readFileSync(join(FOLDER, 'right/lcov.info'), 'utf8')).toContain('SF:lib/logarithm.ts\n');
  });

  test('also where a check fails', () => {
    const { status } = microgpt(...SHORT, '--module', 'wrong.ts', '--coverage', 'wrong');
    expect([codeIn('wrong').map(({ file }) => file), status]).toEqual([
      ['app/rejected.js', 'lib/logarithm.ts', 'wrong.ts'],
      1,
    ]);
  });
});

describe('--lcov puts beside the clauses what the tool of the port has counted', () => {
  test('which --lcov-by has written when the port has ended', () => {
    writeFileSync(join(FOLDER, 'record'), RECORD);
    const by = 'cat record > counted.info';
    const { stdout, status } = microgpt(
      ...SHORT,
      '--coverage',
      'c',
      '--lcov',
      'counted.info',
      '--lcov-by',
      by,
      ...COMMAND,
    );
    expect(stdout).toMatch(/^app\/port\.py +2 +1 +50\.0 %\n {2}no clause reaches 2\ntotal +2 +1 +50\.0 %\n/m);
    expect([codeIn('c'), status]).toEqual([[{ file: 'app/port.py', lines: 2, reached: 1, unreached: [[2, 2]] }], 0]);
    const page = readFileSync(join(FOLDER, 'c/clauses.html'), 'utf8');
    expect(page).toMatch(/class="missed"><i>2<\/i> {4}return 1 {2}# &lt;b&gt;never&lt;\/b&gt;/);
  });

  test('with paths from the working folder, and the counts of one file added up', () => {
    const beside = mkdtempSync(join(tmpdir(), 'beside-'));
    writeFileSync(join(beside, 'record'), `SF:${join(FOLDER, 'app/port.py')}\nDA:1,1\nend_of_record\n${RECORD}`);
    const args = [
      '--coverage',
      'p',
      '--lcov',
      'p.info',
      '--lcov-by',
      `cat ${join(beside, 'record')} > p.info`,
      ...COMMAND,
    ];
    microgpt(...SHORT, ...args);
    expect(codeIn('p').map(({ file, lines, reached }) => [file, lines, reached])).toEqual([['app/port.py', 2, 1]]);
    rmSync(beside, { recursive: true });
  });

  test('and --min-lines judges it', () => {
    const args = [
      '--coverage',
      'm',
      '--lcov',
      'm.info',
      '--lcov-by',
      'cat record > m.info',
      '--min-lines',
      '60',
      ...COMMAND,
    ];
    const { stdout, status } = microgpt(...SHORT, ...args);
    expect(stdout).toContain('\n50.0 % of the lines are covered, 1 of 2, and --min-lines asks for 60 %\n');
    expect(status).toBe(1);
  });

  test.each([
    [
      'is none',
      ['--lcov-by', 'echo no > bad.info'],
      /^microgpt-spec: run: bad\.info:1: no line of lcov: "no"; the file must be/,
    ],
    [
      'is not there',
      ['--lcov-by', 'true'],
      /^microgpt-spec: run: cannot read bad\.info: there is no such file or folder$/m,
    ],
    [
      'could not be written',
      ['--lcov-by', 'echo why >&2; exit 3'],
      /run: --lcov-by: the command ended with status 3: why$/m,
    ],
  ])('one that %s costs no result, and has status 2', (_, by, message) => {
    rmSync(join(FOLDER, 'bad.info'), { force: true });
    const { stdout, stderr, status } = microgpt(...SHORT, '--coverage', 'b', '--lcov', 'bad.info', ...by, ...COMMAND);
    expect([stdout.trimEnd().split('\n').at(-1), stderr.split('\n').length, status]).toEqual([
      expect.stringMatching(/^verdict: conforms in .*what it claims /),
      2,
      2,
    ]);
    expect(stderr).toMatch(message);
  });

  test('one of an earlier run is refused', () => {
    writeFileSync(join(FOLDER, 'old.info'), RECORD);
    utimesSync(join(FOLDER, 'old.info'), 1e9, 1e9);
    const { stderr, status } = microgpt(...SHORT, '--coverage', 'o', '--lcov', 'old.info', ...COMMAND);
    expect([stderr, status]).toEqual([
      expect.stringMatching(/run: old\.info is older than this run, and of another; /),
      2,
    ]);
  });

  test.each([
    [['--lcov', 'record'], /^microgpt-spec: run: --lcov is of --coverage, which is missing\n$/],
    [
      ['--coverage', '--lcov-by', 'true'],
      /^microgpt-spec: run: --lcov-by writes the file of --lcov, which is missing; /,
    ],
    [['--coverage', 'n', '--min-lines', '5'], /^microgpt-spec: run: --min-lines counts no lines here: .*--lcov FILE/],
  ])('%j is refused before anything is asked', (flags, message) => {
    const { stdout, stderr, status } = microgpt(...SHORT, ...flags, ...COMMAND);
    expect([stdout, stderr, status]).toEqual(['', expect.stringMatching(message), 2]);
  });
});

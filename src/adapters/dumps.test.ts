import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { DUMP_LANGUAGES, type DumpLanguage, readDumpLines } from './dumps.ts';
import { LANGUAGES } from './languages.ts';
import { numbersText, trained } from './portNumbers.fixture.ts';
import { built, isMissing } from './toolchain.fixture.ts';

// The lines of each language are pasted as they stand into a small port, which reads its numbers from a file; what it writes is
// judged by `diff --step`.

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const FOLDER = mkdtempSync(join(tmpdir(), 'microgpt-dumps-'));
const DEADLINE_MS = 60_000;
const MOST_COLUMNS = 120;
const MOST_LINES = 50;
const FLAGS = ['--n_head', '2', '--num_steps', '4'];
const FILES = ['step1.txt', 'step2.txt', 'step3.txt'];
/** Forward with logits and probs at three positions, three losses and their mean; nine matrices of each of grad, m, v, updated. */
const JUDGED = 3 * 2 + 2 + 4 * 9;

const STEPS = await trained();

afterAll(() => rmSync(FOLDER, { recursive: true }));

describe.each(DUMP_LANGUAGES)('the lines that dump a step in $title', (language) => {
  test(`have five parts, and are at most ${MOST_LINES} of ${MOST_COLUMNS} columns`, () => {
    const lines = readDumpLines(language).trimEnd().replaceAll('\t', '    ').split('\n');
    expect(partsOf(language).length).toBe(5);
    expect(lines.length).toBeLessThanOrEqual(MOST_LINES);
    expect(lines.filter((line) => line.length > MOST_COLUMNS)).toEqual([]);
  });

  test.skipIf(isWithout(language) && process.env.CI === undefined)(
    'write three steps that hold, and with one gradient changed are wrong there',
    () => {
      const run = portWith(language);
      const right = run('right', numbersText(STEPS));
      expect(right.files).toEqual(FILES);
      expect(right.lines.filter((line) => line.startsWith('step '))).toEqual(
        [1, 2, 3].map((step) => expect.stringMatching(`^step ${step}: ${JUDGED} held, 0 wrong`)),
      );
      expect(right.lines.at(-1)).toBe(`verdict: f64, in what is given (${3 * JUDGED} values)`);
      const changed = run('changed', numbersText([withOtherGradient(STEPS[0]), ...STEPS.slice(1)]));
      const wrong = 'first wrong: the gradient of layer0.attn_wv alone (microgpt.py, line 120; model.19)';
      expect([changed.lines.find((line) => line.startsWith('first wrong')), changed.lines.at(-1)]).toEqual([
        wrong,
        'verdict: diverges',
      ]);
    },
    4 * DEADLINE_MS,
  );
});

/** The lines below each `1. ...`; the comment too, which must be one wherever it is pasted. */
function partsOf(language: DumpLanguage): string[] {
  return readDumpLines(language)
    .split(/^(?=[ \t]*(?:\/\/|#|--) \d\. )/m)
    .slice(1);
}

function isWithout({ name }: DumpLanguage): boolean {
  if (name === 'numpy') return spawnSync('python3', ['-c', 'import numpy']).status !== 0;
  const { build, run } = toolOf(name);
  return isMissing((build ?? run)[0]);
}

/** The row of the adapters' table with the port in the place of the adapter. */
function toolOf(name: string) {
  const row = LANGUAGES.find((language) => language.name === (name === 'numpy' ? 'python' : name));
  if (row === undefined) throw new Error(`no language ${name}`);
  const asPort = (word: string) => word.replace(/adapter/, 'port').replace(/Adapter/, 'Port');
  return { ...row, file: asPort(row.file), build: row.build?.map(asPort) ?? null, run: row.run.map(asPort) };
}

/** Builds the small port with the lines in it; runs it on numbers, and judges what it wrote. */
function portWith(language: DumpLanguage) {
  const tool = toolOf(language.name);
  const folder = join(FOLDER, language.name);
  mkdirSync(folder);
  const extension = extname(language.file);
  const fixture = new URL(language.file.replace(extension, `.fixture${extension}`), import.meta.url);
  const parts = partsOf(language);
  const program = readFileSync(fixture, 'utf8').replaceAll(
    /^.*dump: part (\d)$/gm,
    (_, part) => parts[Number(part) - 1],
  );
  writeFileSync(join(folder, tool.file), program);
  const [command, ...args] = built(tool, folder).map((word) => (word === '.' ? folder : word));
  return (run: string, numbers: string) => {
    const cwd = join(folder, run);
    mkdirSync(cwd);
    writeFileSync(join(cwd, 'numbers.txt'), numbers);
    expect(execFileSync(command, args, { cwd, encoding: 'utf8', timeout: DEADLINE_MS })).toBe('');
    const steps = FILES.flatMap((file) => ['--step', file]);
    const { stdout } = spawnSync(process.execPath, [MAIN, 'diff', ...steps, ...FLAGS], { cwd, encoding: 'utf8' });
    const files = [...FILES, 'step4.txt'].filter((file) => existsSync(join(cwd, file)));
    return { files, lines: stdout.trimEnd().split('\n') };
  };
}

function withOtherGradient(step: (typeof STEPS)[number]): (typeof STEPS)[number] {
  const [[first, ...row], ...rows] = step.grad['layer0.attn_wv'];
  return { ...step, grad: { ...step.grad, 'layer0.attn_wv': [[first + 0.01, ...row], ...rows] } };
}

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examine } from '../protocol/doctor.ts';
import { startPort } from '../protocol/processPort.ts';
import { runVitest } from '../suite/runSuite.ts';
import { DEFAULT_SAMPLING } from '../suite/sampling.ts';
import { LANGUAGES, OPERATIONS, readTemplate } from './languages.ts';
import { built, isMissing } from './toolchain.fixture.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = mkdtempSync(join(tmpdir(), 'microgpt-init-'));
const DEADLINE_MS = 30_000;
/** Inputs a law: all of them in CI, and by hand as many as a mistake in a template needs. */
const RUNS = process.env.CI === undefined ? 10 : DEFAULT_SAMPLING.runs;
const MOST_LINES = 110;
const MOST_COLUMNS = 120;

/** What a template passes: the clauses of the loss that need no model, and those of softmax. */
const HELD = [...[1, 2, 3, 4, 5, 6, 9, 10, 11, 12].map((n) => `loss.${n}`), ...[2, 3, 4, 5].map((n) => `model.${n}`)];

/** Numbers that are lost where a port reads or prints without care, and as many as microgpt.py has parameters. */
const NON_FINITE = ['nan', 'inf', '-inf'];
const FINITE = ['0', '-0', '5e-324', '-2.2250738585072014e-308', '1.7976931348623157e308', '0.1'];
const MANY = Array.from({ length: 4192 }, (_, i) => String(Math.sin(i) * 10 ** ((i % 600) - 300)));

/** Requests that are rejected before a function is called: what it would say of them itself is not said. */
const UNCALLED = [
  'softmax 0',
  'average_loss 0',
  'cross_entropy 0 0',
  'position_loss 0 0',
  'position_loss 2 0 1 2',
  'position_loss 2 0 1 -1',
  'position_loss 2 0 1 0 0',
  'cross_entropy 2 inf 0 1 7',
];
const OF_FUNCTIONS = /probability|domain error|undefined|index|NoneType|nil/i;

afterAll(() => rmSync(FOLDER, { recursive: true }));

describe('a template', () => {
  test.each(LANGUAGES)(`for $name has at most ${MOST_LINES} lines of ${MOST_COLUMNS} columns`, (language) => {
    const lines = readTemplate(language).trimEnd().replaceAll('\t', '    ').split('\n');
    expect(lines.length).toBeLessThanOrEqual(MOST_LINES);
    expect(lines.filter((line) => line.length > MOST_COLUMNS)).toEqual([]);
  });
});

for (const language of LANGUAGES) {
  const [tool] = language.build ?? language.run;
  const folder = join(FOLDER, language.name);
  let said: string;
  let command: readonly string[];

  /** `npm test` needs Node alone: a toolchain that is missing is a visible skip there, and a failure in CI. */
  describe.skipIf(isMissing(tool) && process.env.CI === undefined)(`init ${language.name}, which needs ${tool}`, () => {
    beforeAll(() => {
      const init = [join(ROOT, 'dist/cli/main.js'), 'init', language.name, folder];
      said = execFileSync(process.execPath, init, { encoding: 'utf8' });
      command = built(language, folder);
    }, 2 * DEADLINE_MS);

    test('says how it is built and run, as is done here', () => {
      const steps = said.split('\n').filter((line) => line.startsWith('  '));
      expect(steps).toEqual([
        `  cd ${folder}`,
        ...(language.build ? [`  ${language.build.join(' ')}`] : []),
        `  npx microgpt-spec doctor -- ${language.run.join(' ')}`,
        `  npx microgpt-spec run --chapter loss -- ${language.run.join(' ')}`,
      ]);
    });

    test('passes the clauses of the loss functions and of softmax, and leaves none that it claims', async () => {
      const { checks, faults, port } = await runVitest({
        port: { kind: 'process', command, deadline: DEADLINE_MS },
        sampling: { ...DEFAULT_SAMPLING, runs: RUNS },
        chapters: ['loss', 'model'],
        reporters: [],
        onCheck: () => {},
      });
      expect(faults).toEqual([]);
      expect(port).toMatchObject({ lang: language.title, dtype: 'f64' });
      expect(checks.filter(({ status }) => status === 'failed')).toEqual([]);
      const held = checks.filter(({ status }) => status === 'held');
      expect(HELD.filter((clause) => !held.some((check) => check.clause === clause))).toEqual([]);
      const own = checks.filter(({ ops }) => ops.every((op) => OPERATIONS.some((claimed) => claimed === op)));
      expect(own.filter(({ status }) => status === 'not-claimed')).toEqual([]);
    });

    test('has nothing that doctor would mend', async () => {
      expect((await examine(command)).filter(({ status }) => status !== 'ok')).toEqual([]);
    });

    test('claims what the table says, and reads and prints every number, on lines of any length', async () => {
      const { port, driver } = await startPort(command, { deadline: DEADLINE_MS, window: 1 });
      const lists = [[], NON_FINITE, FINITE, MANY];
      const answers = await Promise.all(lists.map((list) => driver.ask(['echo', list.length, ...list].join(' '))));
      driver.close();
      const [none, nonFinite, finite, many] = answers;
      expect(OPERATIONS.filter((op) => port[op] === undefined)).toEqual([]);
      expect([none, nonFinite]).toEqual([['0'], ['3', ...NON_FINITE]]);
      expect(finite.map(Number)).toEqual([FINITE.length, ...FINITE].map(Number));
      expect(many.map(Number)).toEqual([MANY.length, ...MANY].map(Number));
    });

    test('rejects what cannot be read, passes over an empty line, and ends with the input', () => {
      const requests = ['1 softmax 3 1 2', '', '2 softmax 2 1 x', '3 softmax 1 1 1', '4 rmsnorm 1 3', '5 echo 1 7'];
      const [program, ...args] = command;
      const { stdout, status } = spawnSync(program, args, { input: requests.join('\r\n'), encoding: 'utf8' });
      expect(stdout).toMatch(/^@1 err .*\n@2 err .*\n@3 err .*\n@4 no .*\n@5 ok 1 7(\.0)?\n$/);
      expect(status).toBe(0);
    });

    test('calls no function with a request that it rejects', () => {
      const [program, ...args] = command;
      const input = UNCALLED.map((request, i) => `${i + 1} ${request}`).join('\n');
      const { stdout, stderr, status } = spawnSync(program, args, { input, encoding: 'utf8' });
      const replies = stdout.trimEnd().split('\n');
      expect(replies.filter((reply) => !/^@\d+ err /.test(reply))).toEqual([]);
      expect(`${stdout}${stderr}`).not.toMatch(OF_FUNCTIONS);
      expect([replies.length, status]).toEqual([UNCALLED.length, 0]);
    });
  });
}

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPS } from '../port/ops.ts';
import type { OpName, Port } from '../port/port.ts';
import { examine } from '../protocol/doctor.ts';
import { startPort } from '../protocol/processPort.ts';
import { runVitest } from '../suite/runSuite.ts';
import { DEFAULT_SAMPLING } from '../suite/sampling.ts';
import { claiming } from './claims.fixture.ts';
import { ECHOES, REAL } from './echoes.fixture.ts';
import { LANGUAGES, type Language, readTemplate } from './languages.ts';
import { ECHOED, UNFIT } from './requests.fixture.ts';
import { built, isMissing } from './toolchain.fixture.ts';

// Each template is filled as its author would fill it, with a small port in its language that has a function for every operation.
// Those of vectors and text are right, and are judged by the suite. The others answer with what they were given
// (echoes.fixture.ts): reading and printing of every operation are seen without ten whole ports.

const FOLDER = mkdtempSync(join(tmpdir(), 'microgpt-full-'));
const DEADLINE_MS = 30_000;
/** Inputs a law: what a template can do wrong shows with the first. */
const RUNS = 3;
const MOST_COLUMNS = 120;
const EVERY = Object.keys(OPS) as OpName[];

afterAll(() => rmSync(FOLDER, { recursive: true }));

describe.each(LANGUAGES)('the template for every operation in $title', (language) => {
  test(`has a line for each, and none of more than ${MOST_COLUMNS} columns`, () => {
    const text = readTemplate(language, 'full');
    expect(() => claiming(language, text, EVERY, '')).not.toThrow();
    const wide = text
      .replaceAll('\t', '    ')
      .split('\n')
      .filter((line) => line.length > MOST_COLUMNS);
    expect(wide).toEqual([]);
  });
});

for (const language of LANGUAGES) {
  const [tool] = language.build ?? language.run;
  let untouched: readonly string[];
  let real: readonly string[];
  let filled: readonly string[];

  describe.skipIf(isMissing(tool) && process.env.CI === undefined)(
    `init ${language.name} --full, which needs ${tool},`,
    () => {
      beforeAll(() => {
        untouched = written(language, []);
        real = written(language, REAL);
        filled = written(language, EVERY);
      }, 4 * DEADLINE_MS);

      test('claims nothing as it is written, and says so', async () => {
        const started = startPort(untouched, { deadline: DEADLINE_MS, window: 1 });
        await expect(started).rejects.toThrow(
          /answered hello with no: none of the operations is claimed yet: uncomment/,
        );
      });

      test('has nothing that doctor would mend when it is filled', async () => {
        const findings = await examine(real);
        expect(findings.filter(({ status }) => status !== 'ok')).toEqual([]);
        expect(findings[0].detail).toMatch(`(${language.title}, f64), ${REAL.length} operations`);
      });

      test('holds the clauses of the functions that are put in', async () => {
        const { checks, faults } = await runVitest({
          port: { kind: 'process', command: real, deadline: DEADLINE_MS },
          sampling: { ...DEFAULT_SAMPLING, runs: RUNS },
          chapters: [...new Set(REAL.map((op) => OPS[op].chapter))],
          reporters: [],
          onCheck: () => {},
        });
        expect(faults).toEqual([]);
        expect(checks.filter(({ status }) => status === 'failed')).toEqual([]);
        const held = checks.filter(({ status }) => status === 'held').flatMap(({ ops }) => ops);
        expect(REAL.filter((op) => !held.includes(op))).toEqual([]);
      });

      test('gives every operation what was sent, and sends back what it gives', async () => {
        const { port, driver } = await startPort(filled, { deadline: DEADLINE_MS, window: 1 });
        expect(EVERY.filter((op) => !(op in port))).toEqual([]);
        const asked = (of: Partial<Port>) =>
          Object.entries(ECHOED).map(async ([op, requests]) => [
            op,
            await Promise.all(requests.map((args) => Reflect.apply(Reflect.get(of, op), of, args))),
          ]);
        const got = await Promise.all(asked(port));
        driver.close();
        expect(got).toEqual(await Promise.all(asked(ECHOES)));
      });

      test('rejects what makes no sense before a function is called', () => {
        const [program, ...args] = filled;
        const input = UNFIT.map((request, i) => `${i + 1} ${request}`).join('\r\n');
        const { stdout, status } = spawnSync(program, args, { input, encoding: 'utf8' });
        const replies = stdout.trimEnd().split('\n');
        expect(UNFIT.filter((_, i) => !replies[i]?.startsWith(`@${i + 1} err input `))).toEqual([]);
        expect([replies.length, status]).toEqual([UNFIT.length, 0]);
      });

      test('rejects what a function rejects, and goes on', () => {
        const [program, ...args] = filled;
        const input = '1 position_loss 2 0 1 0\n\n2 encode 1 61 62\n3 nothing\n4 echo 1 -0';
        const { stdout } = spawnSync(program, args, { input, encoding: 'utf8' });
        expect(stdout).toMatch(/^@1 err (?!input )\w.*\n@2 err (?!input )\w.*\n@3 no .*\n@4 ok 1 -0(\.0)?\n$/);
      });
    },
  );
}

/** The template with these operations claimed, around the small port beside it, built; the command that runs it. */
function written(language: Language, ops: readonly OpName[]): string[] {
  const folder = join(FOLDER, `${language.name}-${ops.length}`);
  mkdirSync(folder);
  const functions = ops.length === 0 ? '' : smallPort(language);
  writeFileSync(join(folder, language.file), claiming(language, readTemplate(language, 'full'), ops, functions));
  return built(language, folder);
}

function smallPort({ name, full }: Language): string {
  return readFileSync(new URL(`./${name}/${full.replace('full.', 'port.fixture.')}`, import.meta.url), 'utf8');
}

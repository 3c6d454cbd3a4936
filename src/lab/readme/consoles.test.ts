import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NATIVE_LANGUAGES } from '../../adapters/nativeTests/languages.ts';
import { nativeTests } from '../../adapters/nativeTests/nativeTests.ts';
import { RUNNERS } from '../../adapters/nativeTests/runners.fixture.ts';
import { deviationOf } from '../../deviations/catalogue.ts';
import { patchedReference } from '../../deviations/compiledReference.ts';
import { startFromGolden } from '../../diff/replay/start.ts';
import { enginePort } from '../../engine/enginePort.ts';
import { canonicalDataset, canonicalOutput } from '../../golden/canonical.ts';
import { openGolden } from '../../golden/folder.ts';
import { headerText, INFERENCE_HEADING, sampleText, stepText } from '../../golden/runOutput.ts';
import { configure } from '../../reference/config.ts';
import { encode } from '../../reference/tokenizer.ts';
import { ROOT } from '../release/sources.ts';
import { mistakenDumps } from '../step/mistakes/mistakenDumps.ts';
import { STEP_MISTAKES } from '../step/mistakes/stepMistakes.ts';
import { CANONICAL_SIZES } from '../step/starts.ts';
import { blocks, consoles, README } from './blocks.fixture.ts';

// Every console block of README.md is executed: its command, with what this repository has not (microgpt.py, names.txt, a port)
// put in another's place, must print what stands there.

const MAIN = join(ROOT, 'dist/cli/main.js');
const NAMES = join(ROOT, '../shared/data/names.txt');
/** A whole run is 10 s of a quiet machine. */
const WHOLE_RUN_MS = 600_000;
const NUM_DOCS = 32_033;
const GO_MISSING = RUNNERS.go.missing && process.env.CI === undefined;
const folder = mkdtempSync(join(tmpdir(), 'readme-'));
const golden = openGolden();

/** Commands that are executed elsewhere, and where. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'npx microgpt-spec diff --script script.py --input names.txt --steps 5 | head -4': 'src/cli/scriptSteps.test.ts',
  'npx microgpt-spec train --input names.txt | tail -1':
    'below, where names.txt is there, which this repository has not',
};

/** What stands in for what is not here. */
const INSTEAD: readonly (readonly [RegExp, string])[] = [
  [/^sed .* microgpt\.py \| python3 -/, 'cat one_ahead.log'],
  [/^python3 microgpt\.py/, 'cat output.txt'],
  [/^go test /, 'cd go && go test '],
];

/** What is done before a command: files that its reader has, and builds that the text tells to do. */
const BEFORE: Readonly<Record<string, () => void | Promise<void>>> = {
  './port > losses.log': portOfItsOwn,
  'npx microgpt-spec diff --step step1.txt': transposedStep,
  'npx microgpt-spec doctor -- ./adapter': () => buildAdapter('%.17g', '%g'),
  'npx microgpt-spec run --chapter loss -- ./adapter': () => buildAdapter('%.17g', '%.17g'),
  'npx microgpt-spec run --chapter loss --module ./port.ts': portModule,
  'go test -run MicrogptSpec | head -4': goTests,
  'npx microgpt-spec golden record --input names.txt --n_layer 2 --num_steps 100': manyNames,
};

/** What is another with each run, machine or port. */
const VARYING: readonly (readonly [RegExp, string])[] = [
  [/max \|delta\| \S*e-1[56]$/gm, 'max |delta| TINY'],
  [/\(\d\.\d\ds\)/g, '(TIME)'],
  [/_test\.go:\d+/g, '_test.go:LINE'],
];

beforeAll(async () => {
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/npx'), `#!/bin/sh\nshift\nexec "${process.execPath}" "${MAIN}" "$@"\n`);
  chmodSync(join(folder, 'bin/npx'), 0o755);
  writeFileSync(join(folder, 'output.txt'), canonicalOutput(golden));
  const { microgpt } = await patchedReference(deviationOf('learning-rate').edits);
  const start = startFromGolden(golden, configure());
  const { losses, samples } = microgpt.proceed({ ...start, docs: start.documents }, 1000);
  const lines = [...losses].map((loss, i) => stepText(i + 1, 1000, loss));
  const names = [...samples].map((name, i) => sampleText(i + 1, name));
  const log = [headerText(NUM_DOCS, 27, 4192), ...lines, INFERENCE_HEADING, ...names];
  writeFileSync(join(folder, 'one_ahead.log'), log.join(''));
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

function printed(command: string): string {
  const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env.PATH}`, NO_COLOR: '1' };
  return spawnSync('bash', ['-c', `{ ${command}; } 2>&1`], { encoding: 'utf8', cwd: folder, env }).stdout;
}

function steady(text: string): string {
  return VARYING.reduce((all, [pattern, word]) => all.replace(pattern, word), text);
}

const shown = consoles().map(({ command, output }) => ({ command: command ?? '', output }));
const executed = shown.filter(({ command }) => command !== '' && !Object.hasOwn(ELSEWHERE, command));

describe.skipIf(GO_MISSING)('the console blocks of README.md', () => {
  test('are all executed, here or in a test that shows them', () => {
    expect(executed.length).toBeGreaterThan(12);
    for (const [command, place] of Object.entries(ELSEWHERE)) {
      expect([shown.map((one) => one.command), place]).toEqual([expect.arrayContaining([command]), expect.any(String)]);
    }
    for (const command of Object.keys(BEFORE)) expect(executed.map((one) => one.command)).toContain(command);
  });

  test.each(executed)('$command', async ({ command, output }) => {
    await BEFORE[command]?.();
    const [pattern, word] = INSTEAD.find(([wanted]) => wanted.test(command)) ?? [/$^/, ''];
    expect(steady(printed(command.replace(pattern, word)))).toBe(steady(output));
  });

  test('one without a command is of the adapter in Python with 1e-10 in its logarithm', () => {
    const [only, ...others] = shown.filter(({ command }) => command === '');
    expect([others, README]).toEqual([
      [],
      expect.stringContaining('With `math.log(probs[target] + 1e-10)` in the one in Python'),
    ]);
    printed('npx microgpt-spec init python');
    const adapter = join(folder, 'adapter.py');
    const text = readFileSync(adapter, 'utf8');
    writeFileSync(adapter, text.replace('math.log(probs[target])', 'math.log(probs[target] + 1e-10)'));
    expect(printed('npx microgpt-spec run --chapter loss -- python3 adapter.py')).toContain(only.output);
  });

  test('the table of a whole run is what run prints, but for what the machine decides', {
    timeout: WHOLE_RUN_MS,
  }, () => {
    const table = blocks().find(({ text }) => text.startsWith('microgpt-spec ') && text.includes('port: reference'));
    const withoutLibm = (text: string) => text.replace(/^libm, .*$/m, 'libm').split('\n');
    expect(withoutLibm(printed('npx microgpt-spec run'))).toEqual(withoutLibm(table?.text ?? ''));
  });

  test.skipIf(!existsSync(NAMES))('the sample from the dataset itself', () => {
    const command = `npx microgpt-spec train --input ${NAMES} | tail -1`;
    expect(printed(command)).toBe(shown.find(({ command: one }) => one.includes('tail -1'))?.output);
  });
});

/** A port with a start of its own: the engine, from another seed. */
async function portOfItsOwn(): Promise<void> {
  const { config, state_dict, documents, tokenizer } = startFromGolden(golden, configure({ seed: 7 }));
  const tokens = documents.map((doc) => encode(tokenizer.uchars, doc));
  const { losses } = await enginePort('1').train(config, state_dict, tokens, config.num_steps);
  const lines = losses.map((loss, i) => `step ${i + 1} / 1000 | loss ${loss}`);
  writeFileSync(join(folder, 'port.log'), `${lines.join('\n')}\n`);
  writeFileSync(join(folder, 'port'), '#!/bin/sh\ncat port.log\n', { mode: 0o755 });
  writeFileSync(join(folder, 'params.txt'), JSON.stringify(state_dict));
  writeFileSync(join(folder, 'docs.txt'), `${documents.join('\n')}\n`);
}

async function transposedStep(): Promise<void> {
  const mistakes = STEP_MISTAKES.filter(({ id }) => id === 'wq-gradient-transposed');
  const [{ step, tokens, params, grad }] = (await mistakenDumps(mistakes, CANONICAL_SIZES)) ?? [];
  writeFileSync(join(folder, 'step1.txt'), JSON.stringify({ step, tokens, params, grad }));
}

function buildAdapter(from: string, to: string): void {
  const text = readFileSync(join(folder, 'adapter.c'), 'utf8');
  writeFileSync(join(folder, 'built.c'), text.replaceAll(from, to));
  expect(printed('cc -std=c99 -O2 -o adapter built.c -lm')).toBe('');
}

function portModule(): void {
  const [, module] = /### Door 3:[^\n]*\n\n```ts\n(.*?)```/s.exec(README) ?? [];
  writeFileSync(join(folder, 'port.ts'), module);
}

function goTests(): void {
  const [go] = NATIVE_LANGUAGES.filter(({ name }) => name === 'go');
  const text = nativeTests(go, golden, { version: '0.1.0', revision: 2 });
  const port = readFileSync(join(ROOT, 'src/adapters/go/tests.fixture.go'), 'utf8').replace(
    '-logarithm(float64(probs[target]))',
    '-logarithm(float64(probs[target]) + 1e-10)',
  );
  const [begin, end] = [/^.*---- Your functions ----/m, /^.*---- End of your functions/m].map((line) =>
    text.search(line),
  );
  mkdirSync(join(folder, 'go'));
  writeFileSync(join(folder, 'go/go.mod'), 'module mygpt\n\ngo 1.19\n');
  writeFileSync(join(folder, 'go/mygpt.go'), 'package main\n\nfunc main() {}\n');
  writeFileSync(join(folder, 'go', go.file), text.slice(0, begin) + port + text.slice(end));
}

/** As many names as names.txt has. */
function manyNames(): void {
  const { documents } = canonicalDataset(golden);
  const names = Array.from({ length: NUM_DOCS }, (_, i) => documents[i % documents.length]);
  writeFileSync(join(folder, 'names.txt'), `${names.join('\n')}\n`);
}

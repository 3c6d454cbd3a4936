import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../release/sources.ts';
import { blocks } from './blocks.fixture.ts';

/** The test that executes a block, or why none does. */
type Place = { readonly test: string } | { readonly not: string };

const DUMPS_OF_A_START: Place = { test: 'src/diff/replay/snippets.test.ts' };
const DUMPS_OF_A_STEP: Place = { test: 'src/adapters/dumpRecipes.test.ts' };
const INSTALLED: Place = { test: 'src/lab/release/installed.test.ts' };

/** Where each block that is no console is executed, by what it begins with. */
const PLACES: readonly (readonly [begins: string, place: Place])[] = [
  ['git clone ADDRESS', INSTALLED], // the last line; a clone's are .ci/run's, and ADDRESS is nowhere yet
  ['FILE *f = fopen("params.txt"', DUMPS_OF_A_START],
  ['let dump = |name', DUMPS_OF_A_START],
  ['f, _ := os.Create("params.txt")', DUMPS_OF_A_START],
  ["dump = lambda key, prefix=''", DUMPS_OF_A_START],
  ["import { writeFileSync } from 'node:fs'", DUMPS_OF_A_START],
  ['for (int i = 0; i < num_params', DUMPS_OF_A_START],
  ['let text: String = params', DUMPS_OF_A_START],
  ['for _, p := range params', DUMPS_OF_A_START],
  ["with open('params.txt', 'w')", DUMPS_OF_A_START],
  ["writeFileSync('params.txt', params", DUMPS_OF_A_START],
  ['if (step == 0) { f = fopen("step1.txt"', DUMPS_OF_A_STEP],
  ['let mut text = format!("tokens', DUMPS_OF_A_STEP],
  ['if step == 0 { f, _ = os.Create("step1.txt")', DUMPS_OF_A_STEP],
  ['if step == 0: # before the update', DUMPS_OF_A_STEP],
  ["if (step === 0) writeFileSync('step1.txt'", DUMPS_OF_A_STEP],
  ['// #define SOFTMAX', { test: 'src/adapters/full.test.ts' }],
  ['config=activation:relu', { not: 'what hello says, no command; src/port/compiledIn.test.ts asks such ports' }],
  ['npx microgpt-spec doctor --script', { test: 'src/cli/script.test.ts' }],
  ['import type { Port }', { test: 'src/lab/readme/consoles.test.ts' }],
  ["import { conformance } from 'microgpt-spec/vitest'", INSTALLED],
  ["import { conformance } from 'microgpt-spec/node-test'", INSTALLED],
  [
    'npx microgpt-spec run --report',
    { not: 'minutes of runs of the C port: .ci/run makes its report, src/cli tests each option' },
  ],
  ['# C (lcov)', { test: 'src/cli/coverageRecipes.test.ts' }],
  ['loss.11 error probabilities', { not: 'a file by its form; src/report/expectedFailures.test.ts reads such' }],
  [
    '      - uses: OWNER/microgpt-spec',
    { not: 'a part of a workflow: src/cli/action.test.ts runs the action with its inputs' },
  ],
  ['![microgpt-spec](', { not: 'a picture of shields.io; src/cli/action.test.ts publishes what it shows' }],
  ['on: { schedule:', { not: 'its minutes are an hour; src/cli/soak.test.ts soaks for less' }],
  ['microgpt-spec 0.1.0, specification revision', { test: 'src/lab/readme/consoles.test.ts' }],
  ["import { readFileSync } from 'node:fs'", { test: 'src/reference/microgpt.test.ts' }],
  ['npm run strength', { not: 'hours: they are of a release' }],
];

const others = blocks().filter(({ language }) => language !== 'console');

test('every block of README.md that is no console is executed by a test, or it is said why not', () => {
  const found = others.map(({ text }) => PLACES.filter(([begins]) => text.startsWith(begins)).length);
  expect(others.filter((_, i) => found[i] !== 1).map(({ text }) => text.split('\n')[0])).toEqual([]);
  const unused = PLACES.filter(([begins]) => !others.some(({ text }) => text.startsWith(begins)));
  expect(unused).toEqual([]);
});

test('a test that is named is there', () => {
  const tests = PLACES.flatMap(([, place]) => ('test' in place ? [place.test] : []));
  expect(tests.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});

test('the scripts of npm that sh blocks have are there', () => {
  const commands = others
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => [...text.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, name]) => name));
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(commands.filter((name) => !(name in scripts))).toEqual([]);
});

test('the lines of the whole adapter in C are in it', () => {
  const template = readFileSync(join(ROOT, 'src/adapters/c/full.c'), 'utf8');
  const [lines] = others.filter(({ text }) => text.startsWith('// #define SOFTMAX'));
  expect(template.split('\n')).toEqual(expect.arrayContaining(lines.text.trimEnd().split('\n')));
});

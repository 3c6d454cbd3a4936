import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readTrace } from '../log/readLog.ts';
import { readDocs } from './docsDump.ts';
import { readParams } from './paramsDump.ts';

const README = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const SECTION = README.split('### Door 1')[1].split('\n### ')[0];
const FOLDER = mkdtempSync(join(tmpdir(), 'microgpt-snippets-'));
const DEADLINE_MS = 60_000;
const MOST_LINES = 7;

/** What each program has, with digits that are lost where they are printed carelessly. */
const PARAMS = [0.1, -0.30000000000000004, 5e-324, 1 / 3, -1.7976931348623157e308];
const DOCS = ['emma', 'zoé', 'ava'];
const NUM_STEPS = 4;
const LOSSES = [3.3659669475848504, 3.4242727838717717, 1 / 3, 2];

const [params, docs, losses] = [PARAMS.join(', '), JSON.stringify(DOCS).slice(1, -1), LOSSES.join(', ')];

/** A program of a port's making around the lines of the README: those before training, and the one that prints. */
interface Context {
  readonly file: string;
  readonly build?: readonly string[];
  readonly run: readonly string[];
  readonly program: (before: string, print: string) => string;
}

const CONTEXTS: Readonly<Record<string, Context>> = {
  c: {
    file: 'port.c',
    build: ['cc', '-std=c99', '-Wall', '-Wextra', '-Werror', '-o', 'port-c', 'port.c'],
    run: ['./port-c'],
    program: (before, print) => `#include <stdio.h>
int main(void) {
  double params[] = {${params}}, losses[] = {${losses}};
  const char *docs[] = {${docs}};
  int num_params = ${PARAMS.length}, num_docs = ${DOCS.length}, num_steps = ${NUM_STEPS};
  ${before}
  for (int step = 0; step < num_steps; step++) {
    double loss = losses[step];
    ${print}
  }
}`,
  },
  rust: {
    file: 'port.rs',
    build: ['rustc', '-o', 'port-rust', 'port.rs'],
    run: ['./port-rust'],
    program: (before, print) => `fn main() {
  let params: Vec<f64> = vec![${PARAMS.map((x) => `${x}f64`).join(', ')}];
  let docs: Vec<String> = [${docs}].iter().map(|s| s.to_string()).collect();
  let num_steps = ${NUM_STEPS};
  ${before}
  for (step, loss) in [${LOSSES.map((x) => `${x}f64`).join(', ')}].iter().enumerate() {
    ${print}
  }
}`,
  },
  go: {
    file: 'port.go',
    run: ['go', 'run', 'port.go'],
    program: (before, print) => `package main
import (
  "fmt"
  "os"
)
func main() {
  params, losses := []float64{${params}}, []float64{${losses}}
  docs := []string{${docs}}
  numSteps := ${NUM_STEPS}
  ${before.replaceAll('\n', '\n  ')}
  for step, loss := range losses {
    ${print}
  }
}`,
  },
  python: {
    file: 'port.py',
    run: ['python3', 'port.py'],
    program: (before, print) => `
class Value:
    def __init__(self, data): self.data = data
params = [Value(x) for x in [${params}]]
docs = [${docs}]
num_steps = ${NUM_STEPS}
${before}
for step, loss in enumerate(map(Value, [${losses}])):
    ${print}
`,
  },
  js: {
    file: 'port.mjs',
    run: [process.execPath, 'port.mjs'],
    program: (before, print) => `
const params = [${params}].map((data) => ({ data }));
const docs = [${docs}];
const num_steps = ${NUM_STEPS};
${before}
for (const [step, data] of [${losses}].entries()) {
  const loss = { data };
  ${print}
}`,
  },
};

const SNIPPETS = [...SECTION.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
  .map(([, language, code]) => ({ language, lines: code.trimEnd().split('\n') }))
  .filter(({ language }) => language !== 'console');

afterAll(() => rmSync(FOLDER, { recursive: true }));

function isMissing({ build, run: [program] }: Context): boolean {
  return spawnSync(build?.[0] ?? program, ['--help']).error !== undefined;
}

function execute([program, ...args]: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: FOLDER, encoding: 'utf8', timeout: DEADLINE_MS });
  expect([stderr, status]).toEqual(['', 0]);
  return stdout;
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

describe('the lines of the README that dump a start', () => {
  test('are there for each language', () => {
    expect(SNIPPETS.map(({ language }) => language)).toEqual(Object.keys(CONTEXTS));
    expect(SNIPPETS.filter(({ lines }) => lines.length > MOST_LINES)).toEqual([]);
  });

  for (const { language, lines } of SNIPPETS) {
    const context = CONTEXTS[language];
    /** `npm test` needs Node alone: a toolchain that is missing is a visible skip there, and a failure in CI. */
    test.skipIf(isMissing(context) && process.env.CI === undefined)(
      `in ${language} lose nothing`,
      async () => {
        writeFileSync(
          join(FOLDER, context.file),
          context.program(lines.slice(0, -1).join('\n'), lines[lines.length - 1]),
        );
        execute(context.build ?? [process.execPath, '--version']);
        const { losses: read } = await readTrace(bytesOf(execute(context.run)), { steps: NUM_STEPS, samples: 0 });
        expect([...read.values()].map(([{ value }]) => value)).toEqual(LOSSES);
        expect(await readParams(readFileSync(join(FOLDER, 'params.txt')))).toEqual({
          kind: 'numbers',
          values: Float64Array.from(PARAMS),
        });
        expect(readDocs(readFileSync(join(FOLDER, 'docs.txt'))).documents).toEqual([...DOCS, DOCS[0]]);
      },
      DEADLINE_MS,
    );
  }
});

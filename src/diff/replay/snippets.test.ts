import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readTrace } from '../log/readLog.ts';
import { readDocs } from './docsDump.ts';
import { type ParamsDump, readParams } from './paramsDump.ts';

const README = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const SECTION = README.split('### Door 1')[1].split('\n### ')[0];
const FOLDER = mkdtempSync(join(tmpdir(), 'microgpt-snippets-'));
const DEADLINE_MS = 60_000;
const MOST_LINES = 9;

/** What each program has, with digits that are lost where they are printed carelessly. */
const MATRICES: Readonly<Record<string, readonly number[]>> = {
  wte: [0.1, -0.30000000000000004, 5e-324],
  wpe: [0, 1 / 3],
  lm_head: [2, -1.7976931348623157e308, 0],
};
const PARAMS = Object.values(MATRICES).flat();
const DOCS = ['emma', 'zoé', 'ava'];
const NUM_STEPS = 4;
const LOSSES = [3.3659669475848504, 3.4242727838717717, 1 / 3, 2];

const [params, docs, losses] = [PARAMS.join(', '), JSON.stringify(DOCS).slice(1, -1), LOSSES.join(', ')];
/** Each matrix as one row, in a language's way to write it. */
const matrices = (each: (name: string, numbers: string) => string) =>
  Object.entries(MATRICES)
    .map(([name, numbers]) => each(name, numbers.join(', ')))
    .join(', ');
const asFloats = (numbers: string) => numbers.replaceAll(/-?[\d.]+(?:e[-+]?\d+)?/g, (x) => `${x}f64`);

/** A program of a port's making around the lines of the README: those before training, and the one that prints. */
interface Context {
  readonly file: string;
  readonly build?: readonly string[];
  readonly run: readonly string[];
  readonly program: (before: string, print: string) => string;
  /** The lines about params.txt that the list takes the place of: the first, and the first behind them. */
  readonly replaced: readonly [from: number, to: number];
}

const CONTEXTS: Readonly<Record<string, Context>> = {
  c: {
    file: 'port.c',
    build: ['cc', '-std=c99', '-Wall', '-Wextra', '-Werror', '-o', 'port-c', 'port.c'],
    run: ['./port-c'],
    replaced: [1, 4],
    program: (before, print) => `#include <stdio.h>
int main(void) {
  double params[] = {${params}}, losses[] = {${losses}};
  double ${matrices((name, numbers) => `${name}[] = {${numbers}}`)};
  int vocab_size = 3, n_embd = 1, block_size = 2, num_params = ${PARAMS.length};
  (void)params, (void)wte, (void)wpe, (void)lm_head, (void)vocab_size, (void)n_embd, (void)block_size, (void)num_params;
  const char *docs[] = {${docs}};
  int num_docs = ${DOCS.length}, num_steps = ${NUM_STEPS};
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
    replaced: [0, 2],
    program: (before, print) => `#![allow(unused_variables, unused_mut)]
fn main() {
  let state_dict = std::collections::HashMap::from([${matrices((name, numbers) => `("${name}".to_string(), vec![vec![${asFloats(numbers)}]])`)}]);
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
    replaced: [1, 3],
    program: (before, print) => `package main
import (
  "fmt"
  "os"
)
func main() {
  params, losses := []float64{${params}}, []float64{${losses}}
  stateDict := map[string][][]float64{${matrices((name, numbers) => `"${name}": {{${numbers}}}`)}}
  _, _ = params, stateDict
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
    replaced: [0, 3],
    program: (before, print) => `
class Value:
    def __init__(self, data): self.data = data
params = [Value(x) for x in [${params}]]
state_dict = {${matrices((name, numbers) => `'${name}': [[Value(x) for x in [${numbers}]]]`)}}
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
    replaced: [1, 4],
    program: (before, print) => `
const params = [${params}].map((data) => ({ data }));
const state_dict = { ${matrices((name, numbers) => `${name}: [[${numbers}].map((data) => ({ data }))]`)} };
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

/** The recipe of each language, which dumps by name; and behind all of them the line of each that dumps one list. */
const RECIPES = SNIPPETS.slice(0, SNIPPETS.length / 2);
const LISTS = SNIPPETS.slice(SNIPPETS.length / 2);
const CASES = RECIPES.flatMap(({ language, lines }, i) => {
  const [from, to] = CONTEXTS[language].replaced;
  const named = { kind: 'by name', language, lines, read: new Map(Object.entries(MATRICES)) };
  const list = {
    kind: 'in a list',
    language,
    lines: lines.toSpliced(from, to - from, ...LISTS[i].lines),
    read: PARAMS,
  };
  return [named, list];
});

/** The numbers of a dump, by name where it has names. */
function numbersIn(dump: ParamsDump): unknown {
  if (dump.kind === 'numbers') return [...dump.values];
  return dump.kind === 'named' ? new Map([...dump.matrices].map(([name, { values }]) => [name, [...values]])) : dump;
}

describe('the lines of the README that dump a start', () => {
  test('are there for each language', () => {
    expect(RECIPES.map(({ language }) => language)).toEqual(Object.keys(CONTEXTS));
    expect(LISTS.map(({ language }) => language)).toEqual(Object.keys(CONTEXTS));
    expect(SNIPPETS.filter(({ lines }) => lines.length > MOST_LINES)).toEqual([]);
  });

  for (const { kind, language, lines, read: expected } of CASES) {
    const context = CONTEXTS[language];
    /** `npm test` needs Node alone: a toolchain that is missing is a visible skip there, and a failure in CI. */
    test.skipIf(isMissing(context) && process.env.CI === undefined)(
      `in ${language} lose nothing, ${kind}`,
      async () => {
        writeFileSync(
          join(FOLDER, context.file),
          context.program(lines.slice(0, -1).join('\n'), lines[lines.length - 1]),
        );
        execute(context.build ?? [process.execPath, '--version']);
        const { losses: read } = await readTrace(bytesOf(execute(context.run)), { steps: NUM_STEPS, samples: 0 });
        expect([...read.values()].map(([{ value }]) => value)).toEqual(LOSSES);
        expect(numbersIn(await readParams(readFileSync(join(FOLDER, 'params.txt'))))).toEqual(expected);
        expect(readDocs(readFileSync(join(FOLDER, 'docs.txt'))).documents).toEqual([...DOCS, DOCS[0]]);
      },
      DEADLINE_MS,
    );
  }
});

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { diffLog } from '../diff/diffLog.ts';
import { startFromGolden } from '../diff/replay/start.ts';
import { openGolden } from '../golden/folder.ts';
import { SPEC_CHAPTERS } from '../port/ops.ts';
import { startPort } from '../protocol/processPort.ts';
import { CANONICAL } from '../reference/config.ts';
import { encode } from '../reference/tokenizer.ts';
import { diffSources } from '../report/diffSources.ts';
import { clauseStatus } from '../report/result.ts';
import { runVitest } from '../suite/runSuite.ts';
import { DEFAULT_SAMPLING } from '../suite/sampling.ts';

const SOURCE = fileURLToPath(new URL('./c/microgpt.c', import.meta.url));
const FOLDER = mkdtempSync(join(tmpdir(), 'microgpt-c-'));
const DEADLINE_MS = 60_000;
/** Inputs a law: the laws are the reference's own, and `.ci/run` puts both programs to all inputs of a run. */
const RUNS = 10;
const golden = openGolden();
const programs = new Map<string, string>();

/** `npm test` needs Node alone: a compiler that is missing is a visible skip there, and a failure in CI. */
const HAS_CC = spawnSync('cc', ['--version']).status === 0 || process.env.CI !== undefined;

describe.skipIf(!HAS_CC)('the C port, built with cc', () => {
  test.each([
    ['f64', []],
    ['f32', ['-DREAL=float']],
  ])('conforms in class %s', async (dtype, flags) => {
    const { checks, faults } = await runVitest({
      port: { kind: 'process', command: [built(dtype, flags)], deadline: DEADLINE_MS },
      sampling: { ...DEFAULT_SAMPLING, runs: RUNS },
      chapters: SPEC_CHAPTERS,
      reporters: [],
      onCheck: () => {},
    });
    expect(faults).toEqual([]);
    expect(checks.filter(({ status }) => status === 'held').length).toBeGreaterThan(SPEC_CHAPTERS.length);
    expect(checks.filter(({ status }) => status === 'failed' || status === 'not-claimed')).toEqual([]);
  });

  test('with all constants compiled in and declared has no failed check, and claims every clause', async () => {
    const { checks, faults } = await runVitest({
      port: { kind: 'process', command: [compiledIn()], deadline: DEADLINE_MS },
      sampling: { ...DEFAULT_SAMPLING, runs: 2 },
      chapters: ['parameters', 'model', 'optimizer', 'training'],
      reporters: [],
      onCheck: () => {},
    });
    expect(faults).toEqual([]);
    expect(checks.filter(({ status }) => status === 'failed' || status === 'not-claimed')).toEqual([]);
    const statusOf = (clause: string) => clauseStatus(checks.filter((c) => c.clause === clause));
    expect(['model.15', 'optimizer.8'].map(statusOf)).toEqual(['not-applicable', 'not-applicable']);
    expect(['model.14', 'optimizer.4', 'training.14'].map(statusOf)).toEqual(['held', 'held', 'held']);
  });

  test.each([
    ['f64', [], 17],
    ['f32', ['-DREAL=float'], 9],
  ])("prints losses from Python's start that diff takes for %s", async (dtype, flags, digits) => {
    const { port, driver } = await startPort([built(dtype, flags)], { deadline: DEADLINE_MS, window: 1 });
    const { config, state_dict, documents, tokenizer } = startFromGolden(golden, CANONICAL);
    const tokens = documents.map((doc) => encode(tokenizer.uchars, doc));
    const trained = await port.train?.(config, state_dict, tokens, config.num_steps);
    driver.close();
    const log = trained?.losses.map((loss, i) => `step ${i + 1} / 1000 | loss ${loss.toPrecision(digits)}\n`) ?? [];
    const options = { config: CANONICAL, stepsGiven: false, diagnosis: 'full', onProgress: () => {} } as const;
    const { verdict, losses } = await diffLog(once(log.join('')), { ...diffSources(), ...options });
    expect([verdict, losses.steps]).toEqual([dtype, CANONICAL.num_steps]);
  });
});

function built(name: string, flags: readonly string[], source = SOURCE): string {
  const known = programs.get(name);
  if (known !== undefined) return known;
  const program = join(FOLDER, name);
  programs.set(name, program);
  execFileSync('cc', ['-std=c99', '-O2', '-Wall', '-Wextra', '-Werror', ...flags, '-o', program, source, '-lm']);
  return program;
}

/** The port with microgpt.py's constants compiled in: it reads over those of a request, and hello says so. */
function compiledIn(): string {
  const { activation, decay, seed, ...numbers } = CANONICAL;
  const constants = Object.entries(numbers).map(([name, value]) => `c.${name} = ${value};`);
  const declared = Object.entries({ ...numbers, activation, decay, seed, vocab_size: 27 });
  const check = '  if (c.temperature == 0)';
  const text = readFileSync(SOURCE, 'utf8')
    .replace(check, `  ${constants.join(' ')} c.squared = c.cosine = 0;\n${check}`)
    .replace('config=any', `config=${declared.map(([name, value]) => `${name}:${value}`).join(',')}`);
  const source = join(FOLDER, 'compiled-in.c');
  writeFileSync(source, text);
  return built('compiled-in', [], source);
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

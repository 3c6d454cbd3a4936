import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, test } from 'vitest';
import { lossTolerance } from '../diff/tolerance.ts';
import { canonicalLosses, canonicalSamples } from '../golden/canonical.ts';
import { openGolden } from '../golden/folder.ts';
import { OPS } from '../port/ops.ts';
import type { RunResult } from './result.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const SCHEMA = JSON.parse(readFileSync(new URL('../../spec/result.schema.json', import.meta.url), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'result-'));
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(SCHEMA);

/** Fails clauses of the loss, and shows its own file's path in a counterexample. */
const WRONG = join(folder, 'wrong.mjs');
writeFileSync(
  WRONG,
  `export default { name: '<script>', lang: 'JavaScript', version: '1', dtype: 'f64',
  position_loss(probs, target) {
    if (probs.length < 3) throw new Error(import.meta.url);
    return -Math.log(probs[target] + 1e-10);
  } };
`,
);

afterAll(() => rmSync(folder, { recursive: true }));

function run(...args: readonly string[]): RunResult {
  const { stdout } = spawnSync(process.execPath, [MAIN, 'run', '--json', '-', ...args], { encoding: 'utf8' });
  return JSON.parse(stdout);
}

const timeless = (result: RunResult) =>
  JSON.stringify(result, (key, value) => (['milliseconds', 'date'].includes(key) ? 0 : value));

describe('spec/result.schema.json', () => {
  const reference = run('--chapter', 'training', '--chapter', 'inference', '--chapter', 'autograd', '--runs', '3');
  const wrong = run('--chapter', 'loss', '--require', 'loss', '--module', WRONG);

  test.each([
    ['the reference', reference],
    ['a port that fails', wrong],
  ])('the result of %s is valid', (_, result) => {
    expect(validate(result) ? [] : validate.errors).toEqual([]);
    expect(result.clauses.length).toBeGreaterThan(0);
  });

  test.each([
    ['another version', { schema: 1 }],
    ['a verdict that is none', { verdict: 'maybe' }],
    ['a key too many', { day: 'today' }],
    ['a date that is none', { date: 'today' }],
    ['a clause without checks', { clauses: [{ ...wrong.clauses[0], checks: undefined }] }],
  ])('%s is not valid', (_, change) => {
    expect(validate(JSON.parse(JSON.stringify({ ...wrong, ...change })))).toBe(false);
  });

  test('the operations of a check are those of the protocol', () => {
    const ops = [reference, wrong].flatMap(({ clauses }) =>
      clauses.flatMap(({ checks }) => checks.flatMap((c) => c.ops)),
    );
    expect(ops.filter((op) => !Object.hasOwn(OPS, op))).toEqual([]);
  });

  test('checks stand in the order of their titles', () => {
    for (const { checks } of reference.clauses) {
      const titles = checks.map(({ title }) => title);
      expect(titles).toEqual(titles.toSorted());
    }
  });

  test('the losses and samples of the canonical run are kept', () => {
    const golden = openGolden();
    const { losses, samples } = reference.canonical;
    const off = canonicalLosses(golden).filter(
      (loss, i) => Math.abs(Number(losses?.[i]) - loss) > lossTolerance('f64', loss),
    );
    expect([off, losses?.length]).toEqual([[], 1000]);
    expect(samples).toEqual(canonicalSamples(golden).map(({ name }) => name));
    expect(wrong.canonical).toEqual({ losses: null, samples: null });
  });

  test('the same run again differs in times alone', () => {
    expect(timeless(run('--chapter', 'loss', '--require', 'loss', '--module', WRONG))).toBe(timeless(wrong));
  });

  test('no path of the machine is in it', () => {
    const text = JSON.stringify(wrong);
    expect(wrong.port.command).toBe(`$TMPDIR${WRONG.slice(tmpdir().length)}`);
    expect(text).toContain('wrong.mjs');
    for (const path of [folder, process.cwd(), homedir(), process.execPath]) expect(text).not.toContain(`${path}/`);
  });
});

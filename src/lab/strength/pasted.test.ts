import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../deviations/catalogue.ts';
import { shellWords } from '../../protocol/shell.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const MAIN = ['node', `${ROOT}dist/cli/main.js`];
const SERVE = shellWords([...MAIN, 'serve']);
const TIMEOUT_MS = 240_000;
const MOST_OUTPUT = 2 ** 26;
/** So many mistakes, spread over the catalogue, and failures of each. */
const [MISTAKES, FAILURES] = [21, 3];
const RUNS = 20;

const STEP = Math.ceil(CATALOGUE.length / MISTAKES);
const SAMPLE = CATALOGUE.filter((_, i) => i % STEP === 0);

describe('what a failure prints to be pasted shows it again', () => {
  test.each(SAMPLE)('$id', { timeout: TIMEOUT_MS }, ({ id, clause }) => {
    const port = shellWords(['node', `${ROOT}dist/lab/strength/subjectProcess.js`, `deviation:${id}`]);
    const [chapter] = clause.split('.', 1);
    const { stdout } = shell(
      `${shellWords([...MAIN, 'run', '--chapter', chapter, '--runs', String(RUNS), '--verbose'])} -- ${port}`,
    );
    const failures = spread(stdout.split(/^failed /m).slice(1), FAILURES);
    expect(failures.length).toBeGreaterThan(0);
    // A run of the suite takes seconds: the first stands for the others.
    const again = lineOf(failures[0], 'again');
    const { stdout: said, status } = shell(again.replace('npx microgpt-spec', shellWords(MAIN)));
    expect([again, status, said.includes('verdict: does not conform')]).toEqual([again, 1, true]);
    for (const failure of failures) {
      const request = lineOf(failure, 'request');
      expect(answers(request) === answers(request.replace(port, SERVE))).toBe(false);
    }
  });
});

/** The first of some items, the last, and what is evenly between them. */
function spread<T>(items: readonly T[], count: number): T[] {
  const indices = Array.from({ length: count }, (_, i) => Math.round((i * (items.length - 1)) / (count - 1)));
  return [...new Set(indices)].flatMap((i) => items.slice(i, i + 1));
}

function lineOf(failure: string, name: string): string {
  const [, line] = new RegExp(`^ +${name} +(.*)$`, 'm').exec(failure) ?? [];
  if (line === undefined) throw new Error(`no line ${name} in:\n${failure.slice(0, 2000)}`);
  return line;
}

function answers(command: string): string {
  return execFileSync('sh', ['-c', command], { encoding: 'utf8', cwd: ROOT, maxBuffer: MOST_OUTPUT });
}

function shell(command: string): { readonly stdout: string; readonly status: number | null } {
  return spawnSync('sh', ['-c', command], { encoding: 'utf8', cwd: ROOT, maxBuffer: MOST_OUTPUT });
}

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineFacts } from '../../report/machine.ts';
import { ROOT } from '../release/sources.ts';
import { type TestTime, type TestTimes, testTimePage } from './testTimePage.ts';

/**
 * `npm run measure:tests -- REV`: how long `npm test` takes in this tree, and in that of a commit, each once, one after the other.
 * Prints the ratios, and writes them to spec/measured/testTime.json and its page. Files behind the commit are the only ones that
 * are run, and then nothing is written.
 */

const spec = (file: string) => new URL(`../../../spec/measured/${file}`, import.meta.url);

function main(revision: string | undefined, only: readonly string[]): void {
  if (revision === undefined)
    throw new Error('measure:tests: name the commit to compare with: npm run measure:tests -- REV');
  const before = inWorktree(revision, (folder) => timed(folder, only));
  const times: TestTimes = { schema: 1, date: today(), machine: machineFacts(), before, after: timed(ROOT, only) };
  const page = testTimePage(times);
  process.stdout.write(page);
  if (only.length > 0) return;
  writeFileSync(spec('testTime.json'), `${JSON.stringify(times, null, 1)}\n`);
  writeFileSync(spec('testTime.md'), page);
}

/** Does something in a folder that holds a commit, installed and built, and takes the folder away. */
function inWorktree<T>(revision: string, use: (folder: string) => T): T {
  const folder = join(mkdtempSync(join(tmpdir(), 'test-time-')), 'tree');
  git('worktree', 'add', '--detach', folder, revision);
  try {
    execFileSync('npm', ['ci'], { cwd: folder, stdio: 'inherit' });
    return use(folder);
  } finally {
    git('worktree', 'remove', '--force', folder);
    rmSync(join(folder, '..'), { recursive: true, force: true });
  }
}

/** Runs `npm test`, and counts what its processes took: bash adds up all that it has waited for. */
function timed(folder: string, only: readonly string[]): TestTime {
  const commit = execFileSync('git', ['describe', '--always', '--dirty'], { cwd: folder, encoding: 'utf8' }).trim();
  const script = 'TIMEFORMAT="%R %U %S"; time npm test -- "$@" >&2';
  const { status, stderr } = spawnSync('bash', ['-c', script, 'bash', ...only], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const [wall, user, system] = (stderr.trimEnd().split('\n').at(-1) ?? '').split(' ').map(Number);
  if (status !== 0)
    process.stderr.write(`${stderr}\nmeasure:tests: npm test of ${commit} ended with status ${String(status)}\n`);
  return { commit, wall, cpu: user + system, passed: status === 0 };
}

function today(): string {
  return new Date().toISOString().slice(0, '2026-11-28'.length);
}

function git(...args: readonly string[]): void {
  execFileSync('git', args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
}

main(process.argv[2], process.argv.slice(3));

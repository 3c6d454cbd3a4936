import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'shards-'));
const PARTS = [1, 2, 3];
const WHOLE = [
  '--chapter',
  'loss',
  '--chapter',
  'training',
  '--chapter',
  'autograd',
  '--require',
  'autograd',
  '--runs',
  '2',
];

/** Some clauses fail, and most are not claimed. */
const PORT = join(folder, 'port.mjs');
writeFileSync(
  PORT,
  `export default { name: 'mine', lang: 'JavaScript', version: '1', dtype: 'f64',
  position_loss: (probs, target) => -Math.log(probs[target] + 1e-10) };
`,
);

const statuses: (number | null)[] = [];
beforeAll(() => {
  for (const part of PARTS) {
    statuses.push(microgptSpec('run', ...WHOLE, '--module', PORT, '--shard', `${part}/3`).status);
  }
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

function microgptSpec(...args: readonly string[]) {
  return spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', cwd: folder });
}

/** A result's text without times. */
function timeless(file: string): string {
  return readFileSync(join(folder, file), 'utf8').replace(/("milliseconds": )[\d.e+-]+|("date": ").*Z/g, '$1$2');
}

describe('run --shard and report --merge', () => {
  test('a part exits as its checks do, and with --no-fail leaves that to the whole', () => {
    expect([...statuses].sort()).toEqual([0, 0, 1]);
    const failing = `${statuses.indexOf(1) + 1}/3`;
    const folderOfItsOwn = ['--shard', failing, '--shard-folder', 'no-fail', '--no-fail'];
    expect(microgptSpec('run', ...WHOLE, '--module', PORT, ...folderOfItsOwn).status).toBe(0);
    expect(microgptSpec('report', '--merge', 'shards', '--badge', '-', '--no-fail').status).toBe(0);
  });

  test('three parts give the result of the whole, byte for byte but for times, and its verdict', () => {
    const whole = microgptSpec('run', ...WHOLE, '--module', PORT, '--json', 'whole.json');
    const merged = microgptSpec('report', '--merge', 'shards', '--json', 'merged.json', '--badge', 'badge.json');
    expect(timeless('merged.json')).toBe(timeless('whole.json'));
    expect([merged.stdout, merged.status]).toEqual([whole.stdout, whole.status]);
    expect(JSON.parse(readFileSync(join(folder, 'badge.json'), 'utf8'))).toMatchObject({ color: 'red' });
  });

  test('expected failures are judged where the parts are joined', () => {
    microgptSpec('report', '--merge', 'shards', '--write-expected', 'expected.txt', '--badge', '-');
    const { stdout } = microgptSpec(
      'report',
      '--merge',
      'shards',
      '--expected',
      'expected.txt',
      '--badge',
      'badge.json',
    );
    expect(stdout).toMatch(/^expected failure loss\.1 /m);
    expect(stdout).not.toMatch(/^failed /m);
  });

  test('a part that is missing, of another run, or cut off is one line and status 2', () => {
    const copy = (name: string) => cpSync(join(folder, 'shards'), join(folder, name), { recursive: true });
    const fault = (name: string) => microgptSpec('report', '--merge', name, '--badge', '-');
    copy('missing');
    rmSync(join(folder, 'missing/shard-2-3.json'));
    expect(fault('missing')).toMatchObject({ status: 2, stderr: 'microgpt-spec: report: missing lacks shard 2/3\n' });
    copy('other');
    const facts = join(folder, 'other/shard-2-3.json');
    writeFileSync(facts, readFileSync(facts, 'utf8').replace('"seed":42', '"seed":43'));
    expect(fault('other').stderr).toMatch(
      /^microgpt-spec: report: other: shard 2\/3 is of another run than shard 1\/3;.*\n$/,
    );
    writeFileSync(facts, readFileSync(facts, 'utf8').slice(0, 50));
    expect(fault('other').stderr).toMatch(/shard-2-3.json is no shard, or was cut off; run that shard again\n$/);
    copy('blobless');
    rmSync(join(folder, 'blobless/blobs/blob-2-3.json'));
    expect(fault('blobless')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/blobless: the check ".*; and \d+ more\n$/),
    });
    expect(fault('nowhere')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/nowhere has no shards; run --shard 1\/N/),
    });
  });

  test.each([
    ['a part that is none', ['--shard', '4/3'], 'it must be a part of all, such as 2/4'],
    [
      'more parts than files',
      ['--chapter', 'dataset', '--shard', '1/5'],
      'run: --shard 1/5: the suite is divided by files, of which there are 1 here; ask for no more parts',
    ],
    [
      'a result of a part',
      ['--shard', '1/3', '--json', 'x.json'],
      'run: --json is of a whole run; give it to report --merge',
    ],
    ['a part that is watched', ['--shard', '1/3', '--watch', '.'], 'run: --watch or --shard, not both'],
  ])('%s is one line and status 2', (_, args, message) => {
    const { stderr, status } = microgptSpec('run', ...args);
    expect(stderr).toContain(message);
    expect([stderr.trimEnd().split('\n').length, status]).toEqual([1, 2]);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'links-'));
symlinkSync('there', join(folder, 'here'));
symlinkSync('here', join(folder, 'there'));
symlinkSync('nowhere', join(folder, 'dangling'));
writeFileSync(join(folder, 'log'), 'step 1 / 1000 | loss 3.3660\n');

afterAll(() => rmSync(folder, { recursive: true }));

function microgpt(...args: readonly string[]) {
  return spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', cwd: folder });
}

describe.skipIf(process.platform === 'win32')('links in a circle', () => {
  const CIRCLE = 'its links lead in a circle; name what they were to lead to\n';

  test.each([
    ['a log', ['diff', 'here'], 'diff: cannot read here'],
    ['a dump of a step', ['diff', '--step', 'here'], 'diff: cannot read here'],
    ['a dump beside a log', ['diff', 'log', '--step', 'here'], 'diff: cannot read here'],
    ['a dump of a start', ['diff', 'log', '--params', 'here'], 'diff: cannot read here'],
    ['documents', ['diff', 'log', '--docs', 'here'], 'diff: cannot read here'],
    ['another log', ['diff', 'log', '--against', 'here'], 'diff: cannot read here'],
    ['a module', ['run', '--module', 'here'], 'run: cannot read here'],
    ['a page', ['try', 'here'], 'try: cannot write here'],
  ])('%s is one line that says where and what to do', (_, args, message) => {
    const { stderr, status } = microgpt(...args);
    expect([stderr, status]).toEqual([`microgpt-spec: ${message}: ${CIRCLE}`, 2]);
  });

  test('as a command is a fault of the port', () => {
    expect(microgpt('doctor', '--', './here').stdout).toContain(
      'did not start: the links of ./here lead in a circle; name the program itself',
    );
  });

  test.each(['here', 'dangling'])('are no place for a recording, nor is a link to nothing: %s', (out) => {
    const { stderr, status } = microgpt('golden', 'record', '--input', 'log', '--out', out);
    expect([stderr, status]).toEqual([
      `microgpt-spec: golden record: ${out} is already there, and no folder; choose another --out\n`,
      2,
    ]);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { canonicalDataset } from '../golden/canonical.ts';
import { openGolden } from '../golden/folder.ts';
import { failingResult } from '../report/result.fixture.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'encodings-'));

afterAll(() => rmSync(folder, { recursive: true }));

/** As Notepad and PowerShell's `>` save a text. */
const WITH_MARK = (text: string) => Buffer.from(`\ufeff${text}`);
const UTF_16 = (text: string) => Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`, 'utf16le');
const UNMARKED = (text: string) => Buffer.from(text, 'utf16le');
const ENCODINGS = [
  ['UTF-8 with a mark', WITH_MARK],
  ['UTF-16', UTF_16],
  ['UTF-16 without a mark', UNMARKED],
] as const;

function fileWith(name: string, content: Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

function microgpt(...args: string[]) {
  return spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', cwd: folder });
}

test.each(ENCODINGS)('a result in %s is read', (_, encoded) => {
  const file = fileWith('result.json', encoded(JSON.stringify(failingResult(['why']))));
  const { stderr, status } = microgpt('report', file, '--no-diagnosis', '--badge', 'badge.json');
  expect([stderr, status]).toEqual(['report: badge.json\n', 1]);
});

test.each(ENCODINGS)('expected failures in %s are read', (_, encoded) => {
  const file = fileWith('expected.txt', encoded('loss.99 law why\n'));
  expect(microgpt('run', '--expected', file).stderr).toContain('expected.txt:1: there is no clause loss.99');
});

test.each(ENCODINGS)('documents in %s are read', (_, encoded) => {
  const { documents } = canonicalDataset(openGolden());
  const docs = fileWith('docs.txt', encoded(`${documents.join('\n')}\n`));
  const log = fileWith('train.log', Buffer.from('step 1 / 1000 | loss 3.3660\nstep 2 / 1000 | loss 3.4243\n'));
  const { stdout } = microgpt('diff', log, '--docs', docs, '--allow-incomplete');
  expect(stdout).toMatch(/^verdict: printed, incomplete/m);
});

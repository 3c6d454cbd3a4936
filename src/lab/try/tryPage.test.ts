import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openedFile, ownChromium } from '../../report/page/chromium.fixture.ts';
import { CASES, OUTPUT, WRONG_RATE } from './cases.fixture.ts';
import { closeTo, judgedHere } from './judgedHere.fixture.ts';
import { type Asked, judgedInPage, savedByPage, TRY_PAGE } from './tryBrowser.fixture.ts';

// Every log and dump of the cases goes into the page and into the command, and comes out as the same JSON: to the byte where the page's code
// runs in the command's own engine, and in Chromium but for what another engine's exp and ln change in the last digits.

const MAIN = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));
const TIMEOUT_MS = 600_000;
const MOST_BYTES = 1_500_000;
const MOST_OUTPUT = 2 ** 28;

const folder = mkdtempSync(join(tmpdir(), 'try-'));

const browser = ownChromium(true);
let page: Page;
let complaints: readonly string[];
beforeAll(async () => {
  ({ page, complaints } = await openedFile(browser(), TRY_PAGE));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** All files that the command reads. */
const writtenFor = ({ files, against }: Asked) => [...files, ...(against === undefined ? [] : [against])];

describe('try.html', () => {
  test.each(CASES)(
    '$title: its JSON is that of the command',
    async ({ args, ...asked }) => {
      for (const { name, content } of writtenFor(asked)) writeFileSync(join(folder, name), content);
      const { stdout } = spawnSync(process.execPath, [MAIN, 'diff', ...args, '--json', '-'], {
        cwd: folder,
        encoding: 'utf8',
        maxBuffer: MOST_OUTPUT,
      });
      expect(await judgedInPage(page, asked)).toMatch(/^verdict: /);
      expect(closeTo(await savedByPage(page), stdout)).toEqual([]);
      expect(await judgedHere(asked)).toBe(stdout);
    },
    TIMEOUT_MS,
  );

  test(
    'what it shows is what the command prints',
    async () => {
      writeFileSync(join(folder, 'run.log'), WRONG_RATE);
      const { stdout } = spawnSync(process.execPath, [MAIN, 'diff', 'run.log'], { cwd: folder, encoding: 'utf8' });
      await judgedInPage(page, { files: [{ name: 'run.log', content: WRONG_RATE }] });
      expect(await page.locator('#summary + pre').textContent()).toBe(stdout.trimEnd());
    },
    TIMEOUT_MS,
  );

  const RUN = { name: 'run.log', content: OUTPUT };
  test.each([
    ['of a dump', { files: [RUN, { name: 'params.txt', content: 'no numbers\n' }] }, ['--params', 'params.txt']],
    ['of a pattern', { files: [RUN], pattern: '(?<loss>' }, ['--pattern', '(?<loss>']],
    ['of a pattern without a loss', { files: [RUN], pattern: 'loss' }, ['--pattern', 'loss']],
    [
      'of flags beside another log',
      { files: [RUN], against: { ...RUN, name: 'other.log' }, flags: '--n_layer 2' },
      ['--against', 'other.log', '--n_layer', '2'],
    ],
    [
      'of a start beside another log',
      { files: [RUN, { name: 'docs.txt', content: 'emma\nolivia\n' }], against: { ...RUN, name: 'other.log' } },
      ['--against', 'other.log', '--docs', 'docs.txt'],
    ],
  ])('a fault %s is said in the words of the command', async (_, asked: Asked, args) => {
    for (const { name, content } of writtenFor(asked)) writeFileSync(join(folder, name), content);
    const { stderr } = spawnSync(process.execPath, [MAIN, 'diff', 'run.log', ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(`microgpt-spec: diff: ${await judgedInPage(page, asked)}\n`).toBe(stderr);
    expect(await page.locator('#report').innerText()).toBe('');
  });

  test('it asks for nothing and complains of nothing', () => {
    expect(complaints.filter((said) => !said.startsWith('blob:'))).toEqual([]);
  });

  test('it is one file of at most 1.5 MB', () => {
    expect(statSync(TRY_PAGE).size).toBeLessThan(MOST_BYTES);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { diffLog } from '../../diff/diffLog.ts';
import { canonicalOutput } from '../../golden/canonical.ts';
import { openGolden } from '../../golden/folder.ts';
import { CANONICAL } from '../../port/config.ts';
import { canonicalDiff } from '../canonicalDiff.ts';
import { clauseCoverage } from '../clauseCoverage.ts';
import { columnsOf } from '../columns.ts';
import { coveredFile } from '../coveredCode.ts';
import { diffSources } from '../diffSources.ts';
import { conformingResult, failingResult, HOSTILE, named } from '../result.fixture.ts';
import { openedFile, ownChromium, violations } from './chromium.fixture.ts';
import { coveragePage } from './coveragePage.ts';
import { diffPage } from './diffPage.ts';
import { matrixPage } from './matrixPage.ts';
import { runPage } from './runPage.ts';
import { stepPage } from './step/stepPage.ts';
import { judgedGolden, mistaken } from './step/steps.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'page-'));
const QUIET = { diagnosis: 'none', onProgress: () => {} } as const;

const browser = ownChromium();
afterAll(() => rmSync(folder, { recursive: true }));

const failing = named(failingResult([HOSTILE, 'second'], 500), HOSTILE);
const dumped = { steps: (await judgedGolden(mistaken)).slice(0, 2), notes: [HOSTILE] };
const log = canonicalOutput(openGolden()).replace('loss 2.6497', 'loss 2.6597');
const code = coveredFile(
  HOSTILE,
  new Map([
    [1, 3],
    [2, 0],
  ]),
  ['const one = 1;', HOSTILE],
);
const pages = {
  conforming: await pageOf(conformingResult()),
  failing: await pageOf(failing),
  matrix: matrixPage(
    await columnsOf([conformingResult(), failing, named(failingResult(['no'], 3), 'another', 'Rust')]),
  ),
  diff: diffPage(await logDiff(log)),
  step: stepPage(dumped, 'diverges', [HOSTILE]),
  both: diffPage(await logDiff(log), dumped),
  coverage: coveragePage(clauseCoverage(failing), { kind: 'files', files: [code] }, null),
};

async function pageOf(result: ReturnType<typeof conformingResult>): Promise<string> {
  return runPage(result, await canonicalDiff(result.canonical, QUIET));
}

async function logDiff(log: string) {
  async function* bytes() {
    yield new TextEncoder().encode(log);
  }
  return diffLog(bytes(), { ...diffSources(), config: CANONICAL, stepsGiven: false, ...QUIET });
}

/** Opens a page from its file. */
async function opened(name: keyof typeof pages, options: BrowserContextOptions = {}) {
  const file = join(folder, `${name}.html`);
  writeFileSync(file, pages[name]);
  return openedFile(browser(), file, options);
}

describe('in Chromium', () => {
  test.each(
    Object.keys(pages) as (keyof typeof pages)[],
  )('the page %s asks for nothing and complains of nothing', async (name) => {
    const { page, complaints } = await opened(name);
    await expect(page.locator('h1').innerText()).resolves.not.toBe('');
    expect(complaints).toEqual([]);
  });

  test.each(
    Object.keys(pages) as (keyof typeof pages)[],
  )('the page %s is one file that names no other', async (name) => {
    const { page } = await opened(name, { javaScriptEnabled: false });
    expect(await page.locator('*').count()).toBeGreaterThan(100);
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'sha256-[^' ]+'; style-src 'sha256-[^' ]+'; base-uri 'none'; form-action 'none'$/,
    );
    const others = page.locator(
      'link, iframe, object, embed, base, img, [src], [href]:not([href^="#"]), [srcset], [style]',
    );
    expect(await others.count()).toBe(0);
    expect((await page.locator('style').allTextContents()).join()).not.toMatch(/url\(|@import/);
  });

  test.each([
    { name: 'failing', scheme: 'light', width: 1280 },
    { name: 'failing', scheme: 'dark', width: 400 },
    { name: 'matrix', scheme: 'light', width: 400 },
    { name: 'matrix', scheme: 'dark', width: 1280 },
    { name: 'coverage', scheme: 'light', width: 1280 },
    { name: 'diff', scheme: 'light', width: 1280 },
    { name: 'diff', scheme: 'dark', width: 400 },
    { name: 'step', scheme: 'light', width: 1280 },
  ] as const)('axe-core finds nothing in $name, $scheme, $width px wide', async ({ name, scheme, width }) => {
    const { page } = await opened(name, { colorScheme: scheme, viewport: { width, height: 900 } });
    await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
    expect(await violations(page)).toEqual([]);
  });

  test.each(
    Object.keys(pages) as (keyof typeof pages)[],
  )('%s fits 400 pixels, and what scrolls in it does so by keys too', async (name) => {
    const { page } = await opened(name, { viewport: { width: 400, height: 900 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400);
    expect(await violations(page, ['scrollable-region-focusable'])).toEqual([]);
  });

  test('the page of coverage marks lines that no clause reaches, and its clauses can be chosen by status and by edge', async () => {
    const { page } = await opened('coverage');
    await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
    expect(await page.locator('.source .missed').allInnerTexts()).toEqual([
      expect.stringMatching(/^2.*<script>.*not reached/s),
    ]);
    const rows = page.locator('#clause-list tr:visible');
    const all = await rows.count();
    await page.locator('select[name=status]').selectOption('failed');
    const failed = await rows.count();
    await page.locator('select[name=status]').selectOption('core');
    expect([failed > 0 && failed < all, await rows.count()]).toEqual([true, all]);
    await page.locator('input[name=text]').fill('loss.3');
    expect(await rows.count()).toBe(1);
  });

  test('without a script the page of coverage is a table of all clauses', async () => {
    const { page } = await opened('coverage', { javaScriptEnabled: false });
    expect(await page.locator('#clause-list tr:visible').count()).toBe(failing.clauses.length);
    expect(await page.locator('form.filter').isVisible()).toBe(false);
  });

  test('what a port says stays text', async () => {
    const { page } = await opened('failing');
    expect(await page.locator('h1').innerText()).toContain('<script>alert(1)</script>');
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('h1').innerText()).not.toContain('\u202e');
  });

  test("the page's policy keeps a script out that is not its own", async () => {
    pages.diff = pages.diff.replace('</main>', '<script>document.title = "taken"</script></main>');
    const { page, complaints } = await opened('diff');
    expect(await page.title()).toBe('diff: diverges');
    expect(complaints.join()).toContain('Content Security Policy');
  });

  test('without a script the charts and all clauses are there, and no control that would do nothing', async () => {
    const { page, complaints } = await opened('failing', { javaScriptEnabled: false });
    expect(await page.locator('.chart svg .port path').count()).toBeGreaterThan(0);
    expect(await page.locator('.clause').count()).toBe(conformingResult().clauses.length);
    expect(await page.locator('form:visible').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test("moving over a chart shows the step's values, and so does the keyboard", async () => {
    const { page } = await opened('failing');
    const box = await page.locator('.chart svg').first().boundingBox();
    await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + 50);
    const output = page.locator('.controls output');
    expect(await output.innerText()).toMatch(/^step 4\d\d: expected 2\.\d+, got 2\.\d+, \|difference\| 0$/);
    await page.locator('.controls input').focus();
    await page.keyboard.press('End');
    expect(await output.innerText()).toMatch(
      /^step 1000: expected 2\.6496944697407585, got .*, \|difference\| \d\.\de-\d$/,
    );
    await page.keyboard.press('ArrowLeft');
    expect(await output.innerText()).toMatch(/^step 999:/);
  });

  test('the zoom moves what is drawn and the ticks under it, by buttons and by dragging', async () => {
    const { page } = await opened('failing');
    const path = page.locator('.chart .port path').first();
    const at = async (selector: string, name: string) => Number(await page.locator(selector).last().getAttribute(name));
    const before = [await at('.chart .delta circle', 'cx'), await at('.chart .divergence line', 'x1')];
    await page.locator('[data-zoom=in]').click();
    expect(await at('.chart .delta circle', 'cx')).toBeGreaterThan(before[0]);
    expect(await at('.chart .divergence line', 'x2')).toBeGreaterThan(before[1]);
    expect(await path.getAttribute('transform')).toMatch(/scale\(2,1\)/);
    expect(await page.locator('.own-ticks text').first().textContent()).toBe('100');
    await page.locator('[data-zoom=all]').click();
    expect(await path.getAttribute('transform')).toMatch(/scale\(1,1\)/);
    await page.locator('.chart svg').first().scrollIntoViewIfNeeded();
    const box = await page.locator('.chart svg').first().boundingBox();
    const [x, y] = [box?.x ?? 0, (box?.y ?? 0) + 60];
    await page.mouse.move(x + 300, y);
    await page.mouse.down();
    await page.mouse.move(x + 400, y, { steps: 3 });
    await page.mouse.up();
    expect(Number(/scale\(([\d.]+),/.exec((await path.getAttribute('transform')) ?? '')?.[1])).toBeGreaterThan(5);
  });

  test.each([
    false,
    true,
  ])('on a phone the charts show all steps, with a script and without (%s)', async (javaScriptEnabled) => {
    const { page } = await opened('diff', { viewport: { width: 400, height: 900 }, javaScriptEnabled });
    const charts = page.locator('.chart:visible');
    expect(await charts.count()).toBe(2);
    const ticks = charts.first().locator('.x-ticks text');
    expect(await ticks.last().textContent()).toBe('1000');
    const [chart, last] = [await charts.first().boundingBox(), await ticks.last().boundingBox()];
    expect((last?.x ?? NaN) + (last?.width ?? NaN)).toBeLessThan((chart?.x ?? NaN) + (chart?.width ?? NaN));
    expect(await ticks.last().evaluate((text) => text.getBoundingClientRect().height)).toBeGreaterThan(10);
  });

  test('on a phone the cursor and the zoom are those of the small charts', async () => {
    const { page } = await opened('diff', { viewport: { width: 400, height: 900 } });
    await page.locator('.chart:visible').first().scrollIntoViewIfNeeded();
    const box = await page.locator('.chart:visible').first().boundingBox();
    await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) - 1, (box?.y ?? 0) + 50);
    expect(await page.locator('.controls output').innerText()).toMatch(/^step 1000:/);
    await page.locator('[data-zoom=in]').click();
    expect(await page.locator('.chart:visible .own-ticks text').first().textContent()).toBe('600');
  });

  test('clauses are filtered by text and status', async () => {
    const { page } = await opened('failing');
    await page.locator('.clauses input').fill('loss.3');
    expect(await page.locator('.clause:visible .id').allInnerTexts()).toEqual(['loss.3']);
    await page.locator('.clauses input').fill('');
    await page.locator('.clauses select').selectOption('failed');
    expect(await page.locator('.clause:visible .id').allInnerTexts()).toEqual(['random.1', 'random.2']);
    expect(await page.locator('.clauses output').innerText()).toMatch(/^2 of \d+$/);
  });

  test('the matrix is sorted by a column, and filtered', async () => {
    const { page } = await opened('matrix');
    const held = () => page.locator('.ports tbody tr:visible td:nth-of-type(4)').allInnerTexts();
    await page.locator('.ports th button', { hasText: 'held' }).click();
    const rising = await held();
    await page.locator('.ports th button', { hasText: 'held' }).click();
    expect(await held()).toEqual(rising.toReversed());
    expect(await page.locator('.ports th', { hasText: 'held' }).getAttribute('aria-sort')).toBe('descending');
    await page.locator('[data-filters="#port-list"] input').fill('rust');
    expect(await page.locator('.ports tbody tr:visible').count()).toBe(1);
    await page.locator('[data-filters="#clause-list"] select').selectOption('failed');
    expect(await page.locator('.matrix tbody tr:visible .id').allInnerTexts()).toEqual(['random.1', 'random.2']);
  });

  test('of a step on a small, dark screen axe-core finds nothing', async () => {
    const { page } = await opened('step', { colorScheme: 'dark', viewport: { width: 400, height: 900 } });
    await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400);
  });

  test('the entry under the pointer is said, and the arrow keys go through all, those that are right too', async () => {
    const { page, complaints } = await opened('step');
    const cells = page.locator('#step1-finding1 .cells');
    const output = cells.locator('output');
    await cells.scrollIntoViewIfNeeded();
    const box = await cells.locator('path').nth(1).boundingBox();
    await page.mouse.move((box?.x ?? 0) + 3, (box?.y ?? 0) + 3);
    expect(await output.innerText()).toMatch(/^pos1 \[1\] own -?\d\.\d+, due -?\d\.\d+$/);
    await cells.locator('.picture').focus();
    await page.keyboard.press('ArrowDown');
    expect(await output.innerText()).toMatch(/^pos2 \[1\] own/);
    await page.keyboard.press('ArrowRight');
    expect(await output.innerText()).toMatch(/^pos2 \[2\] own (-?[\d.]+), due \1$/);
    await page.keyboard.press('ArrowDown');
    expect(await output.innerText()).toMatch(/^pos2 \[2\] own/);
    expect(complaints).toEqual([]);
  });

  test('a stage of the picture leads to its map, out of a fold too', async () => {
    const { page } = await opened('step');
    await page.getByRole('link', { name: /gradient of layer1.attn_wo: 1 wrong/ }).click();
    expect(new URL(page.url()).hash).toBe('#step1-finding5');
    await page.getByRole('link', { name: /m of lm_head: 1 wrong/ }).click();
    expect(await page.locator('.beside:target h3').innerText()).toBe('adam m.lm_head');
    expect(await page.locator('.beside:target').isVisible()).toBe(true);
  });

  test('without a script a step has its picture, maps and tables, and says nothing of keys', async () => {
    const { page } = await opened('step', { javaScriptEnabled: false });
    expect(await page.locator('.flow .stage.wrong').count()).toBeGreaterThan(10);
    expect(await page.locator('#step1-finding1 .cells path title').first().textContent()).toMatch(/^pos1 \[0\] own /);
    expect(await page.locator('.cells output:visible').count()).toBe(0);
  });

  test('printed, it is black on white, and shows no controls', async () => {
    const { page } = await opened('failing', { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('form:visible').count()).toBe(0);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
  });
});

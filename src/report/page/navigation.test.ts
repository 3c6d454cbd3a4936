import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { conformingResult, failingResult, withFailures } from '../result.fixture.ts';
import { openedFile, ownChromium } from './chromium.fixture.ts';
import { runPage } from './runPage.ts';

const COMMAND = "npx microgpt-spec run --clause 'random.1 what it says' -- ./adapter";
const REQUEST = "echo '1 exp 0.5' | ./adapter";
const MESSAGE = `exp 0.5 = 1.6\n  expected 1.6\n  again    ${COMMAND}\n  request  ${REQUEST}`;
/** A port's own words among the suite's: what they say is not what is to be pasted. */
const FALSE = `PORT: said\n  again    npx microgpt-spec run -- false\n${MESSAGE}`;
const PHONE = { width: 400, height: 800 };

const folder = mkdtempSync(join(tmpdir(), 'navigation-'));
const failing = saved('failing', failingResult([FALSE, 'second', 'third', 'fourth']));
const many = saved('many', withFailures(12));
const conforming = saved('conforming', conformingResult());

const browser = ownChromium();
afterAll(() => rmSync(folder, { recursive: true }));

function saved(name: string, result: ReturnType<typeof conformingResult>): string {
  const file = join(folder, `${name}.html`);
  writeFileSync(file, runPage(result, null));
  return file;
}

/** Whether the upper edge of something is in sight. */
async function isInSight(page: Page, selector: string): Promise<boolean> {
  const box = await page.locator(selector).boundingBox();
  const height = page.viewportSize()?.height ?? 0;
  return box !== null && box.y >= 0 && box.y < height;
}

describe('addresses', () => {
  test('every clause and every failure has one, and no link of the page leads nowhere', async () => {
    const { page } = await openedFile(browser(), failing);
    const ids: string[] = await page.evaluate("[...document.querySelectorAll('[id]')].map(({ id }) => id)");
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(conformingResult().clauses.map(({ id }) => id)));
    expect(ids).toEqual(expect.arrayContaining(['failure-random.1', 'failure-random.4']));
    const links: string[] = await page.evaluate("[...document.links].map((link) => link.getAttribute('href'))");
    expect(links.filter((link) => !ids.includes(link.slice(1)))).toEqual([]);
  });

  test('the mark that links to one shows where it is pointed at, or focused', async () => {
    const { page } = await openedFile(browser(), failing);
    const mark = page.locator('#failure-random\\.2 > .mark');
    const opacity = () => mark.evaluate((element) => Reflect.get(globalThis, 'getComputedStyle')(element).opacity);
    expect(await opacity()).toBe('0');
    await page.locator('#failure-random\\.2').hover();
    expect(await opacity()).toBe('1');
    await page.mouse.move(0, 0);
    expect(await opacity()).toBe('0');
    await mark.focus();
    expect(await opacity()).toBe('1');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#failure-random.2');
  });

  test('one that is folded away opens, with its chapter, in a new window as by a link', async () => {
    const { page } = await openedFile(browser(), failing);
    await page.goto(`${pathToFileURL(failing).href}#loss.3`);
    expect(await page.locator('#loss\\.3 .statement').isVisible()).toBe(true);
    expect(await isInSight(page, '#loss\\.3')).toBe(true);
    await page.goto(`${pathToFileURL(failing).href}#failure-random.4`);
    expect(await page.locator('#failure-random\\.4 pre').isVisible()).toBe(true);
    await page.locator('#failure-random\\.4').getByRole('link', { name: 'all its checks' }).click();
    expect(await page.locator('#random\\.4 .statement').isVisible()).toBe(true);
  });

  test('one that a filter hides is shown again', async () => {
    const { page } = await openedFile(browser(), failing);
    await page.locator('.clauses input').fill('loss');
    await page.evaluate("location.hash = '#random.3'");
    await page.locator('#random\\.3 .statement').waitFor();
    expect(await page.locator('.clauses input').inputValue()).toBe('');
  });
});

describe('failures', () => {
  test('are a block for each clause, of which three are open', async () => {
    const { page } = await openedFile(browser(), failing);
    expect(await page.locator('.failure').count()).toBe(4);
    expect(await page.locator('.failure[open]').count()).toBe(3);
  });

  test('of one clause are folded but for the first, and open by hand', async () => {
    const { page } = await openedFile(browser(), many, { javaScriptEnabled: false });
    expect(await page.locator('.failure').count()).toBe(1);
    expect(await page.locator('.failure pre:visible').count()).toBe(1);
    await page.getByText('11 more of its checks fail').click();
    expect(await page.locator('.failure pre:visible').count()).toBe(12);
  });
});

describe('copying', () => {
  const copied = (page: Page) => page.evaluate('navigator.clipboard.readText()');
  const permissions = ['clipboard-read', 'clipboard-write'];
  const first = '#failure-random\\.1';

  test('takes the command or the request, from a file too', async () => {
    const { page, complaints } = await openedFile(browser(), failing, { permissions });
    await page.locator(first).getByRole('button', { name: 'Copy the command' }).last().click();
    await page.locator(first).getByText('copied').waitFor();
    expect(await copied(page)).toBe(COMMAND);
    await page.locator(first).getByRole('button', { name: 'Copy the request' }).click();
    await page.locator(first).getByText('copied').last().waitFor();
    expect(await copied(page)).toBe(REQUEST);
    expect(complaints).toEqual([]);
  });

  test('works where the page may not use the clipboard itself', async () => {
    const { page } = await openedFile(browser(), failing, { permissions });
    await page.evaluate("navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden'))");
    await page.locator(first).getByRole('button', { name: 'Copy the request' }).click();
    await page.locator(first).getByText('copied').waitFor();
    expect(await copied(page)).toBe(REQUEST);
  });

  test('is offered for the last command alone, which is not of the port', async () => {
    const { page } = await openedFile(browser(), failing);
    expect(await page.locator(first).locator('pre [data-copy]').allInnerTexts()).toEqual([COMMAND, REQUEST]);
    expect(await page.locator(first).locator('pre').innerText()).toContain('npx microgpt-spec run -- false');
  });

  test('needs a script, and without one the text is there', async () => {
    const { page } = await openedFile(browser(), failing, { javaScriptEnabled: false });
    expect(await page.locator('button:visible').count()).toBe(0);
    expect(await page.locator(`${first} pre`).innerText()).toContain(REQUEST);
  });
});

describe('the table of contents', () => {
  test('stays in sight beside a wide page, says where one is, and leads to chapters too', async () => {
    const { page } = await openedFile(browser(), failing);
    await page.getByRole('link', { name: 'inference', exact: true }).click();
    expect(await page.locator('#chapter-inference').isVisible()).toBe(true);
    expect(await isInSight(page, '#chapter-inference')).toBe(true);
    expect(await isInSight(page, '.contents')).toBe(true);
    await page.locator('.contents a[aria-current]', { hasText: 'Chapters and clauses' }).waitFor();
  });

  test('is folded on a narrow page, stays at its top, and folds again behind a choice', async () => {
    const { page } = await openedFile(browser(), failing, { viewport: PHONE });
    const link = page.locator('.contents a', { hasText: 'Chapters and clauses' });
    expect(await link.isVisible()).toBe(false);
    await page.getByText('Contents', { exact: true }).click();
    await link.click();
    expect(await link.isVisible()).toBe(false);
    expect(await isInSight(page, '.contents')).toBe(true);
    expect(await isInSight(page, '#clauses')).toBe(true);
  });

  test('is there without a script', async () => {
    const { page } = await openedFile(browser(), conforming, { javaScriptEnabled: false });
    await page.locator('.contents').getByRole('link', { name: 'This run' }).click();
    expect(await isInSight(page, '#facts')).toBe(true);
  });
});

test('the first thing a keyboard comes to skips to the content', async () => {
  const { page } = await openedFile(browser(), failing);
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
  expect(await isInSight(page, '.skip')).toBe(true);
  await page.keyboard.press('Enter');
  expect(await page.evaluate('document.activeElement.id')).toBe('main');
});

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SPEC_CHAPTERS } from '../../port/ops.ts';
import { ownChromium, violations } from '../../report/page/chromium.fixture.ts';
import { readSpec } from '../../spec/clauses.ts';
import { lossInPage } from './loss/inPage.fixture.ts';
import { type Served, served } from './served.fixture.ts';
import { sitePages } from './siteFiles.ts';

const PROGRAM = fileURLToPath(new URL('../../../dist/lab/site/site.js', import.meta.url));
/** GitHub serves a repository's site in a folder of its name. */
const BASE = '/microgpt-spec/';
/** What a server answers with where there is no page. */
const NOWHERE = '404.html';
const LOSS = 'spec/loss.html';
const [WIDE, PHONE] = [1280, 400].map((width) => ({ viewport: { width, height: 900 } }));
const VIEWS = {
  'light and wide': { ...WIDE, colorScheme: 'light' },
  'dark and wide': { ...WIDE, colorScheme: 'dark' },
  'light, on a phone': { ...PHONE, colorScheme: 'light' },
  'dark, on a phone': { ...PHONE, colorScheme: 'dark' },
} as const;
/** A chapter with formulas, a figure, tables and code; and wide tables with HTML in them. */
const LOOKED_AT = [LOSS, 'spec/program.html'];
const CHAPTERS = SPEC_CHAPTERS.map((chapter) => `spec/${chapter}.html`).filter((path) => path !== LOSS);

/** What a page links to, and where links to it may end. */
interface Seen {
  readonly ids: readonly string[];
  readonly links: readonly string[];
}

const folder = mkdtempSync(join(tmpdir(), 'site-'));
let site: Served;
const browser = ownChromium();
beforeAll(async () => {
  execFileSync(process.execPath, [PROGRAM, '--base', BASE, '--folder', folder]);
  site = await served(folder, BASE);
}, 300_000);
afterAll(() => {
  site?.server.close();
  rmSync(folder, { recursive: true });
});

/** A page of the site, and what it says or asks for that it must not. */
async function opened(path: string, options: BrowserContextOptions = {}) {
  const page = await (await browser().newContext({ ...WIDE, ...options })).newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`${page.url()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on('request', (request) => {
    // A page's own data, and the worker that try.html makes of its own text.
    const own = [site.address, 'data:', `blob:${new URL(site.address).origin}/`].some((begin) =>
      request.url().startsWith(begin),
    );
    complaints.push(...(own ? [] : [`${page.url()} asks for ${request.url()}`]));
  });
  await page.goto(`${site.address}${path}`);
  return { page, complaints };
}

function linksOf(page: Page): Promise<Seen> {
  return page.evaluate(`({
    ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
    links: [...document.links].map(({ href }) => href),
  })`);
}

function isInSight(page: Page, selector: string): Promise<boolean> {
  return page.locator(selector).evaluate((element) => {
    const { top } = element.getBoundingClientRect();
    return top >= 0 && top < Reflect.get(globalThis, 'innerHeight');
  });
}

describe('the whole site', () => {
  const seen = new Map<string, Seen>();
  let complained: readonly string[] = [];
  beforeAll(async () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html'));
    const { page, complaints } = await opened('index.html');
    for (const file of files.filter((file) => file !== NOWHERE)) {
      await page.goto(`${site.address}${file}`);
      seen.set(`${site.address}${file}`, await linksOf(page));
    }
    complained = complaints;
  }, 300_000);

  test('has every page of the specification, of what was measured, and README', () => {
    const due = sitePages().map(({ target }) => `${site.address}${target.replace(/md$/, 'html')}`);
    expect([...seen.keys()]).toEqual(expect.arrayContaining(due));
  });

  test('says nothing on the console, and asks for nothing beyond itself', () => {
    expect(complained).toEqual([]);
  });

  test('has no link to a page or an anchor that is not there', () => {
    const own = [...seen].flatMap(([from, { links }]) =>
      links.filter((link) => link.startsWith(site.address)).map((link) => ({ from, link: new URL(link) })),
    );
    const dead = own.filter(({ link: { origin, pathname, hash } }) => {
      const target = seen.get(`${origin}${pathname.replace(/\/$/, '/index.html')}`);
      return target === undefined
        ? !isFile(pathname)
        : hash !== '' && !target.ids.includes(decodeURIComponent(hash).slice(1));
    });
    expect(own.length).toBeGreaterThan(seen.size);
    expect(dead.map(({ from, link }) => `${from} -> ${link}`)).toEqual([]);
  });

  test('links beyond itself by https alone, and to no path of this machine', () => {
    const others = [...seen.values()].flatMap(({ links }) => links.filter((link) => !link.startsWith(site.address)));
    expect(others.filter((link) => !link.startsWith('https://'))).toEqual([]);
  });

  test('has an anchor for each clause', () => {
    const missing = readSpec().filter(
      ({ id, chapter }) => !seen.get(`${site.address}spec/${chapter}.html`)?.ids.includes(id),
    );
    expect(missing).toEqual([]);
  });
});

/** A file that a page links to and that is no page. */
function isFile(pathname: string): boolean {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).includes(pathname.slice(BASE.length));
}

async function looksRight(path: string, view: BrowserContextOptions): Promise<void> {
  const { page } = await opened(path, view);
  await page.evaluate("document.querySelector('details.checks:has(dl)')?.setAttribute('open', '')");
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  expect(await violations(page)).toEqual([]);
}

describe.each(Object.entries(VIEWS))('%s', (_, view) => {
  test.each(LOOKED_AT)('%s is what axe has nothing to say of, and is no wider than the window', (path) =>
    looksRight(path, view));
});

test.each(CHAPTERS)('%s is what axe has nothing to say of on a phone, dark, and is no wider than it', (path) =>
  looksRight(path, VIEWS['dark, on a phone']));

describe('a clause', () => {
  test('is found by its id, and its address leads to it', async () => {
    const { page, complaints } = await opened('index.html');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('searchbox').fill('loss.3');
    await page.locator('.result').first().getByText('Zero exactly where').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`${site.address}${LOSS}#**`);
    expect(await isInSight(page, 'h3:has-text("loss.3 ")')).toBe(true);
    expect(complaints).toEqual([]);
    const { page: direct } = await opened(`${LOSS}#loss.6`);
    await expect.poll(() => isInSight(direct, 'h3:has-text("loss.6 ")')).toBe(true);
  });

  test('has its checks, the mistakes that they catch and its laws under it, without a script too', async () => {
    const { page } = await opened(LOSS, { javaScriptEnabled: false });
    const details = page.locator('details.checks', { has: page.getByText('loss.6: ') });
    const law = details.locator('pre', { hasText: "'loss.6 the mean of equal losses is that loss'" });
    expect(await law.isVisible()).toBe(false);
    await details.locator('summary').click();
    expect(await law.isVisible()).toBe(true);
    expect(await details.locator('li').allInnerTexts()).toContain('the mean of equal losses is that loss');
    expect(await details.locator('dt').allInnerTexts()).toContain('loss summed over the positions, not averaged');
    expect(await details.locator('dd').first().innerText()).toMatch(
      /Divide by n\. Caught by .*, \d+ more of this clause, \d+ of others/,
    );
  });

  test('has its formulas as pictures that need no font', async () => {
    const { page } = await opened(LOSS, { javaScriptEnabled: false });
    expect(await page.locator('main mjx-container > svg').count()).toBeGreaterThan(5);
    expect(await page.locator('main').innerText()).not.toMatch(/\\frac|\$/);
  });
});

test('the switch makes it dark, figures with it', async () => {
  const { page } = await opened(LOSS, { colorScheme: 'light' });
  const figure = page.locator('main img').first();
  const light = await figure.screenshot();
  await page.getByRole('switch').first().click();
  await page.locator('html.dark').waitFor();
  expect((await figure.screenshot()).equals(light)).toBe(false);
});

test('the loss of a probability is told as the slider moves, by keys too, and without a script for one', async () => {
  const still = await opened(LOSS, { javaScriptEnabled: false });
  expect(await still.page.locator('.loss-of-p p').innerText()).toMatch(
    /^-ln p = 2\.996 nats = 4\.322 bits, .* -20\.00\./,
  );
  const { page, complaints } = await opened(LOSS);
  await page.getByRole('slider').press('End');
  await page.getByText('-ln p = 0.000 nats = 0.000 bits').waitFor();
  await page.getByRole('slider').fill('0.5');
  await page.getByText('-ln p = 0.693 nats = 1.000 bits').waitFor();
  expect(complaints).toEqual([]);
});

lossInPage(opened);

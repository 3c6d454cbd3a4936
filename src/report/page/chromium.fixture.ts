import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

/** Debian's; another by the environment. */
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const START_MS = 60_000;
const WIDE = { width: 1280, height: 900 };

/** A page, and what it says, asks for and does that it must not. */
export interface OpenedPage {
  readonly page: Page;
  readonly complaints: readonly string[];
}

/**
 * Chromium for the tests of the calling file: it starts before them and ends behind them, and behind each its pages are closed.
 *
 * @param keepsPages - whether they stay, for the tests that come
 * @returns how tests and hooks ask for it
 */
export function ownChromium(keepsPages = false): () => Browser {
  let browser: Browser | null = null;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  }, START_MS);
  afterEach(async () => {
    for (const context of keepsPages ? [] : (browser?.contexts() ?? [])) await context.close();
  });
  afterAll(() => browser?.close());
  return () => {
    if (browser === null) throw new Error('ownChromium: it has not started; ask for it in a test or a later hook');
    return browser;
  };
}

/** Opens a page from its file. */
export async function openedFile(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => complaints.push(dialog.message()));
  page.on('request', (request) => complaints.push(...(request.url().startsWith('file:') ? [] : [request.url()])));
  await page.goto(pathToFileURL(file).href);
  return { page, complaints };
}

/** What axe-core finds, by some of its rules, or by all. */
export async function violations(page: Page, rules: readonly string[] = []): Promise<string[]> {
  // The page's policy forbids a script of ours; a protocol's evaluation is not bound by it.
  await page.evaluate(axe.source);
  const options = rules.length === 0 ? {} : { runOnly: [...rules] };
  const { violations: found, passes } = await page.evaluate((o) => Reflect.get(globalThis, 'axe').run(o), options);
  if (rules.length === 0) expect(passes.length).toBeGreaterThan(10);
  return found.map(
    ({ id, nodes }: { id: string; nodes: { html: string }[] }) => `${id}: ${nodes[0].html.slice(0, 200)}`,
  );
}

import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

/** Debian's; another by the environment. */
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const WIDE = { width: 1280, height: 900 };

/** A page, and what it says, asks for and does that it must not. */
export interface OpenedPage {
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** Chromium; whoever starts it closes it. */
export function launched(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
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

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

/** The page, as the build has made it. */
export const TRY_PAGE = fileURLToPath(new URL('../../../dist/try.html', import.meta.url));

/** A file as it is dropped. */
export interface Dropped {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** How the command would be asked. */
export interface Asked {
  readonly files: readonly Dropped[];
  readonly search?: 'usual' | 'quick' | 'none';
  readonly flags?: string;
  readonly pattern?: string;
  readonly against?: Dropped;
}

/** Gives files to the page, and waits until it has judged them. */
export async function judgedInPage(page: Page, asked: Asked): Promise<string> {
  const { files, against, search = 'usual', flags = '', pattern = '' } = asked;
  await page.locator('#clear').click();
  await page.locator('#try details').evaluate((details) => details.setAttribute('open', ''));
  await page.locator('#search').selectOption(search);
  await page.locator('#flags').fill(flags);
  await page.locator('#pattern').fill(pattern);
  await page.locator('#files').setInputFiles(files.map(chosen));
  const said = await saidInPage(page);
  if (against === undefined) return said;
  await page.locator('#against').setInputFiles(chosen(against));
  return saidInPage(page);
}

function chosen({ name, content }: Dropped) {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) };
}

/** What the page says when it has done. */
export async function saidInPage(page: Page): Promise<string> {
  await page.locator('#said:not(:empty):not(:text-is("Reading."))').waitFor();
  await page.locator('#stop:disabled').waitFor();
  return page.locator('#said').innerText();
}

/** The result that the page saves. */
export async function savedByPage(page: Page): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#save').click()]);
  return readFileSync(await download.path(), 'utf8');
}

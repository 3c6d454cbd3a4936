import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openedFile, ownChromium, violations } from '../../report/page/chromium.fixture.ts';
import { OUTPUT, WRONG_RATE } from './cases.fixture.ts';
import { judgedInPage, saidInPage, TRY_PAGE } from './tryBrowser.fixture.ts';

/** The page is drawn again at least so often, on a machine that does something else too. */
const MOST_BLOCKED_MS = 1500;
const WITHIN_MS = 1000;
/** Longer than the page waits for what files are. */
const SORTING_MS = 21_000;
const MILLION = 1_000_000;
/** From the log's field: the example, files, options, two buttons, and what comes then. */
const STOPS_TO_REPORT = 6;
/** From step 1 on another run, of which no known mistake is found for a while. */
const ELSEWHERE = Array.from({ length: 1000 }, (_, i) => `step ${i + 1} | loss ${2.5 + Math.sin(i) / 2}`).join('\n');
const HOSTILE = '<img src=x onerror=alert(1)>"\'&`<script>alert(2)</script>';
const SECRET = 'tresor';

const browser = ownChromium();

const opened = (options: BrowserContextOptions = {}) => openedFile(browser(), TRY_PAGE, options);

/** The page's worker, which it starts when it has unpacked its code. */
const workerOf = async (page: Page) => page.workers()[0] ?? (await page.waitForEvent('worker'));

/** Milliseconds from a drop to a verdict, and the longest in which the page did nothing else. */
function dropped(page: Page, lines: number): Promise<{ readonly ms: number; readonly blocked: number }> {
  return page.evaluate(async (count) => {
    const { document, performance, setInterval, setTimeout, File, DataTransfer, DragEvent } = Object(globalThis);
    const text = Array.from({ length: count }, (_, i) => `step ${i + 1} / ${count} | loss 2.${i % 1000}\n`).join('');
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'run.log'));
    const begin = performance.now();
    const gaps = [0];
    let last = begin;
    setInterval(() => {
      gaps.push(performance.now() - last);
      last = performance.now();
    }, 10);
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    while (!document.getElementById('said').textContent.startsWith('verdict')) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return { ms: performance.now() - begin, blocked: Math.max(...gaps) };
  }, lines);
}

describe('try.html in use', () => {
  test('its policy lets it connect to nothing, and run no script but its own', async () => {
    const { page } = await opened();
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    expect(policy).toMatch(
      /^default-src 'none'; connect-src 'none'; script-src 'sha256-[^' ]+' 'unsafe-eval'; worker-src blob:; style-src 'sha256-[^' ]+'; base-uri 'none'; form-action 'none'$/,
    );
    expect(await page.locator('link, iframe, object, embed, base, img, [src], [style]').count()).toBe(0);
    const refused = "fetch('https://example.com/').then(() => 'connected', () => 'refused')";
    expect(await page.evaluate(refused)).toBe('refused');
  });

  test('it works without a network', async () => {
    const { page } = await opened({ offline: true });
    expect(await judgedInPage(page, { files: [{ name: 'run.log', content: OUTPUT }] })).toBe('verdict: printed');
  });

  test('a log of 1000 steps has a verdict within a second of the drop', async () => {
    const { page } = await opened();
    await page.waitForTimeout(WITHIN_MS); // the page is there before a hand has moved to it
    expect((await dropped(page, WITHIN_MS)).ms).toBeLessThan(WITHIN_MS);
  });

  test('a log of a million lines does not stop the page', async () => {
    const { page } = await opened();
    expect((await dropped(page, MILLION)).blocked).toBeLessThan(MOST_BLOCKED_MS);
  });

  test('a search can be stopped, and what was there before it stays', async () => {
    const { page } = await opened();
    await page.locator('#try summary').click();
    await page.locator('#search').selectOption('full');
    await page.locator('#log').fill(ELSEWHERE);
    await page.locator('#judge').click();
    await page.getByText('verdict: different-start, so far').waitFor();
    await page.locator('#stop').click();
    expect(await saidInPage(page)).toMatch(/^Stopped\. verdict: different-start, by diff --no-diagnosis/);
    expect(await page.locator('#summary + pre').innerText()).toMatch(/verdict: different-start$/);
    expect(await judgedInPage(page, { files: [{ name: 'run.log', content: OUTPUT }] })).toMatch(/^verdict: /);
  });

  test('where the worker fails while it looks at files, that is said, and the next files are taken', async () => {
    const { page } = await opened();
    const worker = await workerOf(page);
    await worker.evaluate(`self.addEventListener('message', (event) => {
      if (event.data.kind !== 'sort') return;
      event.stopImmediatePropagation();
      throw new Error('gone');
    }, { capture: true })`);
    const files = [{ name: 'run.log', content: OUTPUT }];
    expect(await judgedInPage(page, { files })).toMatch(/^SUITE: .*gone; the files were not taken: add them again$/);
    expect(await page.locator('#chosen li').count()).toBe(0);
    expect(await judgedInPage(page, { files })).toBe('verdict: printed');
  });

  test('where the worker dies without a word, that is said too', async () => {
    const { page } = await opened();
    await page.clock.install();
    const worker = await workerOf(page);
    await worker.evaluate("self.addEventListener('message', ({ data }) => data.kind === 'sort' && self.close())");
    await page.locator('#files').setInputFiles({ name: 'run.log', mimeType: '', buffer: Buffer.from(OUTPUT) });
    await page.clock.runFor(SORTING_MS);
    expect(await saidInPage(page)).toMatch(/^SUITE: the worker does not answer; the files were not taken/);
    await page.clock.resume();
    const files = [{ name: 'run.log', content: OUTPUT }];
    expect(await judgedInPage(page, { files })).toBe('verdict: printed');
  });

  test('files that are looked at while a search is stopped are looked at again', async () => {
    const { page } = await opened();
    await page.locator('#log').fill(ELSEWHERE);
    const worker = await workerOf(page);
    await worker.evaluate(`self.addEventListener('message', (event) => {
      event.data.kind === 'sort' && event.stopImmediatePropagation();
    }, { capture: true })`);
    await page.locator('#files').setInputFiles({ name: 'docs.txt', mimeType: '', buffer: Buffer.from('emma\n') });
    await page.locator('#judge').click();
    await page.locator('#stop').click();
    await page.locator('#chosen li').waitFor();
    expect(await page.locator('#chosen select').inputValue()).toBe('docs');
  });

  test('a file that has gone before it is looked at is said to be', async () => {
    const { page } = await opened();
    const file = join(mkdtempSync(join(tmpdir(), 'gone-')), 'run.log');
    writeFileSync(file, OUTPUT);
    await page.evaluate(`document.getElementById('files').addEventListener('change', ({ target }) => {
      globalThis.kept = target.files[0];
    }, { capture: true })`);
    await page.locator('#files').setInputFiles(file);
    expect(await saidInPage(page)).toBe('verdict: printed');
    rmSync(dirname(file), { recursive: true });
    await page.evaluate(() => {
      const { document, DataTransfer, DragEvent, kept } = Object(globalThis);
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(kept);
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    });
    await page.locator('#said:has-text("the files were not taken")').waitFor();
    expect(await saidInPage(page)).toMatch(/^A requested file .*; the files were not taken: add them again$/);
  });

  test('the keyboard is enough', async () => {
    const { page } = await opened();
    await page.locator('#log').focus();
    await page.keyboard.insertText(WRONG_RATE);
    await page.keyboard.press('Control+Enter');
    await page.locator('#said:text-is("verdict: diverges")').waitFor();
    expect(await page.locator('#report').innerText()).toContain('learning rate one step ahead');
    for (let i = 0; i < STOPS_TO_REPORT; i++) await page.keyboard.press('Tab');
    expect(await page.evaluate("document.activeElement.closest('#report, #share') !== null")).toBe(true);
  });

  test('pasted text is judged at once', async () => {
    const { page } = await opened();
    await page.locator('#log').evaluate((field, text) => {
      const { DataTransfer, ClipboardEvent } = Object(globalThis);
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', text);
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, OUTPUT.repeat(10));
    expect(await saidInPage(page)).toMatch(/^verdict: /);
    expect(await page.locator('#chosen li').innerText()).toContain('pasted.log');
  });

  test('what a file says stays text', async () => {
    const { page, complaints } = await opened();
    const log = `${OUTPUT.replace('loss 3.3660', 'loss 4.3660')}sample 1: ${HOSTILE}\n`;
    await judgedInPage(page, { files: [{ name: `${HOSTILE}.log`, content: log }] });
    await judgedInPage(page, { files: [{ name: `${HOSTILE.replaceAll('/', '')}.log`, content: HOSTILE }] });
    expect(await page.locator('main img, main script:not([type])').count()).toBe(0);
    expect(complaints.filter((said) => !said.startsWith('blob:'))).toEqual([]);
  });

  test('what is shared has nothing of the log but its verdict and first divergence', async () => {
    const { page } = await opened();
    const log = `${WRONG_RATE.replaceAll('loss', `${SECRET} loss`)}sample 1: ${SECRET}\n`;
    await judgedInPage(page, { files: [{ name: `${SECRET}.log`, content: log }] });
    expect((await page.locator('#markdown').innerText()).trimEnd().split('\n')).toEqual([
      '```text',
      expect.stringMatching(/^first divergence: step \d+: /),
      expect.stringMatching(/^explained by a known mistake: /),
      expect.stringMatching(/^ {2}learning rate one step ahead /),
      'verdict: diverges',
      '```',
      '',
      expect.stringMatching(/^microgpt-spec \d+\.\d+\.\d+, specification revision \d+, try\.html$/),
    ]);
  });

  test.each([
    ['light', 1280],
    ['dark', 400],
  ] as const)('axe-core finds nothing, %s, %i px wide, before and behind a verdict', async (colorScheme, width) => {
    const { page } = await opened({ colorScheme, viewport: { width, height: 900 } });
    expect(await violations(page)).toEqual([]);
    await judgedInPage(page, { files: [{ name: 'a-name-without-a-place-to-break-it.log', content: WRONG_RATE }] });
    await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  });

  test('the example has a mistake that is named', async () => {
    const { page } = await opened();
    await page.locator('#example').click();
    await page.locator('#said:text-is("verdict: diverges")').waitFor();
    expect(await page.locator('#markdown').innerText()).toContain('learning rate one step ahead');
  });
});

import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { canonicalConfig, canonicalLosses, canonicalParameters } from '../../../golden/canonical.ts';
import { openGolden } from '../../../golden/folder.ts';
import { referencePort } from '../../../port/reference.ts';
import { encode } from '../../../reference/tokenizer.ts';
import { violations } from '../../../report/page/chromium.fixture.ts';
import { OUTPUT, WRONG_RATE } from '../../try/cases.fixture.ts';

/** A page of the site, and what it says or asks for that it must not. */
type Opened = (
  path: string,
  options?: BrowserContextOptions,
) => Promise<{ readonly page: Page; readonly complaints: readonly string[] }>;

const LOSS = 'spec/loss.html';
const UCHARS = [...'abcdefghijklmnopqrstuvwxyz'];
const [DIGITS, LOSS_DIGITS] = [3, 4];
/** From the name's field: positions, every probability, two buttons, every loss, the log, two buttons and the file. */
const [TO_TRAIN, STOPS] = [3, 9];
/** The page is drawn again at least so often, on a machine that does something else too. */
const MOST_BLOCKED_MS = 1500;
const golden = openGolden();
const due = canonicalLosses(golden);

/** The columns p and loss that the reference gives for a name, and their mean. */
async function referenceOf(name: string, when: 'initial' | 'final') {
  const tokens = encode(UCHARS, name);
  const { losses, loss } = await referencePort('0').forward(canonicalConfig(golden), canonicalParameters(golden, when), tokens); // biome-ignore format: a line
  return { rows: losses.map((one) => [Math.exp(-one), one].map((x) => x.toFixed(DIGITS))), loss: loss.toFixed(DIGITS) };
}

/** The same as the page shows them. */
async function shownIn(page: Page) {
  const rows = await page.locator('.positions tbody tr').all();
  const cells = await Promise.all(rows.map((row) => row.locator('td').allInnerTexts()));
  const said = await page.getByText(/^Loss: [\d.]+ nats/).innerText();
  return { rows: cells.map((row) => row.slice(2, 4)), loss: /[\d.]+/.exec(said)?.[0] };
}

async function trained(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Train 1000 steps' }).click();
  await page.getByText('Trained 1000 steps.').waitFor();
}

/** Registers the tests of the loss chapter's parts that are tried, in the site that `opened` opens pages of. */
export function lossInPage(opened: Opened): void {
  describe('a name in the loss chapter', () => {
    test.each(['emma', 'zoe', 'maximilianusmaxi'])('%s has the numbers of the reference', async (name) => {
      const { page, complaints } = await opened(LOSS);
      await page.getByLabel('Try it: type a name').fill(name);
      await page.getByText(`${name} at step 0`).waitFor();
      expect(await shownIn(page)).toEqual(await referenceOf(name, 'initial'));
      expect(complaints).toEqual([]);
    });

    test('that the model cannot read is told so, and one that is too long is judged in part', async () => {
      const { page } = await opened(LOSS);
      const field = page.getByLabel('Try it: type a name');
      await field.fill('Zoë');
      await page.getByText('The model has no token for "Z", "ë": type a name of the characters a to z.').waitFor();
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      expect(await page.locator('.positions').count()).toBe(0);
      await field.fill('maximilianusmaximus');
      await page.getByText('The model has 16 positions (block_size): the last 4 targets are not judged.').waitFor();
      expect(await page.locator('.positions tbody tr').count()).toBe(16);
    });

    test('is trained on in the page, to the losses that are golden', async () => {
      const { page, complaints } = await opened(LOSS);
      await page.evaluate(`globalThis.gaps = []; let last = performance.now();
        setInterval(() => { gaps.push(performance.now() - last); last = performance.now(); }, 10);`);
      await page.getByRole('button', { name: 'Train 1000 steps' }).click();
      await page.getByText(/^step [1-9]\d+ of 1000$/).waitFor();
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.getByText(/^Stopped at step \d+\. All \d+ losses are the canonical run's/).waitFor();
      expect(await shownIn(page)).not.toEqual(await referenceOf('emma', 'initial'));
      await page.getByRole('button', { name: 'Go on' }).click();
      await page.getByText("Trained 1000 steps. All 1000 losses are the canonical run's").waitFor();
      expect(await page.evaluate('Math.max(...gaps)')).toBeLessThan(MOST_BLOCKED_MS);
      expect(await shownIn(page)).toEqual(await referenceOf('emma', 'final'));
      await page.getByText('Every loss, in a table').click();
      await page.locator('.loss-curves tbody tr').nth(due.length - 1).waitFor(); // biome-ignore format: a line
      const losses = await page.locator('.loss-curves tbody td:nth-of-type(2)').allInnerTexts();
      expect(losses).toEqual(due.map((loss) => loss.toFixed(LOSS_DIGITS)));
      await page.getByRole('button', { name: 'Back to step 0' }).click();
      await page.getByText('emma at step 0').waitFor();
      expect(await shownIn(page)).toEqual(await referenceOf('emma', 'initial'));
      expect(complaints).toEqual([]);
    });

    test('is there without a script, at step 0, and as a picture of both ends', async () => {
      const { page } = await opened(LOSS, { javaScriptEnabled: false });
      expect(await shownIn(page)).toEqual(await referenceOf('emma', 'initial'));
      expect(await page.locator('img[src*="emma"]').isVisible()).toBe(true);
      expect(await page.locator('.loss-of-name :is(input, button, textarea)').locator('visible=true').count()).toBe(0);
    });

    test('needs no more than the keyboard', async () => {
      const { page } = await opened(LOSS);
      await page.locator('#loss-name:enabled').press('End');
      await page.keyboard.insertText('bell');
      await page.getByText('emmabell at step 0').waitFor();
      for (let i = 0; i < TO_TRAIN; i++) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByText('Trained 1000 steps.').waitFor();
      for (let i = TO_TRAIN; i < STOPS; i++) await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.id')).toBe('own-log-file');
    });
  });

  describe("a log of one's own in the loss chapter", () => {
    test('is drawn over the curve, with the verdict and the first divergence of diff', async () => {
      const { page, complaints } = await opened(LOSS);
      await page.getByLabel('Where does a log of yours lie?').fill(WRONG_RATE);
      await page.getByRole('button', { name: 'Draw the log' }).click();
      await page.getByRole('status').getByText('verdict: diverges').waitFor();
      const step = /first divergence: step (\d+):/.exec(await page.locator('.loss-curves pre').innerText())?.[1];
      const mark = page.locator('.loss-curves .wide .divergence-label');
      expect(await mark.textContent()).toBe(`first divergence: step ${step}`);
      expect(await page.locator('.loss-curves .wide .own path').getAttribute('d')).toMatch(/^M[\d.,ML]+$/);
      await page.getByRole('button', { name: 'Take it away' }).click();
      expect(await page.locator('.loss-curves :is(pre, .divergence)').count()).toBe(0);
      expect(complaints).toEqual([]);
    });

    test.each(['paste', 'drop'])('is taken by %s', async (kind) => {
      const { page } = await opened(LOSS);
      await page.locator('#loss-name:enabled').waitFor();
      await page.locator('#own-log').evaluate(
        (field, [kind, text]) => {
          const { DataTransfer, ClipboardEvent, DragEvent, File } = Object(globalThis);
          const data = new DataTransfer();
          data.setData('text', text);
          data.items.add(new File([text], 'run.log'));
          const told = { clipboardData: data, dataTransfer: data, bubbles: true, cancelable: true };
          field.dispatchEvent(kind === 'paste' ? new ClipboardEvent(kind, told) : new DragEvent(kind, told));
        },
        [kind, OUTPUT],
      );
      await page.getByRole('status').getByText('verdict: printed').waitFor();
    });

    test('that has no loss is told what a line looks like', async () => {
      const { page } = await opened(LOSS);
      await page.locator('#own-log-file').setInputFiles([{ name: 'a.log', mimeType: 'text/plain', buffer: Buffer.from('hello\n') }]); // biome-ignore format: a line
      await page.getByText('a line that is read looks like this').waitFor();
    });
  });

  test.each([
    ['light', 1280],
    ['dark', 400],
  ] as const)('axe has nothing to say of what is tried, %s, %i px wide', async (colorScheme, width) => {
    const { page } = await opened(LOSS, { colorScheme, viewport: { width, height: 900 } });
    await trained(page);
    await page.locator('#own-log').fill(WRONG_RATE);
    await page.getByRole('button', { name: 'Draw the log' }).click();
    await page.locator('.loss-curves pre').waitFor();
    await page.getByText('Every probability, in a table').click(); // that of the losses is alike, and axe takes half a minute for it
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  });
}

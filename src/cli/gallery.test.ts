import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openedFile, ownChromium, violations } from '../report/page/chromium.fixture.ts';
import { claiming, conformingResult, failingResult, HOSTILE, named } from '../report/result.fixture.ts';
import type { RunResult } from '../report/result.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gallery-'));
const INDEX = join(folder, 'report/index.html');
const MAC = { system: 'darwin', arch: 'arm64' };
const WIDTHS = [400, 1280];

/** A port with three versions, the same on another system, in f32, one that claims a part, and one with a hostile name. */
const RESULTS: Readonly<Record<string, RunResult>> = {
  'v0.9': versioned(failingResult(['one', 'two', 'three']), '0.9', '2026-01-09T10:00:00Z'),
  'v0.10': versioned(failingResult(['one']), '0.10', '2026-01-10T10:00:00Z'),
  'v1.0': versioned(conformingResult(), '1.0', '2026-01-08T10:00:00Z'),
  mac: { ...versioned(failingResult(['of the other'], 2000), '1.0', '2026-01-08T10:00:00Z'), machine: onMac() },
  f32: { ...conformingResult(), port: { ...conformingResult().port, dtype: 'f32' } },
  part: named(claiming(15), 'a part', 'Rust'),
  hostile: named(failingResult([HOSTILE]), `../../${HOSTILE}`),
};

function versioned(result: RunResult, version: string, date: string): RunResult {
  return { ...result, date, port: { ...result.port, version } };
}

function onMac(): RunResult['machine'] {
  return { ...conformingResult().machine, ...MAC };
}

function report(...args: readonly string[]) {
  return spawnSync(process.execPath, [MAIN, 'report', ...args], { encoding: 'utf8', cwd: folder });
}

function files(...names: readonly string[]): string[] {
  return names.map((name) => join(folder, `${name}.json`));
}

const browser = ownChromium();
let made: ReturnType<typeof report>;
beforeAll(async () => {
  for (const [name, result] of Object.entries(RESULTS))
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(result));
  made = report(...files(...Object.keys(RESULTS)), '--no-diagnosis');
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

function pages(): string[] {
  const ports = readdirSync(join(folder, 'report/ports')).filter((name) => name.endsWith('.html'));
  return [INDEX, ...ports.map((name) => join(folder, 'report/ports', name))];
}

describe('report of many', () => {
  test('writes a page for each result, whose names say which and nothing else, and a badge a port', () => {
    expect(made.stderr).toEqual(
      expect.stringMatching(
        /^report: report\/index.html, report\/report.md, (report\/badge-[^, ]+\.json, )*report\/badge-[^, ]+\.json, and 7 pages in report\/ports\n$/,
      ),
    );
    expect(made.status).toBe(1);
    const names = readdirSync(join(folder, 'report/ports'));
    expect(names.filter((name) => !/^[a-z0-9.-]+\.html$/.test(name))).toEqual([]);
    expect(names).toEqual(
      expect.arrayContaining([
        'mine-0.10-f64-linux-x64.html',
        'mine-1.0-f64-darwin-arm64.html',
        'mine-1.0-f32-linux-x64.html',
      ]),
    );
    expect(JSON.parse(readFileSync(join(folder, 'report/badge-a-part.json'), 'utf8'))).toMatchObject({
      schemaVersion: 1,
      color: 'blue',
    });
  });

  test('no link of any page is dead, or leads out of the folder', async () => {
    const ids = new Map<string, string[]>();
    const links: { readonly from: string; readonly to: string }[] = [];
    for (const file of pages()) {
      const { page } = await openedFile(browser(), file, { javaScriptEnabled: false });
      ids.set(file, await page.locator('[id]').evaluateAll((all) => all.map((one) => Reflect.get(one, 'id'))));
      const own: string[] = await page
        .locator('a')
        .evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
      links.push(...own.map((to) => ({ from: file, to })));
    }
    const dead = links.filter(({ from, to }) => {
      const [file, id] = to.split('#');
      const path = file === '' ? from : join(dirname(from), decodeURIComponent(file));
      return !ids.has(path) || (id !== undefined && !ids.get(path)?.includes(id));
    });
    expect(links.length).toBeGreaterThan(1000);
    expect(dead).toEqual([]);
  });

  test('a port leads to its page, a failure to where it stands there, and back', async () => {
    const { page, complaints } = await openedFile(browser(), INDEX);
    await page.locator('#random\\.1').getByRole('link', { name: 'random.1 failed' }).first().click();
    expect(new URL(page.url()).hash).toBe('#failure-random.1');
    expect(await page.locator('#failure-random\\.1 pre').innerText()).toContain('of the other');
    await page.getByRole('link', { name: 'all ports' }).click();
    await page.locator('#port-list').getByRole('link', { name: 'a part' }).click();
    expect(await page.locator('h1').innerText()).toBe('a part 1.0');
    expect(complaints).toEqual([]);
  });

  test('what became of a port over time stands on both pages, by version and not by name or date', async () => {
    const { page } = await openedFile(browser(), INDEX);
    const versions = () => page.locator('.history tbody th').allInnerTexts();
    expect(await versions()).toEqual(['1.0', '0.10', '0.9']);
    expect(await page.locator('.history tbody tr').allInnerTexts()).toEqual([
      expect.stringMatching(/^1\.0\s2026-01-08\s149\/149\s0\sexact\s✓ conforms$/),
      expect.stringMatching(/^0\.10\s2026-01-10\s148\/149\s1\sdiverges\s✗ does not conform$/),
      expect.stringMatching(/^0\.9\s2026-01-09\s146\/149\s3\sdiverges\s✗ does not conform$/),
    ]);
    expect(await page.locator('.trend svg rect.failed').count()).toBe(2);
    await page.locator('.history').getByRole('link', { name: '0.10' }).click();
    expect(await page.locator('h1').innerText()).toBe('mine 0.10');
    expect(await versions()).toEqual(['1.0', '0.10', '0.9']);
  });

  test('the verdict is of the latest results', () => {
    const page = readFileSync(INDEX, 'utf8');
    expect(page).toContain('<h1>3 ports of microgpt.py</h1>');
    expect(page).toContain('3 of 5 results conform, 1 of them in a part');
    expect(report(...files('v0.9', 'v0.10', 'v1.0'), '--html', '-', '--no-diagnosis').status).toBe(0);
  });

  test('results of one port on two systems stand side by side, in the matrix and on their pages', async () => {
    const { page } = await openedFile(browser(), INDEX);
    const heads = await page.locator('.matrix thead th').allInnerTexts();
    expect(heads.slice(1, 4).map((head) => head.replace(/\s+/g, ' '))).toEqual([
      'mine linux x64 f64',
      'mine darwin arm64 f64',
      'mine f32',
    ]);
    await page.locator('#port-list').getByRole('link', { name: 'mine' }).nth(1).click();
    const others = page.locator('.side-by-side');
    await others.waitFor();
    expect(await others.locator('thead th').allInnerTexts()).toEqual([
      'f64, darwin arm64',
      'f64, linux x64',
      'f32, linux x64',
    ]);
    expect(await others.locator('tbody tr', { hasText: 'random.1' }).locator('td').allInnerTexts()).toEqual([
      '✗ failed',
      '✓ held',
      '✓ held',
    ]);
  });

  test.each(WIDTHS)('axe-core finds nothing in the matrix, a history and a side by side, %i px wide', async (width) => {
    for (const file of [INDEX, join(folder, 'report/ports/mine-1.0-f64-linux-x64.html')]) {
      const { page } = await openedFile(browser(), file, { viewport: { width, height: 900 } });
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    }
  });

  test('the matrix shows all chapters and whole titles at 1280 px, and all ports beside a title at 400 px', async () => {
    const { page } = await openedFile(browser(), INDEX);
    const hidden = (selector: string) =>
      page.locator(selector).evaluate((one) => Reflect.get(one, 'scrollWidth') - Reflect.get(one, 'clientWidth'));
    expect(await hidden('.scroll:has(.ports)')).toBe(0);
    expect(await page.locator('.ports thead th').last().innerText()).toBe('protocol');
    const cut =
      "[...document.querySelectorAll('.matrix tbody th')].filter((th) => th.scrollWidth > th.clientWidth).length";
    expect(await page.evaluate(cut)).toBe(0);
    await page.setViewportSize({ width: 400, height: 900 });
    expect(await hidden('.scroll:has(.matrix)')).toBe(0);
    expect(await page.evaluate(cut)).toBe(0);
  });

  test('the Markdown has the same, and its history', () => {
    const markdown = readFileSync(join(folder, 'report/report.md'), 'utf8');
    expect(markdown).toContain('| mine 1.0, darwin arm64 | Zig | f64 | ❌ does not conform |');
    expect(markdown).toContain('### mine, f64, linux x64 over time');
    expect(markdown).toContain('| 0.10 | 2026-01-10 | 148/149 ❌ 1 | diverges | ❌ does not conform |');
  });

  test('of one port alone is its page with its history, where one page is asked for', () => {
    report(...files('v0.9', 'v1.0'), '--html', 'only/page.html', '--no-diagnosis');
    const page = readFileSync(join(folder, 'only/page.html'), 'utf8');
    expect(page).toContain('<h2 id="over-time">Over time</h2>');
    expect(page).not.toMatch(/href="[^#"]/);
    expect(existsSync(join(folder, 'only/ports'))).toBe(false);
  });

  test('two results of a port with one version and date are refused, and with two dates a history', () => {
    const again = join(folder, 'again.json');
    writeFileSync(again, JSON.stringify(RESULTS['v1.0']));
    expect(report(...files('v1.0', 'again'), '--badge', '-')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(
        /are of the same port, mine 1\.0 \(Zig, f64\), of 2026-01-08T10:00:00Z; give one of them/,
      ),
    });
    writeFileSync(again, JSON.stringify({ ...RESULTS['v1.0'], date: '2026-03-01T10:00:00Z' }));
    const { stdout } = report(...files('again', 'v1.0'), '--markdown', '-');
    expect(stdout).toMatch(/\| 1\.0 \| 2026-03-01 .*\n\| 1\.0 \| 2026-01-08 /);
  });
});

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

/** Debian's; another by the environment. */
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const MAIN = join(ROOT, 'dist/cli/main.js');
const FIGURES = join(ROOT, 'spec/figures');
/** Pixels: a page without its table of contents beside it, and the matrix, which needs its width. */
const [REPORT, MATRIX] = [
  { width: 1000, height: 1180 },
  { width: 1280, height: 690 },
];

/** A port made of the C port by edits of its text. */
interface MadePort {
  readonly name: string;
  readonly version: string;
  readonly edits: readonly (readonly [from: string, to: string])[];
  readonly flags: readonly string[];
}

/** The mistake of README's first example. */
const RATE = ['(double)step / (double)c->num_steps', '(double)(step + 1) / (double)c->num_steps'] as const;
const EPSILON = ['sqrt(v[i] / correction2) + eps', 'sqrt(v[i] / correction2 + eps)'] as const;

/** One that is mended from version to version, and the C port itself in both classes. */
const WRONG: MadePort = { name: 'zmicrogpt', version: '0.3', edits: [RATE], flags: [] };
const PORTS: readonly MadePort[] = [
  { name: 'microgpt.c', version: '1.0', edits: [], flags: [] },
  { name: 'microgpt.c', version: '1.0', edits: [], flags: ['-DREAL=float'] },
  { ...WRONG, version: '0.2', edits: [RATE, EPSILON] },
  WRONG,
];

/** Runs the suite on ports and takes pictures of their pages, as README shows them. */
export async function reportPictures(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  try {
    const results = PORTS.map((port, i) => resultOf(port, join(folder, `port${i}`)));
    const engine = join(folder, 'engine.json');
    suite('run', '--no-fail', '--json', engine, '--module', join(ROOT, 'dist/engine/enginePort.js'));
    suite('report', '--no-fail', '--folder', folder, ...results, engine);
    const wrong = join(folder, 'wrong.html');
    suite('report', '--no-fail', '--html', wrong, results[PORTS.indexOf(WRONG)]);
    await picture(wrong, REPORT, 'report.png');
    await picture(join(folder, 'index.html'), MATRIX, 'matrix.png');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function resultOf({ name, version, edits, flags }: MadePort, program: string): string {
  const hello = ['name=microgpt.c lang=C version=1.0', `name=${name} lang=C version=${version}`] as const;
  const source = [hello, ...edits].reduce(edited, readFileSync(join(ROOT, 'src/ports/c/microgpt.c'), 'utf8'));
  writeFileSync(`${program}.c`, source);
  execFileSync('cc', ['-std=c99', '-O2', ...flags, '-o', program, `${program}.c`, '-lm']);
  suite('run', '--no-fail', '--json', `${program}.json`, '--', program);
  return `${program}.json`;
}

function edited(source: string, [from, to]: readonly [string, string]): string {
  if (!source.includes(from)) throw new Error(`reportPictures: microgpt.c has no ${from}; give the edit anew`);
  return source.replace(from, to);
}

function suite(...args: readonly string[]): void {
  execFileSync(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
}

async function picture(file: string, viewport: typeof REPORT, name: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport, colorScheme: 'light' });
    await page.goto(pathToFileURL(file).href);
    await page.screenshot({ path: join(FIGURES, name) });
  } finally {
    await browser.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await reportPictures();

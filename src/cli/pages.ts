import { join } from 'node:path';
import type { DiffOptions } from '../diff/diff.ts';
import type { RunResult } from '../report/result.ts';
import { progressLine } from './progress.ts';
import { print, STANDARD_OUTPUT } from './standardOutput.ts';
import { withGolden } from './withGolden.ts';
import { writeWhole } from './writeFile.ts';

/** What is made of results, and what its file is called in a folder. */
export const PAGE_NAMES = { html: 'index.html', markdown: 'report.md', badge: 'badge.json' } as const;
export const KINDS = ['html', 'markdown', 'badge'] as const;

/** A file to be made, or `-` for standard output. */
export interface PageOutput {
  readonly kind: (typeof KINDS)[number];
  readonly file: string;
}

/** All kinds, in a folder. */
export function allIn(folder: string): PageOutput[] {
  return KINDS.map((kind) => ({ kind, file: join(folder, PAGE_NAMES[kind]) }));
}

/**
 * Makes pages, Markdown and badges of results, and says on standard error where they are.
 *
 * @param command - the command, for messages
 * @param diagnosis - which known mistakes are looked for, where the losses of one result diverge
 * @throws Fault where a file cannot be written
 */
export async function writePages(
  command: string,
  results: readonly RunResult[],
  outputs: readonly PageOutput[],
  diagnosis: DiffOptions['diagnosis'],
): Promise<void> {
  for (const { kind, file } of outputs) {
    const text = await withGolden(() => made(kind, results, diagnosis));
    if (file === STANDARD_OUTPUT) await print(text);
    else writeWhole(command, file, text);
  }
  const written = outputs.map(({ file }) => file).filter((file) => file !== STANDARD_OUTPUT);
  if (written.length > 0) process.stderr.write(`${command}: ${written.join(', ')}\n`);
}

async function made(
  kind: PageOutput['kind'],
  results: readonly RunResult[],
  diagnosis: DiffOptions['diagnosis'],
): Promise<string> {
  const [only] = results;
  const many = results.length > 1;
  if (kind === 'markdown') {
    const { runMarkdown, matrixMarkdown } = await import('../report/markdown.ts');
    return many ? matrixMarkdown(results) : runMarkdown(only);
  }
  if (kind === 'badge') return badgeText(results);
  if (many) {
    const { matrixPage } = await import('../report/page/matrixPage.ts');
    return matrixPage(results);
  }
  const { canonicalDiff } = await import('../report/canonicalDiff.ts');
  const { runPage } = await import('../report/page/runPage.ts');
  const progress = progressLine();
  const onProgress = (tried: number) => progress.show(`${tried} known mistakes and combinations tried`);
  const diff = await canonicalDiff(only.canonical, { diagnosis, onProgress });
  progress.clear();
  return runPage(only, diff);
}

/** One badge of one result; of many, a list with the ports' names. */
async function badgeText(results: readonly RunResult[]): Promise<string> {
  const { badge } = await import('../report/badge.ts');
  const { revisionClauses, specRevision } = await import('../spec/revisions.ts');
  const latest = specRevision();
  const total = (revision: number) => (revision > latest ? 0 : revisionClauses(revision).length);
  const badges = results.map((result) => badge(result, total(result.revision)));
  const json = results.length === 1 ? badges[0] : results.map(({ port }, i) => ({ port: port.name, ...badges[i] }));
  return `${JSON.stringify(json, null, 2)}\n`;
}

import { join } from 'node:path';
import type { DiffOptions } from '../diff/diff.ts';
import { shownOnLine } from '../port/shown.ts';
import type { RunResult } from '../report/result.ts';
import { badgeProducts } from './badgeFiles.ts';
import { type Product, productFor } from './products.ts';
import { progressLine } from './progress.ts';
import { withGolden } from './withGolden.ts';

/** What is made of results, and what its file is called in a folder. */
export const PAGE_NAMES = { html: 'index.html', markdown: 'report.md', badge: 'badge.json' } as const;
export const KINDS = ['html', 'markdown', 'badge'] as const;

/** Characters of a port's name beside the progress of its page. */
const MOST_NAME = 40;

/** Which known mistakes are looked for, where the losses of a result diverge. */
export type Searched = DiffOptions['diagnosis'];

/** A file to be made, or `-` for standard output. */
export interface PageOutput {
  readonly kind: (typeof KINDS)[number];
  readonly file: string;
}

/** All kinds, in a folder. */
export function allIn(folder: string): PageOutput[] {
  return KINDS.map((kind) => ({ kind, file: join(folder, PAGE_NAMES[kind]) }));
}

/** Pages, Markdown and badges of results, and a line for standard error that says where they are. */
export async function pageProducts(
  results: readonly RunResult[],
  outputs: readonly PageOutput[],
  diagnosis: Searched,
): Promise<Product[]> {
  const products: Product[] = [];
  for (const { kind, file } of outputs) {
    if (kind === 'badge') products.push(...(await latestBadges(results, file)));
    else products.push(productFor(file, await withGolden(() => made(kind, results, diagnosis))));
  }
  const files = products.flatMap((product) => (product.kind === 'file' ? [product.file] : []));
  return files.length === 0 ? products : [...products, { kind: 'note', files }];
}

async function made(
  kind: Exclude<PageOutput['kind'], 'badge'>,
  results: readonly RunResult[],
  diagnosis: Searched,
): Promise<string> {
  if (kind === 'markdown') return markdownText(results);
  const { columnsOf } = await import('../report/columns.ts');
  const columns = await columnsOf(results);
  if (columns.length > 1) {
    const { matrixPage } = await import('../report/page/matrixPage.ts');
    return matrixPage(columns);
  }
  const [{ lineage, history }] = columns;
  return portPage(lineage.latest, diagnosis, { history, others: [], pageOf: () => null, index: null });
}

/** A badge a port, of its latest result. */
export async function latestBadges(results: readonly RunResult[], file: string): Promise<Product[]> {
  const { lineagesOf } = await import('../report/lineages.ts');
  return badgeProducts(
    lineagesOf(results).map(({ latest }) => latest),
    file,
  );
}

/** The page of one result; it says on standard error how far the search for its mistake is. */
export async function portPage(
  result: RunResult,
  diagnosis: Searched,
  around: import('../report/page/runPage.ts').Surroundings,
): Promise<string> {
  const { canonicalDiff } = await import('../report/canonicalDiff.ts');
  const { runPage } = await import('../report/page/runPage.ts');
  const progress = progressLine();
  const onProgress = (tried: number) =>
    progress.show(`${shownOnLine(result.port.name, MOST_NAME)}: ${tried} known mistakes and combinations tried`);
  const diff = await canonicalDiff(result.canonical, { diagnosis, onProgress });
  progress.clear();
  return runPage(result, diff, around);
}

/** The Markdown of one result, or of many. */
export async function markdownText(results: readonly RunResult[]): Promise<string> {
  const { runMarkdown, matrixMarkdown } = await import('../report/markdown.ts');
  const { columnsOf } = await import('../report/columns.ts');
  return results.length === 1 ? runMarkdown(results[0]) : matrixMarkdown(await columnsOf(results));
}

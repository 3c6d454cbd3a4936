import { join } from 'node:path';
import type { DiffOptions } from '../diff/diff.ts';
import type { RunResult } from '../report/result.ts';
import { badgeProducts } from './badgeFiles.ts';
import { type Product, productFor } from './products.ts';
import { progressLine } from './progress.ts';
import { withGolden } from './withGolden.ts';

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
 * Pages, Markdown and badges of results, and a line for standard error that says where they are.
 *
 * @param diagnosis - which known mistakes are looked for, where the losses of one result diverge
 */
export async function pageProducts(
  results: readonly RunResult[],
  outputs: readonly PageOutput[],
  diagnosis: DiffOptions['diagnosis'],
): Promise<Product[]> {
  const products: Product[] = [];
  for (const { kind, file } of outputs) {
    if (kind === 'badge') products.push(...badgeProducts(results, file));
    else products.push(productFor(file, await withGolden(() => made(kind, results, diagnosis))));
  }
  const files = products.flatMap((product) => (product.kind === 'file' ? [product.file] : []));
  return files.length === 0 ? products : [...products, { kind: 'note', files }];
}

async function made(
  kind: Exclude<PageOutput['kind'], 'badge'>,
  results: readonly RunResult[],
  diagnosis: DiffOptions['diagnosis'],
): Promise<string> {
  const [only] = results;
  const many = results.length > 1;
  if (kind === 'markdown') {
    const { runMarkdown, matrixMarkdown } = await import('../report/markdown.ts');
    return many ? matrixMarkdown(results) : runMarkdown(only);
  }
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

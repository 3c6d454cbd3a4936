import { join } from 'node:path';
import type { RunResult } from '../report/result.ts';
import { latestBadges, markdownText, PAGE_NAMES, portPage, type Searched } from './pages.ts';
import type { Product } from './products.ts';
import { withGolden } from './withGolden.ts';

/** Beside index.html: a page for each result. */
const PORTS = 'ports';

/**
 * A folder that can be published as it is: a page of all results, and one for each, which lead to one another by relative links;
 * Markdown; and a badge a port.
 *
 * @param results - two or more
 */
export function galleryProducts(
  results: readonly RunResult[],
  folder: string,
  diagnosis: Searched,
): Promise<Product[]> {
  return withGolden(() => products(results, folder, diagnosis));
}

async function products(results: readonly RunResult[], folder: string, diagnosis: Searched): Promise<Product[]> {
  const { columnsOf } = await import('../report/columns.ts');
  const { galleryNames } = await import('../report/galleryNames.ts');
  const { allOf, isSamePort } = await import('../report/lineages.ts');
  const { matrixPage } = await import('../report/page/matrixPage.ts');
  const columns = await columnsOf(results);
  const names = galleryNames(columns.flatMap(({ lineage }) => allOf(lineage)));
  const pages: Product[] = [];
  for (const { lineage, history } of columns) {
    const others = columns.filter((other) => other.lineage !== lineage && isSamePort(other.lineage, lineage));
    for (const result of allOf(lineage)) {
      const page = await portPage(result, diagnosis, {
        history,
        others: result === lineage.latest ? others.map((other) => other.lineage.latest) : [],
        pageOf: (other) => (other === result ? null : `${names.get(other)}.html`),
        index: `../${PAGE_NAMES.html}`,
      });
      const file = join(folder, PORTS, `${names.get(result)}`);
      pages.push({ kind: 'file', file: `${file}.html`, text: page });
    }
  }
  const own = [
    [PAGE_NAMES.html, matrixPage(columns, (result) => `${PORTS}/${names.get(result)}.html`)],
    [PAGE_NAMES.markdown, await markdownText(results)],
  ].map(([name, text]) => ({ kind: 'file', file: join(folder, name), text }) as const);
  const badges = await latestBadges(results, join(folder, PAGE_NAMES.badge));
  const files = [...own, ...badges].flatMap((product) => (product.kind === 'file' ? [product.file] : []));
  const more = `, and ${names.size} pages in ${join(folder, PORTS)}`;
  return [...pages, ...own, ...badges, { kind: 'note', files, more }];
}

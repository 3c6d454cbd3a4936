import { markdownTable } from '../markdownTable.ts';
import { type Ratio, ratioText } from './alternated.ts';
import type { SearchMeasured, SearchTime } from './searchTime.ts';

const COUNTS = ['one', 'two', 'three'];

/** The section about the search for mistakes. */
export function searchSection({ tree, sieve, times }: SearchMeasured): string {
  return `## The search for mistakes

On the tree ${tree.digest} of ${tree.date} (\`npm run bench:search\` measures this section alone). A single core sieves
${rateText(sieve.passes)} forward passes a second with two mistakes each; one takes ${ratioText(sieve.byEngine)} times the engine's
forward pass. Each log is of 1000 steps of the
canonical configuration, at four decimals, and is searched in a process of its own. How many are tried does not hang on the
machine, unless the time ran out.

${markdownTable(times, [
  ['log', ({ title }) => title],
  ['tried', ({ tried }) => tried.toLocaleString('en')],
  ['times `node -e 0`', ({ byNode }) => ratioText(byNode)],
  ['', endText],
])}
`;
}

function endText({ named, extent }: SearchTime): string {
  if (named > 0) return `${COUNTS[named - 1]} named`;
  if (extent === 'time') return 'the time ran out';
  return extent === 'budget' ? 'as many as one search tries' : 'nothing found';
}

function rateText({ median, low, high }: Ratio): string {
  return `${median.toLocaleString('en')} (${low.toLocaleString('en')} to ${high.toLocaleString('en')})`;
}

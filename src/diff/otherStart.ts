import type { Diff } from './diff.ts';

/**
 * What is said at once where step 1 and most others differ from a run that is not the log's own start: before any mistake is
 * looked for, since most ports have a random generator of their own. Lines without their ends; none where it does not apply.
 */
export function otherStartLines({ startsElsewhere, expected }: Pick<Diff, 'startsElsewhere' | 'expected'>): string[] {
  if (!startsElsewhere || expected.source === 'log') return [];
  return [
    "step 1 differs already: the run starts elsewhere, as with a random generator other than Python's, or a mistake shows in step 1",
    'to compare it from its own start, have the port write, before it trains, two files (recipes by language: README, door 1):',
    '  params.txt  for each matrix a line with name, rows and columns, as in: wte 27 16, and behind it its numbers with 17 digits',
    '  docs.txt    the documents in training order, one a line',
    'and then: npx microgpt-spec diff LOG --params params.txt --docs docs.txt',
  ];
}

import type { Given } from './diagnosis/candidates.ts';
import type { Diff } from './diff.ts';

/** As many equal names are no chance. */
export const TELLING_SAMPLES = 5;

/**
 * What is said at once where step 1 and most others differ from a run that is not the log's own start: before any mistake is
 * looked for, since most ports have a random generator of their own. Lines without their ends; none where it does not apply.
 */
export function otherStartLines({
  startsElsewhere,
  expected,
  given,
  samples,
  diagnosis,
}: Pick<Diff, 'startsElsewhere' | 'expected' | 'given' | 'samples' | 'diagnosis'>): string[] {
  if (!startsElsewhere || expected.source === 'log' || (diagnosis?.explanations.length ?? 0) > 0) return [];
  if (samples !== null && samples.equal >= Math.max(samples.compared, TELLING_SAMPLES)) {
    return [
      `step 1 differs already, and yet ${samples.equal} of ${samples.compared} samples are equal, which no other start gives: the run is the one that is due, and what is printed is not its losses (another unit, a sum, an average, another column); print the mean loss of each step's document, in nats`,
    ];
  }
  if (given.parameters || given.documents) return [lackingLine(given)];
  return [
    "step 1 differs already: the run starts elsewhere, as with a random generator other than Python's, or a mistake shows in step 1",
    'to compare it from its own start, have the port write, before it trains, two files (recipes by language: README, door 1):',
    '  params.txt  for each matrix a line with name, rows and columns, as in: wte 27 16, and behind it its numbers with 17 digits',
    '  docs.txt    the documents in training order, one a line',
    'and then: npx microgpt-spec diff LOG --params params.txt --docs docs.txt',
  ];
}

/** One half of a start is the port's own, the other microgpt.py's. */
function lackingLine({ parameters }: Given): string {
  const [there, lacking] = parameters
    ? ['documents', 'its documents in training order, --docs docs.txt']
    : ['initial parameters', 'its initial parameters, --params params.txt'];
  return `step 1 differs already: the ${there} are microgpt.py's here; give ${lacking}, too, or a mistake shows in step 1`;
}

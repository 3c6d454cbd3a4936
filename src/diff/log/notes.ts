import { shownOnLine } from '../../port/shown.ts';
import type { LogReader } from './lineReader.ts';
import { type Group, sizeOf } from './rows/groups.ts';
import type { Stepped } from './rows/steps.ts';
import type { RunLosses } from './runs.ts';
import { MAX_LINE } from './text/lines.ts';
import type { Trace } from './trace.ts';

/** Characters of a log's own text that a note shows. */
const MOST_SHOWN = 70;
/** Formats other than microgpt.py's own. */
const FORMAT_WORDS: Readonly<Record<Exclude<NonNullable<Trace['format']>, 'microgpt'>, string>> = {
  csv: 'a table with a header (--format csv)',
  jsonl: 'JSON Lines (--format jsonl)',
  json: 'lists in JSON (--format json)',
  pairs: 'a step and a loss a line (--format pairs)',
  numbers: 'one loss a line, from step 1 on (--format numbers)',
  pattern: 'the pattern says',
};
/** Counters that need no word. */
const PLAIN_COUNTERS = /^(?:step|iter|iteration|global_step|_step|trainer\/global_step)$/;

/** What a log was read from. */
export interface ReadLog {
  readonly reader: LogReader;
  readonly group: Group;
  readonly others: readonly Group[];
  readonly stepped: Stepped;
  readonly runs: readonly RunLosses[];
  readonly isLone: boolean;
}

/** How the losses of a log were found, and what of them was not read. */
export function lossNotes({ reader, group, others, stepped, runs, isLone }: ReadLog): string[] {
  const where = (line: number) => (reader.hasValues ? '' : `line ${Math.floor(line)}: `);
  const [first] = runs;
  const notes: string[] = [];
  if (group.format !== 'microgpt') notes.push(`losses are read as ${FORMAT_WORDS[group.format]}`);
  if (group.rank === 'cost') notes.push(`the loss is read from what the log calls ${quoted(group.loss)}`);
  if (group.over !== null && group.rank !== 'reference') {
    notes.push(
      `the loss is read from ${quoted(group.loss)}; ${quoted(group.over)} beside it is called a reference's, and is not compared`,
    );
  }
  if (group.rank === 'reference') {
    notes.push(
      `the loss is read from ${quoted(group.loss)}, which is called as a reference's: where it is not the port's own, name that by --pattern`,
    );
  }
  if (group.rank === 'evaluation') {
    notes.push(
      `the losses stand in lines of averages or evaluations (${quoted(group.example)}), which are no losses of single steps`,
    );
  }
  if (isLone) {
    notes.push(
      'the only loss in this log is compared with the last step; where steps end with \\r each overwrites the one before, and a copied screen has the last alone: write the output into a file to have them all',
    );
  } else notes.push(...stepNotes(stepped, group, first));
  const elsewhere = others.filter(({ rank }) => rank !== 'numbers');
  const count = elsewhere.reduce((sum, other) => sum + sizeOf(other), 0);
  if (count > 0 && group.rank !== 'numbers') {
    const [other] = [...elsewhere].sort((a, b) => (a.rows[0]?.line ?? 0) - (b.rows[0]?.line ?? 0));
    notes.push(
      `${sizeOf(group)} losses stand in lines like ${quoted(group.example || group.loss)}; ${count} in lines of another shape are not compared, the first ${where(other.rows[0]?.line ?? 0)}${quoted(other.example || other.loss)}`,
    );
  }
  if (first.unread.length > 0) {
    const [{ line, text }] = first.unread;
    notes.push(
      `${first.unread.length} losses are no numbers and are not compared, the first ${where(line)}${quoted(text)}`,
    );
  }
  if (first.hasBoth) {
    notes.push(
      `the log has a step 0 and the step ${stepped.num_steps} of ${stepped.num_steps}: its steps are taken as they stand, and step 0 is not compared`,
    );
  }
  if (runs.length > 1) {
    notes.push(
      `${runs.length} runs are in this log; this is the first, the next begins at ${where(runs[1].from).replace(/: $/, '') || `loss ${runs[0].losses.size + 1}`}`,
    );
  }
  const values = [...first.losses.values()].flat();
  if (values.length > 0 && values.every(({ value }) => Number.isNaN(value)))
    notes.push('every loss in this log is NaN');
  return notes;
}

/** What else was seen of a log. */
export function otherNotes(
  { tooLong, samples, isTorn }: LogReader,
  cut: number,
  encodings: readonly string[],
  hasSamples: boolean,
): string[] {
  const notes: string[] = [];
  if (tooLong !== null) {
    notes.push(
      `${tooLong.count} rows have more cells than the header and are not read, the first in line ${Math.floor(tooLong.line)}: ${tooLong.cells} under ${tooLong.header}; with decimal commas separate cells by semicolons or quote the numbers`,
    );
  }
  if (isTorn) notes.push('the log ends within a JSON value: it was cut off, and what was begun there is not read');
  if (cut > 0) notes.push(`${cut} lines are longer than ${MAX_LINE} characters: what stands behind them is not read`);
  if (encodings.length > 1) notes.push(`the log is ${encodings.join(', then ')}`);
  if (samples.placeholders > 0)
    notes.push(`${samples.placeholders} samples are dots or the like in place of a name: not compared`);
  const heading = samples.emptyHeading;
  if (heading !== null && !hasSamples)
    notes.push(`no samples are read behind the heading ${quoted(heading.text)} in line ${Math.floor(heading.line)}`);
  return notes;
}

function stepNotes(
  { counter, rounds, refused, num_steps }: Stepped,
  { format }: Group,
  { losses }: RunLosses,
): string[] {
  const why = refused.map(({ name, why }) => `; ${quoted(name)} ${why}, so it is no step`).join('');
  if (rounds !== null && counter !== null) {
    return [
      `${quoted(counter)} starts again with each ${quoted(rounds)}: they are joined to ${num_steps ?? losses.size} steps`,
    ];
  }
  if (counter === null)
    return format === 'numbers' ? [] : [`no step stands at the losses: they are counted from 1${why}`];
  return PLAIN_COUNTERS.test(counter) || format === 'pairs' || format === 'pattern'
    ? []
    : [`the step is read from ${counter === 'bar' ? 'the bar of progress' : quoted(counter)}${why}`];
}

function quoted(text: string): string {
  const line = text.trim();
  return `"${shownOnLine(line, MOST_SHOWN)}${line.length > MOST_SHOWN ? '...' : ''}"`;
}

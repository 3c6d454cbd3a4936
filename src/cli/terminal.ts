import { stripVTControlCharacters } from 'node:util';
import { filled } from '../report/filled.ts';
import { type Style, styleFor } from '../report/style.ts';

/** Where text is shown. */
export type Shown = Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>;

/** Columns of a terminal that does not say, and the fewest that lines are filled into. */
const [COLUMNS, LEAST_COLUMNS] = [80, 40];
/** The longest beginning under which the other lines of a line are set. */
const MOST_HANGING = 24;
const HANGING = 2;
/** What a line begins with: room, and a word before more of it, or the mark of a list. */
const BEGINNING = /^ *(?:\S+ {2,}|- |\d+\. )?/;
/** A line that is there to be copied, or of a table. */
const KEPT = /^ *(?:again +)?npx |^ *\||^(?:chapter|clauses|stages) {2,}|^\S+(?: {2,}\d+){4}/;
const FENCE = /^ *```(\w*)/;
/** Code that is read, and not copied: a call with its result. */
const EXAMPLE = 'example';
const IN_EXAMPLE = '    ';
const VERDICT = /^verdict: (.*)$/m;

/**
 * Text for people: on a terminal its lines are no longer than that is wide, and break between words. Commands to be copied, tables and
 * code but examples stay whole, and so does all that goes to a file or a pipe.
 *
 * @param hanging - columns by which the other lines of a line without a beginning are set in
 *
 * @param text - lines
 */
export function fitted(text: string, stream: Shown = process.stdout, hanging = HANGING): string {
  if (!stream.isTTY) return text;
  const columns = Math.max(stream.columns || COLUMNS, LEAST_COLUMNS);
  let code: string | null = null;
  return text
    .split('\n')
    .map((line) => {
      const [, fence] = FENCE.exec(line) ?? [];
      if (fence !== undefined) code = code === null ? fence : null;
      const isKept = (code !== null && code !== EXAMPLE) || KEPT.test(line);
      if (isKept || stripVTControlCharacters(line).length <= columns) return line;
      return code === null ? broken(line, columns, hanging) : filled(line, { next: IN_EXAMPLE, columns });
    })
    .join('\n');
}

/**
 * The same of a text that ends in a verdict, which is green where the command's status is 0, and red where it is not.
 *
 * @param conforms - whether it is
 */
export function fittedVerdict(text: string, conforms: boolean, style: Style = styleFor(process.stdout)): string {
  const mark = conforms ? style.green : style.red;
  return fitted(text.replace(VERDICT, (_, verdict: string) => `verdict: ${mark(verdict)}`));
}

function broken(line: string, columns: number, least: number): string {
  const plain = stripVTControlCharacters(line);
  const beginning = BEGINNING.exec(plain)?.[0] ?? '';
  const hanging = beginning.length <= MOST_HANGING ? beginning.length : plain.length - plain.trimStart().length;
  const begins = line.startsWith(beginning) ? beginning : '';
  const next = ' '.repeat(hanging === 0 ? least : hanging);
  return filled(line.slice(begins.length), { first: begins, next, columns });
}

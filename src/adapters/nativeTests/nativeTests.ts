import type { Golden } from '../../golden/golden.ts';
import { readOwnText } from '../../port/ownText.ts';
import { type Dialect, float, rowOf } from './dialect.ts';
import { DIALECTS } from './dialects.ts';
import type { NativeLanguage } from './languages.ts';
import { type NativeStart, nativeStart } from './start.ts';
import { type NativeVectors, nativeVectors } from './vectors.ts';

/** A line of a template in place of which others are put: a comment alone with a name in it. */
const LINES = /^([ \t]*)(?:\/\/|#|\/\*) \{\{(\w+)\}\}(?: \*\/)?$/gm;
/** A place within a line. */
const WORD = /\{\{(?:n:)?(\w+)\}\}/g;
/** Columns of the header, its comment included. */
const COLUMNS = 116;

/** Which package made the file. */
export interface Made {
  readonly version: string;
  readonly revision: number;
}

/**
 * A file of native tests: the language's template with the golden vectors that a port's functions can take.
 *
 * @param made - the version of this package, and the revision of the specification
 * @throws GoldenFault where the golden data cannot be used
 */
export function nativeTests(language: NativeLanguage, golden: Golden, made: Made): string {
  const dialect: Dialect = DIALECTS[language.name];
  const chosen = nativeVectors(golden);
  const start = nativeStart(golden);
  const text = readOwnText(new URL(`../../../src/adapters/${language.name}/${language.template}`, import.meta.url));
  return text
    .replace(LINES, (line, indent: string, name: string) =>
      name === 'header'
        ? line
        : blockOf(name, dialect, chosen, start)
            .map((row) => `${indent}${row}`)
            .join('\n'),
    )
    .replace(/^(.*)\{\{header\}\}$/m, (_, comment: string) => header(comment, chosen, made))
    .replace(WORD, (_, name: string) => (name === 'lossesTitle' ? start.title : countOf(name, chosen)));
}

/** The lines behind a name of the template. */
function blockOf(name: string, dialect: Dialect, { vectors }: NativeVectors, start: NativeStart): string[] {
  switch (name) {
    case 'start':
      return start.rows.map((row) => `${dialect.text(row)},`);
    case 'documents':
      return start.documents.map((tokens) => `${dialect.document(tokens.map(String))},`);
    case 'lengths':
      return [`${start.documents.map(({ length }) => length).join(', ')},`];
    case 'losses':
      return start.losses.map((loss) => `${float(dialect, loss)},`);
    default:
      return vectors.filter(({ op }) => op === name).map((vector) => rowOf(dialect, vector));
  }
}

/** Vectors of an operation that are not at the edge; of all operations, those that float32 does not hold. */
function countOf(name: string, { vectors }: NativeVectors): string {
  return String(vectors.filter(({ op, edge, f64 }) => !edge && (name === 'f64' ? f64 : op === name)).length);
}

/** What the file is, in lines that begin as the template's first line does, but for the opening of a comment. */
function header(comment: string, { vectors, rejected, others }: NativeVectors, { version, revision }: Made): string {
  const edge = vectors.filter((vector) => vector.edge).length;
  const told = [
    `Tests of a port of microgpt.py: ${vectors.length} golden vectors, recorded from microgpt.py under CPython, and its first losses.`,
    `Made by microgpt-spec ${version}, specification revision ${revision}. A test's name begins with its clause, which npx microgpt-spec explain shows.`,
    `${edge} vectors are at the edge, which no run of microgpt.py comes to, and are asked only on demand.`,
    `Left out: ${rejected} inputs that Python rejects, and ${others} vectors that are long, like others, or of other constants or orders of sums.`,
    'npx microgpt-spec run asks far more: every clause, by laws on inputs that it draws.',
  ];
  const rest = comment.replace('/*', ' *');
  return told
    .flatMap((sentence) => folded(sentence, COLUMNS - comment.length))
    .map((line, i) => `${i === 0 ? comment : rest}${line}`)
    .join('\n');
}

/** Lines of at most so many columns. */
function folded(sentence: string, columns: number): string[] {
  const lines = [''];
  for (const word of sentence.split(' ')) {
    const longer = `${lines[lines.length - 1]} ${word}`.trimStart();
    if (longer.length <= columns) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

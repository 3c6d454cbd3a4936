import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AT_THE_EDGE } from '../../report/result.ts';
import { ROOT } from '../release/sources.ts';
import { textOf } from './siteFiles.ts';

/** A check as it stands in the code, with the comment above it. */
export interface WrittenCheck {
  /** Its file's path in the repository. */
  readonly file: string;
  /** Whether a check of this title is made by it: a title may be one of many that a loop makes. */
  readonly makes: (title: string) => boolean;
  readonly code: string;
}

/** A call that begins a line and takes a title, `law('loss.3 ...'`, on its line or on the next, perhaps behind its kind. */
const CALL =
  /^( *)[a-z]\w*\(\n? *(?:'\w+',\s+)?(?<quote>['"`])(?<title>(?:[a-z]+\.\d+|\$\{clause\}) .*?)\k<quote>,?(?=[ \n])/gim;
const COMMENT = /(?:^ *\/\/.*\n|^ *\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)+$/m;

/** What a template's title has in a place, and what a law of both reaches adds to the second of its titles. */
const PLACE = /\\\$\\\{.*?\\\}/g;
const SPECIAL = /[\\^$.*+?()[\]{}|]/g;

/** All checks that are written in properties/, in the order of their files. */
export function writtenChecks(): WrittenCheck[] {
  const files = readdirSync(join(ROOT, 'properties')).filter((file) => file.endsWith('.test.ts'));
  return files.sort().flatMap((file) => checksIn(`properties/${file}`, textOf(`properties/${file}`)));
}

/**
 * The checks of one file. Its layout is the formatter's: a call that fills lines ends on a line that is set in as its first.
 *
 * @param file - its path, for the result
 * @param text - TypeScript, formatted
 */
export function checksIn(file: string, text: string): WrittenCheck[] {
  return [...text.matchAll(CALL)].map((match) => {
    const [, indent] = match;
    const { title = '' } = match.groups ?? {};
    const comment = COMMENT.exec(text.slice(0, match.index))?.[0] ?? '';
    const due = patternOf(title);
    const makes = (made: string) => due.test(made);
    return { file, makes, code: setOut(`${comment}${callAt(text, match.index, indent)}`, indent) };
  });
}

function patternOf(title: string): RegExp {
  const places = title.replaceAll(SPECIAL, '\\$&').replaceAll(PLACE, '.*');
  return new RegExp(`^${places}(?:${AT_THE_EDGE})?$`);
}

function callAt(text: string, start: number, indent: string): string {
  const rest = text.slice(start);
  const firstLine = rest.slice(0, rest.indexOf('\n'));
  if (firstLine.endsWith(');')) return firstLine;
  const end = new RegExp(`^${indent}[)}\\]].*;$`, 'm').exec(rest);
  return end === null ? firstLine : rest.slice(0, end.index + end[0].length);
}

function setOut(code: string, indent: string): string {
  return code.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
}

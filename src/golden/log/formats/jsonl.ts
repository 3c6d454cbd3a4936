import { parseNumber } from '../number.ts';
import { columnsOf } from './columns.ts';
import { type Format, type LineReader, MOST_DIGITS } from './format.ts';
import { Numbering } from './numbering.ts';

/** A member of an object: its name in quotes, and a value that is neither object nor list; Python's quotes too. */
const MEMBER =
  /(["'])((?:(?!\1)[^\\]|\\.){0,200})\1\s*:\s*(?:(["'])((?:(?!\3)[^\\]|\\.){0,200})\3|([^\s,{}[\]"']{1,200}))/y;

/** An object a line, with a member that names the loss: `{"step": 1, "loss": 3.3660}`. */
export const jsonlFormat: Format = { name: 'jsonl', named: true, reader: startObjects };

function startObjects(): LineReader {
  const numbering = new Numbering();
  return (line) => {
    const members = line.trimStart().startsWith('{') && /loss/i.test(line) ? membersOf(line.trim()) : null;
    const columns = members && columnsOf([...members.keys()]);
    if (!members || !columns) return null;
    const text = members.get(columns.loss)?.slice(0, MOST_DIGITS) ?? '';
    const value = parseNumber(text);
    if (value === null) return null;
    return numbering.event(columns.step === null ? null : (members.get(columns.step) ?? null), value, text);
  };
}

/**
 * The members of an object that are numbers, words or strings, as they are written. Not by JSON.parse, which has no NaN
 * (Python and many others print one) and drops the digits; members of inner objects are passed over.
 *
 * @returns null where the line ends before the object does
 */
function membersOf(line: string): Map<string, string> | null {
  const members = new Map<string, string>();
  let depth = 0;
  for (let i = 0; i < line.length; i++) {
    const character = line[i];
    if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') {
      if (--depth === 0) return members;
    } else if (character === '"' || character === "'") {
      MEMBER.lastIndex = i;
      const member = MEMBER.exec(line);
      if (member && depth === 1) members.set(member[2], member[4] ?? member[5]);
      i = member ? MEMBER.lastIndex - 1 : endOfString(line, i);
    }
  }
  return null;
}

/** Where a string ends that begins at `start`; strings may hold braces. */
function endOfString(line: string, start: number): number {
  for (let i = start + 1; i < line.length; i++) {
    if (line[i] === '\\') i++;
    else if (line[i] === line[start]) return i;
  }
  return line.length;
}

const QUOTES = ['"', "'"];
/** What may stand between a name and its value. */
const COLON = /\s*:\s*/y;
/** A number or a word. */
const WORD = /[^\s,{}[\]"']+/y;

/**
 * The members of an object that are numbers, words or strings, as they are written: `{"step": 1, "loss": 3.3660}`. Not
 * by JSON.parse, which has no NaN (Python and many others print one) and drops the digits. Python's quotes do too;
 * members of inner objects are passed over.
 *
 * @param line - begins with the brace
 * @returns null where the line ends before the object does
 */
export function membersOf(line: string): Map<string, string> | null {
  const members = new Map<string, string>();
  let depth = 0;
  for (let i = 0; i < line.length; i++) {
    const character = line[i];
    if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') {
      if (--depth === 0) return members;
    } else if (QUOTES.includes(character)) {
      const end = endOfString(line, i);
      const value = valueFrom(line, end + 1);
      if (value !== null && depth === 1) members.set(line.slice(i + 1, end), value.text);
      i = value?.last ?? end;
    }
  }
  return null;
}

/** What stands behind a name that ends before `start`; null where it is an object or list, or where there is no colon. */
function valueFrom(line: string, start: number): { text: string; last: number } | null {
  COLON.lastIndex = start;
  if (!COLON.test(line)) return null;
  const from = COLON.lastIndex;
  if (QUOTES.includes(line[from])) {
    const last = endOfString(line, from);
    return { text: line.slice(from + 1, last), last };
  }
  WORD.lastIndex = from;
  return WORD.test(line) ? { text: line.slice(from, WORD.lastIndex), last: WORD.lastIndex - 1 } : null;
}

/** Where the string ends that begins at `start`: at the next such quote that no backslash stands before. */
function endOfString(line: string, start: number): number {
  for (let i = start + 1; i < line.length; i++) {
    if (line[i] === '\\') i++;
    else if (line[i] === line[start]) return i;
  }
  return line.length;
}

import { isOpName } from '../port/jsonValues.ts';
import { OPS } from '../port/ops.ts';
import type { OpName } from '../port/port.ts';
import type { Language } from './languages.ts';

// Fills a template for every operation as its author would: uncomments lines, and puts functions beside them.

/** How a language's comment begins, and how the line that claims an operation. */
const FORMS: Readonly<Record<string, readonly [comment: string, claim: RegExp]>> = {
  c: ['// ', /^#define (\w+)/],
  cpp: ['// ', /^\.(\w+) = /],
  rust: ['// ', /^(\w+): /],
  go: ['// ', /^(\w+): /],
  python: ['# ', /^'(\w+)': /],
  js: ['// ', /^(\w+): /],
  ts: ['// ', /^(\w+): /],
  java: ['// ', /^.*?(\w+)\(/],
  lua: ['-- ', /^(\w+) = /],
  ruby: ['# ', /^(\w+): /],
  module: ['// ', /^(\w+): /],
};

const BEGIN = 'Your functions';
const END = 'End of your functions';

/**
 * A template in which operations are claimed.
 *
 * @param text - the template
 * @param ops - those to claim
 * @param functions - in the language, to stand before the lines that claim
 * @throws Error where the template has no line for one of them
 */
export function claiming(
  { name }: Pick<Language, 'name'>,
  text: string,
  ops: readonly OpName[],
  functions: string,
): string {
  const [comment, claim] = FORMS[name];
  const lines = text.split('\n');
  const [begin, end] = [BEGIN, END].map((words) => lines.findIndex((line) => line.includes(words)));
  const claimed = new Set<OpName>();
  let current: OpName | null = null;
  const filled = lines.slice(begin, end).map((line) => {
    const indent = line.slice(0, line.length - line.trimStart().length);
    if (!line.trimStart().startsWith(comment)) return line;
    const code = line.trimStart().slice(comment.length);
    current = operationOf(claim.exec(code)?.[1] ?? '') ?? current;
    if (current === null || !ops.includes(current)) return line;
    claimed.add(current);
    return indent + code;
  });
  const missing = ops.filter((op) => !claimed.has(op));
  if (missing.length > 0) throw new Error(`claiming: the template for ${name} has no line for ${missing.join(', ')}`);
  return [...lines.slice(0, begin), functions, ...filled, ...lines.slice(end)].join('\n');
}

/** `POSITION_LOSS` and `PositionLoss` are position_loss. */
function operationOf(word: string): OpName | null {
  const plain = word.toLowerCase().replaceAll('_', '');
  const found = Object.keys(OPS).find((op) => op.replaceAll('_', '') === plain);
  return found !== undefined && isOpName(found) ? found : null;
}

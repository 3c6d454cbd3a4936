import { shown } from '../port/shown.ts';
import { capped } from './capped.ts';

const MOST_CHARACTERS = 2000;

/** Text from outside in a block whose fence is longer than any in it. */
export function fenced(text: string): string {
  const body = capped(shown(text), MOST_CHARACTERS);
  const longest = Math.max(2, ...[...body.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${body}\n${fence}`;
}

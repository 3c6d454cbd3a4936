import { INVISIBLE } from './shown.ts';

/** What `shown` shows otherwise and JSON leaves as it is; `##[` and `##vso[` are commands wherever they stand. */
const UNSHOWN = new RegExp(`[\\x7f-\\x9f]|${INVISIBLE.source}|#(?=#\\w*\\[)`, 'gu');
const HEX_DIGITS = 4;

/** A result as JSON. What would do something to a terminal or a build server where it is printed is escaped. */
export function jsonText(result: object): string {
  return `${JSON.stringify(result, null, 2).replace(UNSHOWN, escaped)}\n`;
}

function escaped(character: string): string {
  const units = character.split('');
  return units.map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(HEX_DIGITS, '0')}`).join('');
}

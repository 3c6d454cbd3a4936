/** Control pictures stand for control characters at the same place of their block. */
const PICTURES = 0x2400;
const DELETE_PICTURE = '\u2421';

/** What turns the direction of text or shows nothing: a name may hide in it. The joiners of letters and emoji stay. */
export const INVISIBLE =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
const LONE_SURROGATE = /\p{Surrogate}/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\0-\x08\x0b-\x1f]/g;
/** What `shown` leaves of them. */
const LAYOUT = /[\t\n]/g;
const C1 = /[\x80-\x9f]/g;

/** What a job's log takes for a command: `::add-mask::` at the beginning of a line, `##[group]` and `##vso[...]` anywhere. */
const COMMAND = /(?<=^\s*):(?=:)|#(?=#\w*\[)/gm;

/**
 * Text from outside as it may be shown anywhere: control characters as their pictures, what is invisible or turns the
 * direction of text, and what begins a command to a build server, as its number, half characters as U+FFFD. Line ends and
 * tabs stay.
 */
export function shown(text: string): string {
  return text
    .replace(LONE_SURROGATE, '\ufffd')
    .replace(/\r\n/g, '\n')
    .replace(CONTROL, picture)
    .replaceAll('\x7f', DELETE_PICTURE)
    .replace(C1, numbered)
    .replace(INVISIBLE, numbered)
    .replace(COMMAND, numbered);
}

/**
 * A value with `shown` of every text in it.
 *
 * @param most - characters of each text that are shown; the rest is left out
 */
export function shownAll<T>(value: T, most = Infinity): T {
  return mapped(value, (text) => shown(beginning(text, most))) as T; // of the same form, text for text
}

function mapped(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapped(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapped(item, change)]));
}

/**
 * As `shown`, of what is to stand on one line: line ends and tabs are control characters there.
 *
 * @param most - characters that are shown; the rest is left out
 */
export function shownOnLine(text: string, most = Infinity): string {
  return shown(beginning(text, most)).replace(LAYOUT, picture);
}

/**
 * A text in quotes, for a message: its beginning, with `...` where that is not all.
 *
 * @param most - characters that are shown
 */
export function quoted(text: string, most = Infinity): string {
  const part = beginning(text, most);
  return shown(JSON.stringify(part.length < text.length ? `${part}...` : text));
}

/** The first characters of a text, none of them cut in half. */
function beginning(text: string, most: number): string {
  return text.length <= most ? text : [...text.slice(0, 2 * most)].slice(0, most).join('');
}

function picture(control: string): string {
  return String.fromCharCode(PICTURES + control.charCodeAt(0));
}

function numbered(character: string): string {
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
}

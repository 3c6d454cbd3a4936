/** Control pictures stand for control characters at the same place of their block. */
const PICTURES = 0x2400;
const DELETE_PICTURE = '\u2421';

/** What turns the direction of text or shows nothing: a name may hide in it. The joiners of letters and emoji stay. */
const INVISIBLE =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
const LONE_SURROGATE = /\p{Surrogate}/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\0-\x08\x0b-\x1f]/g;
const C1 = /[\x80-\x9f]/g;

/**
 * Text from outside as it may be shown anywhere: control characters as their pictures, what is invisible or turns the
 * direction of text as its number, half characters as U+FFFD. Line ends and tabs stay.
 */
export function shown(text: string): string {
  return text
    .replace(LONE_SURROGATE, '\ufffd')
    .replace(/\r\n/g, '\n')
    .replace(CONTROL, (c) => String.fromCharCode(PICTURES + c.charCodeAt(0)))
    .replaceAll('\x7f', DELETE_PICTURE)
    .replace(C1, numbered)
    .replace(INVISIBLE, numbered);
}

/**
 * The beginning of a text.
 *
 * @param most - characters that are shown
 */
export function capped(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most)}... (${text.length.toLocaleString('en')} characters; --json has them all)`;
}

function numbered(character: string): string {
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
}

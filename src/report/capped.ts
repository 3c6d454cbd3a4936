/**
 * The beginning of a text.
 *
 * @param most - characters that are shown
 */
export function capped(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most)}... (${text.length.toLocaleString('en')} characters; --json has them all)`;
}

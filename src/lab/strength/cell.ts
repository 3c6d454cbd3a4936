const MOST_CHARACTERS = 100;

/** A check's title as a cell of a Markdown table: examples are as long as their arguments. */
export function cell(title: string): string {
  const text = title.replaceAll('|', '\\|');
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}...` : text;
}

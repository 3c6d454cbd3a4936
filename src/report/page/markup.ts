import { shown } from '../../port/shown.ts';

/** HTML that may stand in a page as it is. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** What may stand in a template: text, which is escaped, or HTML, or lists of these; nothing for null. */
export type MarkupPart = string | number | null | Markup | readonly MarkupPart[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * A template of HTML: whatever is put in that is no Markup is text, and escaped for elements and quoted attributes alike.
 * So what comes from a port cannot become an element, an attribute or a script.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  return new Markup(strings.map((string, i) => (i === 0 ? '' : render(parts[i - 1])) + string).join(''));
}

/** Text with its characters that HTML reads otherwise as entities. */
export function escaped(text: string): string {
  return shown(text).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

function render(part: MarkupPart): string {
  if (part === null) return '';
  if (part instanceof Markup) return part.text;
  return typeof part === 'object' ? part.map(render).join('') : escaped(String(part));
}

/**
 * Replaces the measured sections of a page: what stands between `<!-- measured:begin name -->` and
 * `<!-- measured:end name -->`.
 *
 * @param page - Markdown
 * @param sections - by name, each without the marks
 * @param mark - the word in the marks, where others than the measurements have sections on the page
 * @returns the page with all of them renewed
 * @throws Error where the page lacks a section, has one twice, or has one that was not measured
 */
export function renewSections(page: string, sections: Readonly<Record<string, string>>, mark = 'measured'): string {
  const marked = [...page.matchAll(new RegExp(`^<!-- ${mark}:begin (\\S+) -->$`, 'gm'))].map((match) => match[1]);
  const unknown = marked.find((name) => !Object.hasOwn(sections, name));
  if (unknown !== undefined) throw new Error(`sections: the page has a section ${unknown}, which is not measured`);
  return Object.entries(sections).reduce((text, section) => renew(mark, text, section), page);
}

function renew(mark: string, page: string, [name, text]: [name: string, text: string]): string {
  const [begin, end] = [`<!-- ${mark}:begin ${name} -->`, `<!-- ${mark}:end ${name} -->`];
  const [before, rest, ...more] = page.split(begin);
  const [, after, ...others] = (rest ?? '').split(end);
  if (after === undefined || more.length > 0 || others.length > 0) {
    throw new Error(`sections: the page must have the marks of ${name} exactly once, ${begin} before ${end}`);
  }
  return `${before}${begin}\n\n${text}\n\n${end}${after}`;
}

import { fenced } from '../report/fenced.ts';

/** Lines of the summary that say no more of a port's data than where it first leaves the run. */
const SHARED = /^(?:first divergence: |explained by |step \d+: \d+ held)/;
/** What an explanation is called, two spaces further in. */
const NAMED = /^ {2}\S.*\(.*npx microgpt-spec explain /;
/**
 * A result as Markdown for an issue: the verdict, the first divergence, the mistake's name and the versions; nothing else of what was
 * dropped.
 *
 * @param lines - what `diff` prints
 * @param version - of the package and its specification
 */
export function shareText(lines: readonly string[], version: string): string {
  const said = lines.filter((line) => SHARED.test(line) || NAMED.test(line));
  return `${fenced([...said, lines.at(-1) ?? ''].join('\n'))}\n\n${version}, try.html\n`;
}

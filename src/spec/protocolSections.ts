import { readOwnText } from '../port/ownText.ts';

const PAGE = new URL('../../spec/protocol.md', import.meta.url);
/** The section about what hello says. */
const HELLO = 'What a port declares';

/**
 * What spec/protocol.md says of an operation, or of `hello`: the text under its heading, up to the next; null where it has no such
 * section.
 */
export function protocolSection(name: string): string | null {
  const lines = readOwnText(PAGE).split('\n');
  const heading = name === 'hello' ? `## ${HELLO}` : `### ${name}`;
  const begin = lines.indexOf(heading);
  if (begin < 0) return null;
  const length = lines.slice(begin + 1).findIndex((line) => /^##/.test(line));
  return lines
    .slice(begin + 1, length < 0 ? undefined : begin + 1 + length)
    .join('\n')
    .trim();
}

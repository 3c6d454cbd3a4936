import { readOwnText } from './ownText.ts';

/** The version in package.json. */
export function packageVersion(): string {
  const text: unknown = JSON.parse(readOwnText(new URL('../../package.json', import.meta.url)));
  return typeof text === 'object' && text !== null && 'version' in text ? String(text.version) : 'unknown';
}

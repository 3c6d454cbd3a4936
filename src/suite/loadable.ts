/** What begins a fragment, a query or an encoded character where vite and Node take a path for an address. */
const MEANING = /[#?%]/;

/**
 * Why files of a folder cannot be loaded, and what to do; null where they can.
 *
 * @param path - of the folder, or of a file in it
 */
export function loadFault(path: string): string | null {
  const [character] = MEANING.exec(path) ?? [];
  if (character === undefined) return null;
  return `${path} has a "${character}" in it, and vite, which loads it, reads a path as an address`;
}

/** The root of the package as URLs in the page name it; nothing is there. */
export const ROOT = 'file:///package/';

let packed: Readonly<Record<string, string>> = {};

/** Takes the package's texts that the page brings along, by their paths from its root. */
export function takeTexts(texts: Readonly<Record<string, string>>): void {
  packed = texts;
}

/**
 * A text that the page brings along.
 *
 * @param path - from the root of the package
 * @throws Error where it was not packed
 */
export function packedText(path: string): string {
  const text = packed[path];
  if (text === undefined) throw new Error(`packedText: ${path} is not packed; pack it in src/lab/try/packedFiles.ts`);
  return text;
}

/** Stands in the page in the place of `src/port/ownText.ts`, which reads files. */
export function readOwnText(file: URL): string {
  return packedText(file.href.slice(ROOT.length));
}

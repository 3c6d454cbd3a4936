import { nearest } from './nearest.ts';

/** What languages are also called, where that is no name or title of theirs. */
const ALIASES: Readonly<Record<string, string>> = {
  py: 'python',
  python3: 'python',
  np: 'numpy',
  node: 'js',
  mjs: 'js',
  'c++': 'cpp',
  cc: 'cpp',
  cxx: 'cpp',
  rs: 'rust',
  golang: 'go',
  rb: 'ruby',
};

/**
 * The languages that someone may have meant: one where the word is an alias, a title, or the name in capitals, else the nearest.
 *
 * @returns names of them
 */
export function meantBy(
  word: string,
  languages: readonly { readonly name: string; readonly title: string }[],
): readonly string[] {
  const plain = word.toLowerCase();
  const spellings = new Map(
    languages.flatMap(({ name, title }) => [[name, name] as const, [title.toLowerCase(), name] as const]),
  );
  for (const [alias, name] of Object.entries(ALIASES)) if (spellings.has(name)) spellings.set(alias, name);
  const exact = spellings.get(plain);
  if (exact !== undefined) return [exact];
  return [...new Set(nearest(plain, [...spellings.keys()]).map((spelling) => spellings.get(spelling) ?? spelling))];
}

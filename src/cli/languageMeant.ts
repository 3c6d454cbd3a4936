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

/** A language, as a table of templates has it. */
interface Named {
  readonly name: string;
  readonly title: string;
}

/** The language of that name or title, in capitals or not, or of another name that it has; undefined where there is none. */
export function languageCalled<T extends Named>(word: string, languages: readonly T[]): T | undefined {
  const name = spellingsOf(languages).get(word.toLowerCase());
  return languages.find((language) => language.name === name);
}

/**
 * The languages that someone may have meant who mistyped one: those whose names, titles and other names are nearest.
 *
 * @returns names of them
 */
export function meantBy(word: string, languages: readonly Named[]): readonly string[] {
  const spellings = spellingsOf(languages);
  return [...new Set(nearest(word, [...spellings.keys()]).map((spelling) => spellings.get(spelling) ?? spelling))];
}

/** The names of languages by what they are called. */
function spellingsOf(languages: readonly Named[]): ReadonlyMap<string, string> {
  const spellings = new Map(
    languages.flatMap(({ name, title }) => [[name, name] as const, [title.toLowerCase(), name] as const]),
  );
  for (const [alias, name] of Object.entries(ALIASES)) if (spellings.has(name)) spellings.set(alias, name);
  return spellings;
}

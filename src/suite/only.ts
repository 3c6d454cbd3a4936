import { type Chapter, SPEC_CHAPTERS } from '../port/ops.ts';
import type { CheckManifest } from './manifest.ts';

/** Checks that a run is limited to. */
export interface Only {
  /** Clauses, of which all checks are asked, and titles of single checks: what was asked for. */
  readonly names: readonly string[];
  /** The titles of all of them. */
  readonly titles: readonly string[];
  /** Their chapters. */
  readonly chapters: readonly Chapter[];
}

/** There is no such clause or check. */
export class UnknownCheck extends RangeError {
  override readonly name = 'UnknownCheck';
  readonly asked: string;

  constructor(asked: string) {
    super(`there is no clause and no check ${asked}`);
    this.asked = asked;
  }
}

/**
 * The checks of some clauses, and single checks by their titles.
 *
 * @param names - `loss.11`, or a check's whole title
 * @throws UnknownCheck where there is none of a name
 */
export function onlyThese(manifest: CheckManifest, names: readonly string[]): Only {
  const found = names.map((name) => {
    const chapter = SPEC_CHAPTERS.find((candidate) => name.startsWith(`${candidate}.`));
    const titles = chapter === undefined ? [] : Object.keys(manifest[chapter] ?? {});
    const own = titles.filter((title) => title === name || (!name.includes(' ') && title.startsWith(`${name} `)));
    if (chapter === undefined || own.length === 0) throw new UnknownCheck(name);
    return { chapter, titles: own };
  });
  const chapters = new Set(found.map(({ chapter }) => chapter));
  return {
    names,
    titles: [...new Set(found.flatMap(({ titles }) => titles))],
    chapters: SPEC_CHAPTERS.filter((chapter) => chapters.has(chapter)),
  };
}

const META = /[\\^$.*+?()[\]{}|/-]/g;

/** A regular expression of vitest's that these titles match and no others. */
export function patternOf(titles: readonly string[]): RegExp {
  return new RegExp(`^(?:${titles.map((title) => title.replace(META, '\\$&')).join('|')})$`);
}

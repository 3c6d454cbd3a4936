import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../deviations/catalogue.ts';
import { CHAPTERS } from '../../port/ops.ts';
import { AT_THE_EDGE } from '../../report/result.ts';
import { chapterOf, clauseOf } from './kills.ts';
import { WITHOUT_LAW } from './reasons.ts';
import { readStrength } from './record.ts';
import { sweepInTurns } from './sweep.ts';
import type { SweptCheck } from './sweepCache.ts';
import { TURNS } from './turnModule.ts';

const TIMEOUT_MS = 600_000;
const { checks, deviations } = readStrength();
const recordedTitles = checks.map(({ title }) => title);

/** What the record says of a deviation in a chapter; null where it is later than the record. */
function recorded(id: string, chapter: string): string[] | null {
  const failed = deviations.find((entry) => entry.id === id)?.failed;
  const own = failed?.map((place) => checks[place]).filter((check) => chapterOf(clauseOf(check)) === chapter);
  return own?.map(({ title }) => title) ?? null;
}

/**
 * Checks of gradients that cancel: since the record they are measured against all matrices, so it says nothing of them. Goes
 * with the next `npm run strength`.
 */
const MEASURED_OTHERWISE = /^model\.(8|10|11) golden: backward|^model\.(18|24) /;

/** What of two lists of titles is the same matter for both: checks that the record and the tree have. */
function inBoth(titles: readonly string[], swept: readonly string[]): string[] {
  const known = (title: string) => recordedTitles.includes(title) && !MEASURED_OTHERWISE.test(title);
  return titles.filter((title) => known(title) && swept.includes(title)).toSorted();
}

describe('known mistakes, against the chapter of their clause, fail at least what spec/measured/strength.json says', () => {
  test.each(CHAPTERS)('%s', { timeout: TIMEOUT_MS }, async (chapter) => {
    const own = CATALOGUE.filter(({ clause }) => chapterOf(clause) === chapter).map(({ id }) => id);
    const subjects = TURNS.filter(({ kind, id }) => kind === 'deviation' && own.includes(id));
    const results = await sweepInTurns([chapter], subjects);
    expect(subjects.length).toBe(own.length);
    const failed = new Map(own.map((id) => [id, titlesOf(failuresIn(results[`deviation:${id}`]))]));
    for (const [id, titles] of failed) {
      const ran = titlesOf(results[`deviation:${id}`]);
      expect(inBoth(titles, ran), id).toEqual(expect.arrayContaining(inBoth(recorded(id, chapter) ?? titles, ran)));
    }
    // One that is later than the record is seen by its chapter, or it is said why no law of it can.
    const later = [...failed].filter(([id]) => recorded(id, chapter) === null);
    const unseen = later.filter(([, titles]) => titles.length === 0).map(([id]) => id);
    expect(unseen.filter((id) => WITHOUT_LAW[id] === undefined)).toEqual([]);
  });
});

function failuresIn(checks: readonly SweptCheck[]): SweptCheck[] {
  return checks.filter(({ status }) => status === 'failed');
}

/** Titles without what tells an edge check from its twin in core: the record may be older than the two. */
function titlesOf(checks: readonly SweptCheck[]): string[] {
  return [...new Set(checks.map(({ title }) => title.replace(AT_THE_EDGE, '')))];
}

import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../deviations/catalogue.ts';
import { CHAPTERS } from '../../port/ops.ts';
import { chapterOf, clauseOf } from './kills.ts';
import { readStrength } from './record.ts';
import { sweepInTurns } from './sweep.ts';
import { TURNS } from './turnModule.ts';

const TIMEOUT_MS = 600_000;
const { checks, deviations } = readStrength();

/** What the record says of a deviation in a chapter. */
function recorded(id: string, chapter: string): string[] {
  const failed = deviations.find((entry) => entry.id === id)?.failed ?? [];
  return failed
    .map((place) => checks[place])
    .filter((check) => chapterOf(clauseOf(check)) === chapter)
    .map(({ title }) => title);
}

describe('known mistakes, against the chapter of their clause, fail what spec/measured/strength.json says', () => {
  test.each(CHAPTERS)('%s', { timeout: TIMEOUT_MS }, async (chapter) => {
    const own = CATALOGUE.filter(({ clause }) => chapterOf(clause) === chapter).map(({ id }) => id);
    const subjects = TURNS.filter(({ kind, id }) => kind === 'deviation' && own.includes(id));
    const results = await sweepInTurns(chapter, subjects);
    expect(subjects.length).toBe(own.length);
    for (const id of own) {
      const failed = results[`deviation:${id}`].filter(({ status }) => status === 'failed').map(({ title }) => title);
      expect(failed.sort(), id).toEqual(recorded(id, chapter).sort());
    }
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DEADLINE_MS, isWithout, portWith } from './dumpPort.fixture.ts';
import { DUMP_LANGUAGES, type DumpLanguage, readDumpLines } from './dumps.ts';
import { CHANGED, numbersText, trained, withOtherGradient } from './portNumbers.fixture.ts';

// The lines of each language are pasted as they stand into a small port.

const FOLDER = mkdtempSync(join(tmpdir(), 'microgpt-dumps-'));
const MOST_COLUMNS = 120;
const MOST_LINES = 50;
/** Forward with logits and probs at three positions, three losses and their mean; nine matrices of each of grad, m, v, updated. */
const JUDGED = 3 * 2 + 2 + 4 * 9;
/** The names of a trace but logits and probs, from their table: `pos0.layer0.q`, `.k`. */
const CELLS = readFileSync(new URL('../../spec/traces.md', import.meta.url), 'utf8').matchAll(/^\| (`pos0\.[^|]*)\|/gm);
const ON_THE_WAY = [...new Set([...CELLS].flatMap(([, cell]) => namesIn(cell)))]
  .filter((name) => !/\.(?:logits|probs)$/.test(name))
  .toSorted();
const STEPS = await trained();

afterAll(() => rmSync(FOLDER, { recursive: true }));

describe.each(DUMP_LANGUAGES)('the lines that dump a step in $title', (language) => {
  test(`have five parts, and are at most ${MOST_LINES} of ${MOST_COLUMNS} columns`, () => {
    const lines = readDumpLines(language).trimEnd().replaceAll('\t', '    ').split('\n');
    expect(partsOf(language).length).toBe(5);
    expect(lines.length).toBeLessThanOrEqual(MOST_LINES);
    expect(lines.filter((line) => line.length > MOST_COLUMNS)).toEqual([]);
  });

  test('name every value on the way', () => {
    const remarks = readDumpLines(language).replaceAll(/\n\s*(?:\/\/|#|--)\s*/g, ' ');
    const groups = [...remarks.matchAll(/(pos0[.\w]*\.)\{(.*?)\}/g)];
    const named = groups.flatMap(([, before, names]) => names.split(/,\s*/).map((name) => before + name));
    expect(named.toSorted()).toEqual(ON_THE_WAY);
  });

  test.skipIf(isWithout(language) && process.env.CI === undefined)(
    'write three steps that hold, and with one gradient changed are wrong there',
    () => {
      const run = portWith(language, FOLDER, partsOf(language));
      const right = run('right', numbersText(STEPS));
      expect(right.files).toEqual(['step1.txt', 'step2.txt', 'step3.txt']);
      expect(right.lines.filter((line) => line.startsWith('step '))).toEqual(
        [1, 2, 3].map((step) => expect.stringMatching(`^step ${step}: ${JUDGED} held, 0 wrong`)),
      );
      expect(right.verdict).toBe(`verdict: f64, in what is given (${3 * JUDGED} values)`);
      const changed = run('changed', numbersText([withOtherGradient(STEPS[0]), ...STEPS.slice(1)]));
      expect([changed.firstWrong, changed.verdict]).toEqual([`first wrong: ${CHANGED}`, 'verdict: diverges']);
    },
    4 * DEADLINE_MS,
  );
});

/** The lines below each `1. ...`; that comment too, which must be one wherever it is pasted. */
function partsOf(language: DumpLanguage): string[] {
  return readDumpLines(language)
    .split(/^(?=[ \t]*(?:\/\/|#|--) \d\. )/m)
    .slice(1);
}

function namesIn(cell: string): string[] {
  const [first, ...others] = [...cell.matchAll(/`([^`]*)`/g)].map(([, name]) => name);
  return [first, ...others.map((name) => first.replace(/\.\w+$/, name))];
}

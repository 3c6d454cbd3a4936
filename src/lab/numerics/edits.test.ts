import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { applyEdits, type Edit } from '../../deviations/patched.ts';
import { readMeasurements } from './measurements.ts';
import { MISTAKES } from './mistakes.ts';
import { NOISE } from './noise.ts';

const noise = NOISE.flatMap(({ title, runs }) =>
  runs.slice(0, 1).flatMap((run): [string, readonly Edit[]][] => (run.kind === 'edits' ? [[title, run.edits]] : [])),
);
const mistakes = MISTAKES.map(({ title, edits }): [string, readonly Edit[]] => [title, edits]);
const ids = [...NOISE, ...MISTAKES].map(({ id }) => id);

/** The compiled files that the edits are meant for, changed. */
function changed(edits: readonly Edit[]): string[] {
  const files = [...new Set(edits.map(({ file }) => file))];
  return files.map((file) => {
    const text = readFileSync(new URL(`../../../dist/reference/${file}.js`, import.meta.url), 'utf8');
    return applyEdits(file, text, edits);
  });
}

describe('what is measured applies to the reference as it was built', () => {
  test.each([...noise, ...mistakes])('%s', (_, edits) => {
    expect(changed(edits)).not.toContain('');
  });

  test('the mistakes are those that were measured', () => {
    const names = (list: readonly { id: string; title: string; chapter: string }[]) =>
      list.map(({ id, title, chapter }) => [id, title, chapter]);
    expect(names(MISTAKES)).toEqual(names(readMeasurements().mistakes));
  });

  test('every identifier stands for one thing', () => expect(new Set(ids).size).toBe(ids.length));
});

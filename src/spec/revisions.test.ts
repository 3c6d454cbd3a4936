import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSpec } from './clauses.ts';
import { revisionClauses, SPEC_REVISION } from './revisions.ts';

test("the latest revision's list is the specification's clauses (a new clause is of a new revision, once this one is released)", () => {
  expect(revisionClauses(SPEC_REVISION)).toEqual(readSpec().map(({ id }) => id));
});

test('every revision has its list, and takes none of the clauses before it away', () => {
  const files = readdirSync(new URL('../../spec/revisions/', import.meta.url));
  expect(files.length).toBe(SPEC_REVISION);
  for (let revision = 2; revision <= SPEC_REVISION; revision++) {
    expect(revisionClauses(revision)).toEqual(expect.arrayContaining([...revisionClauses(revision - 1)]));
  }
});

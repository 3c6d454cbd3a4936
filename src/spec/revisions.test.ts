import { expect, test } from 'vitest';
import { readSpec } from './clauses.ts';
import { FROZEN_REVISION, laterClauses, revisionClauses, specRevision } from './revisions.ts';

const clauses = readSpec().map(({ id }) => id);
const frozen = revisionClauses(FROZEN_REVISION);

test('a frozen clause stays, in its place: none is taken away or renumbered', () => {
  expect(clauses.filter((id) => frozen.includes(id))).toEqual(frozen);
});

test('every revision has its list, and takes none of the clauses before it away', () => {
  for (let revision = 2; revision <= FROZEN_REVISION; revision++) {
    expect(revisionClauses(revision)).toEqual(expect.arrayContaining([...revisionClauses(revision - 1)]));
  }
  expect(revisionClauses(1).length).toBe(142);
});

test('a clause that is added is of the next revision, and the last one stays as it is', () => {
  const grown = [...frozen, 'loss.99'];
  expect([specRevision(frozen), specRevision(grown)]).toEqual([FROZEN_REVISION, FROZEN_REVISION + 1]);
  expect(laterClauses(grown)).toEqual(['loss.99']);
  expect(revisionClauses(FROZEN_REVISION + 1, grown)).toEqual(grown);
  expect(revisionClauses(FROZEN_REVISION, grown)).toEqual(frozen);
});

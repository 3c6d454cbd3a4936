import { describe, expect, test } from 'vitest';
import { OPS } from '../port/ops.ts';
import type { OpName } from '../port/port.ts';
import { readSpec } from './clauses.ts';
import { domainOf } from './domain.ts';

describe('domainOf', () => {
  const all = (Object.keys(OPS) as OpName[]).map((op) => [op, domainOf(op)] as const);

  test('has dimensions of every operation, each with an end or a kind', () => {
    expect(all.filter(([, dimensions]) => dimensions.length === 0)).toEqual([]);
    const dimensions = all.flatMap(([, own]) => own);
    expect(dimensions.filter(({ most, kinds }) => most === null && kinds === '')).toEqual([]);
  });

  test('names clauses that there are', () => {
    const ids = new Set(readSpec().map(({ id }) => id));
    const named = all.flatMap(([, own]) => own.flatMap(({ least, most }) => [least, most]));
    expect(named.filter((end) => end !== null && !ids.has(end.clause))).toEqual([]);
    expect(named.filter((end) => end !== null).length).toBeGreaterThan(all.length);
  });
});

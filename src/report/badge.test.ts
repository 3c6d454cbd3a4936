import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { badge } from './badge.ts';
import { chapterResult, claiming, conformingResult, failingAtEdge, failingResult } from './result.fixture.ts';

/** What https://shields.io/endpoint takes (badges/shields, services/endpoint-common.js): all else makes its picture an error. */
const SHIELDS = {
  type: 'object',
  required: ['schemaVersion', 'label', 'message'],
  additionalProperties: false,
  properties: {
    schemaVersion: { const: 1 },
    label: { type: 'string' },
    message: { type: 'string', minLength: 1 },
    color: { enum: ['brightgreen', 'green', 'yellowgreen', 'yellow', 'orange', 'red', 'blue', 'lightgrey'] },
  },
};
const total = conformingResult().clauses.length;

test('a badge says what was checked', () => {
  expect(badge(conformingResult(), total)).toEqual({
    schemaVersion: 1,
    label: 'microgpt-spec',
    message: `f64 · ${total}/${total} clauses · 1000 steps`,
    color: 'brightgreen',
  });
});

test('a port that is exact by its own library says so', () => {
  const exact = { steps: 100, values: 800_000, milliseconds: 3200 };
  expect(badge({ ...conformingResult(), exact }, total)).toMatchObject({
    message: `f64 · ${total}/${total} clauses · 1000 steps · exact by its own library (100 steps)`,
  });
});

test('a run of one chapter does not claim the others', () => {
  const loss = { ...chapterResult('loss'), canonical: { losses: null, samples: null } };
  expect(badge(loss, total)).toMatchObject({
    message: `f64 · ${loss.clauses.length}/${total} clauses · chapter loss alone`,
    color: 'blue',
  });
});

test('a port that leaves clauses out shows how many it claims, in blue', () => {
  expect(badge(claiming(15), total)).toMatchObject({ message: `f64 · 15/${total} claimed`, color: 'blue' });
  const required = { ...claiming(15), problems: ['loss.1 is required and not claimed'] };
  expect(badge(required, total)).toMatchObject({ message: `f64 · 15/${total} claimed`, color: 'red' });
});

test('a port that fails at the edge alone has its clauses in core, in blue', () => {
  expect(badge(failingAtEdge(3), total)).toMatchObject({
    message: `f64 · ${total}/${total} clauses in core · 1000 steps`,
    color: 'blue',
  });
});

test('failures are counted, and red', () => {
  expect(badge(failingResult(['a', 'b']), total)).toMatchObject({
    message: `f64 · ${total - 2}/${total} clauses · 2 failed · 1000 steps`,
    color: 'red',
  });
});

describe('a badge that shields.io draws', () => {
  const isDrawn = new Ajv2020().compile(SHIELDS);

  test.each([
    ['a whole port', conformingResult(), 'brightgreen'],
    ['a part of the specification', chapterResult('loss'), 'blue'],
    ['a port that leaves clauses out', claiming(15), 'blue'],
    ['failures at the edge', failingAtEdge(3), 'blue'],
    ['failures', failingResult(['a']), 'red'],
  ])('of %s', (_, result, color) => {
    const made = badge(result, total);
    expect([isDrawn(made), isDrawn.errors, made.color]).toEqual([true, null, color]);
  });

  test('an array of badges is none', () => {
    expect(isDrawn([badge(conformingResult(), total)])).toBe(false);
  });
});

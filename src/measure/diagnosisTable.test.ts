import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CATALOGUE } from '../deviations/catalogue.ts';
import { pageOf, readDiagnoses } from './diagnosisTable.ts';
import { UNLISTED } from './unlisted.ts';

const diagnoses = readDiagnoses();

test('spec/diagnosis.md shows spec/diagnosis.json', () => {
  const page = readFileSync(new URL('../../spec/diagnosis.md', import.meta.url), 'utf8');
  expect(page).toBe(pageOf(diagnoses));
});

test('every known mistake was measured, and every mistake outside the catalogue', () => {
  expect(diagnoses.listed.map(({ id }) => id)).toEqual(CATALOGUE.map(({ id }) => id));
  expect(diagnoses.unlisted.map(({ id }) => id)).toEqual(UNLISTED.map(({ id }) => id));
});

test('no known mistake is passed over or comes behind another, and none is given a wrong name', () => {
  const shown = diagnoses.listed.flatMap(({ id, printed, replayed }) => [
    [id, printed],
    [id, replayed],
  ]);
  expect(shown.filter(([, outcome]) => !['named', 'silent', 'refused'].includes(outcome))).toEqual([]);
});

test('mistakes outside the catalogue are never given a name', () => {
  const outcomes = diagnoses.unlisted.flatMap(({ printed, replayed }) => [printed, replayed]);
  expect(outcomes.filter((outcome) => outcome !== 'unnamed' && outcome !== 'silent')).toEqual([]);
});

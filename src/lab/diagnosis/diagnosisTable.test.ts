import { expect, test } from 'vitest';
import { CATALOGUE } from '../../deviations/catalogue.ts';
import { readPage } from '../release/firstLine.ts';
import { diagnosisPage, readDiagnoses } from './diagnosisTable.ts';

const diagnoses = readDiagnoses();

test('spec/measured/diagnosis.md shows spec/measured/diagnosis.json', () => {
  const page = readPage(new URL('../../../spec/measured/diagnosis.md', import.meta.url));
  expect(page).toBe(diagnosisPage(diagnoses));
});

test('no known mistake is passed over or comes behind another, and none is given a wrong name', () => {
  const shown = diagnoses.listed.flatMap(({ id, printed, replayed }) => [
    [id, printed],
    [id, replayed],
  ]);
  expect(shown.filter(([, outcome]) => !['named', 'silent', 'refused'].includes(outcome))).toEqual([]);
});

test('what four decimals do not show is a matter of digits, or a run that has ended', () => {
  const shows = new Map(CATALOGUE.map((deviation) => [deviation.id, deviation.shows]));
  const silent = diagnoses.listed.filter(({ id, printed }) => printed === 'silent' && shows.get(id) !== 'law');
  expect(silent.map(({ id }) => id)).toEqual([
    'softmax-eps', // 1.6e-8 over 1000 steps
    'log-eps-1e-10',
    'log-eps-1e-12',
    'adam-root-missing', // has one loss only
    'num-steps-500', // is microgpt.py with another constant, which the log itself says
    'f32', // conforms, in its class
    'f32-parameters',
  ]);
});

test('mistakes outside the catalogue are never given a name', () => {
  const outcomes = diagnoses.unlisted.flatMap(({ printed, replayed }) => [printed, replayed]);
  expect(outcomes.filter((outcome) => outcome !== 'unnamed' && outcome !== 'silent')).toEqual([]);
});

import { expect, test } from 'vitest';
import { CATALOGUE } from '../../deviations/catalogue.ts';
import { readPage } from '../release/firstLine.ts';
import { FORMS, LENGTHS } from './diagnosisLogs.ts';
import { DIAGNOSED, LETTERS } from './diagnosisRow.ts';
import { diagnosisPage, readDiagnoses } from './diagnosisTable.ts';

const diagnoses = readDiagnoses();
const { rows } = diagnoses;
const entries = rows.filter(({ kind }) => kind === 'entry');

test('spec/measured/diagnosis.md shows spec/measured/diagnosis.json', () => {
  const page = readPage(new URL('../../../spec/measured/diagnosis.md', import.meta.url));
  expect(page).toBe(diagnosisPage(diagnoses));
});

test('a row is of a mistake that there is, and has a letter for each of its logs', () => {
  const ids = new Set(DIAGNOSED.map(({ id }) => id));
  expect(rows.filter(({ id }) => !ids.has(id))).toEqual([]);
  const letters = new RegExp(`^[${Object.values(LETTERS).join('')}]{${LENGTHS.length}}$`);
  const others = rows.filter(({ outcomes }) => !FORMS.every((form) => letters.test(outcomes[form.id])));
  expect(others).toEqual([]);
});

test('nothing is given a wrong name, and nothing comes behind another', () => {
  expect(rows.flatMap(({ id, wrong }) => wrong.map((log) => `${id}, ${log}`))).toEqual([]);
  const letters = new RegExp(`[${LETTERS.wrong}${LETTERS.behind}]`);
  expect(rows.filter(({ outcomes }) => letters.test(Object.values(outcomes).join('')))).toEqual([]);
});

test('no known mistake is passed over in a whole run', () => {
  const passed = new RegExp(`^[${LETTERS.unnamed}${LETTERS['too-little']}]`);
  const over = entries.filter(({ outcomes }) => Object.values(outcomes).some((letters) => passed.test(letters)));
  expect(over.map(({ id }) => id)).toEqual([]);
});

test('what four decimals do not show is a matter of digits, or a run that has ended', () => {
  const shows = new Map(CATALOGUE.map((deviation) => [deviation.id, deviation.shows]));
  const silent = entries.filter(
    ({ id, outcomes }) => outcomes['python-4'].startsWith(LETTERS.silent) && shows.get(id) !== 'law',
  );
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

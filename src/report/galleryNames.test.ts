import { expect, test } from 'vitest';
import { galleryNames } from './galleryNames.ts';
import { conformingResult, HOSTILE, named } from './result.fixture.ts';

const one = conformingResult();
const names = (...of: readonly string[]) => [...galleryNames(of.map((name) => named(one, name))).values()];

test('a result is called by port, version, class and system', () => {
  expect(names('microgpt.c')).toEqual(['microgpt-c-1.0-f64-linux-x64']);
});

test.each([
  '../../etc/passwd',
  '..',
  HOSTILE,
  'CON',
  '',
  'ünïcödé',
  '-rf',
  'a b\n',
])('nothing of %j can mean something to a path', (name) => {
  const versioned = { ...one, port: { ...one.port, name, version: name } };
  expect([...galleryNames([versioned]).values()][0]).toMatch(/^[a-z0-9][a-z0-9.-]*-f64-linux-x64$/);
});

test('what comes to the same name is numbered', () => {
  expect(names('A b', 'a-b', 'a  b').map((name) => name.replace('a-b-1.0-f64-linux-x64', ''))).toEqual([
    '',
    '--2',
    '--3',
  ]);
});

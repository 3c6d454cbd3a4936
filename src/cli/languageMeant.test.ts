import { expect, test } from 'vitest';
import { DUMP_LANGUAGES } from '../adapters/dumps.ts';
import { LANGUAGES } from '../adapters/languages.ts';
import { NATIVE_LANGUAGES } from '../adapters/nativeTests/languages.ts';
import { languageCalled, meantBy } from './languageMeant.ts';
import { nearest } from './nearest.ts';

test.each([
  ['py', 'python'],
  ['C', 'c'],
  ['javascript', 'js'],
  ['TypeScript', 'ts'],
  ['C++', 'cpp'],
  ['golang', 'go'],
])('%s is taken for %s', (word, name) => {
  expect(languageCalled(word, LANGUAGES)?.name).toBe(name);
});

test('a language that a table has not is none, by whatever name', () => {
  expect(languageCalled('rb', NATIVE_LANGUAGES)).toBeUndefined();
  expect(languageCalled('np', DUMP_LANGUAGES)?.name).toBe('numpy');
});

test('of a mistyped one the nearest are named, by other names too', () => {
  expect(meantBy('pytohn', LANGUAGES)[0]).toBe('python');
  expect(meantBy('pyy', NATIVE_LANGUAGES)[0]).toBe('python');
});

test('capitals count for nothing where the nearest are looked for', () => {
  expect(nearest('LOSS', ['pow', 'loss'])[0]).toBe('loss');
});

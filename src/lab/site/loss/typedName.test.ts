import { expect, test } from 'vitest';
import { CANONICAL } from '../../../reference/config.ts';
import { typedName } from './typedName.ts';

const UCHARS = [...'abcdefghijklmnopqrstuvwxyz'];
const read = (text: string) => typedName(text, UCHARS, CANONICAL.block_size);

test('a name is its tokens with BOS on both sides, without the spaces around it', () => {
  expect(read(' emma ')).toEqual({ kind: 'tokens', tokens: [26, 4, 12, 12, 0, 26], left: 0 });
});

test.each([
  ['a'.repeat(15), 0],
  ['a'.repeat(16), 1],
  ['a'.repeat(20), 5],
])('of %s, %i targets are beyond the last position, BOS among them', (name, left) => {
  expect(read(name)).toMatchObject({ kind: 'tokens', left });
});

test.each([
  ['Emma', 'The model has no token for "E": type a name of the characters a to z.'],
  ['zoë-ë', 'The model has no token for "ë", "-": type a name of the characters a to z.'],
  ['😀', 'The model has no token for "😀": type a name of the characters a to z.'],
  ['  ', 'There is no name yet: type one of the characters a to z.'],
])('%j is none, and what to do is said', (text, said) => {
  expect(read(text)).toEqual({ kind: 'fault', said });
});

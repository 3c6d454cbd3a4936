import { expect, test } from 'vitest';
import { CANONICAL } from '../../reference/config.ts';
import { besideNotes } from './besideNotes.ts';

const dump = { step: 2, tokens: [26, 0, 26] };
const notes = (name: string, value: number) =>
  besideNotes({ dump, beside: [{ name, value }] }, { ...CANONICAL, vocab_size: 27 });

test.each([
  ['num_steps', 4, 'num_steps is 1000 here; if the port has 4, write config.num_steps, or say --num_steps 4'],
  ['n_head', 5, 'n_head is 4 here; if the port has 5, write config.n_head, or say --n_head 5'],
  ['vocab_size', 5, 'vocab_size is 27 here'],
  ['BOS', 3, 'BOS is 26 here'],
])('%s %s beside a step is said not to be read', (name, value, here) => {
  expect(notes(name, value)).toEqual([`${name} ${value} stands beside the step and is not read: ${here}`]);
});

test.each([
  ['num_steps', 1000],
  ['BOS', 26],
  ['num_params', 7],
  ['learning_rate', 0.01 * (1 - 1 / 1000)],
])('%s %s is not', (name, value) => {
  expect(notes(name, value)).toEqual([]);
});

import { expect, test } from 'vitest';
import { mistakenProgram } from './programMistake.ts';
import { PROGRAM_MISTAKES } from './programs.ts';

test('each mistake has a name of its own', () => {
  const ids = PROGRAM_MISTAKES.map(({ id }) => id);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});

test.each(PROGRAM_MISTAKES)('$id can be made, in operations that there are', async (mistake) => {
  const port = await mistakenProgram(mistake);
  expect(port.name).toBe(mistake.id);
  expect(mistake.ops.every((op) => typeof port[op] === 'function')).toBe(true);
});

import { expect, test } from 'vitest';
import { CONSTANTS_OF } from './compiledIn.ts';
import { configured } from './declarations.ts';
import { OPS } from './ops.ts';
import type { OpName } from './port.ts';

test('every operation with a configuration has its constants, but the program, which takes all', () => {
  const taking = configured(Object.keys(OPS) as OpName[]).filter((op) => op !== 'microgpt');
  expect(Object.keys(CONSTANTS_OF)).toEqual(taking);
});

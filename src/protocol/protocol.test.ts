import { expect, test } from 'vitest';
import { referencePort } from '../port/reference.ts';
import { ECHO } from './echo.ts';
import { readExchanges } from './exchanges.ts';
import { ALL_OPS } from './processPort.ts';
import { answer } from './serve.ts';

const exchanges = readExchanges();

test('spec/protocol.md has a worked exchange for every operation', () => {
  expect(new Set(exchanges.map(({ op }) => op))).toEqual(new Set([ECHO, ...ALL_OPS]));
});

test.each(exchanges)('the reference answers $request as spec/protocol.md says', async ({ request, reply }) => {
  expect(await answer(referencePort('0.1.0'), ALL_OPS, request)).toBe(reply);
});

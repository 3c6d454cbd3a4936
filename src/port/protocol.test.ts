import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ALL_OPS } from './processPort.ts';
import { referencePort } from './reference.ts';
import { answer } from './serve.ts';

const text = readFileSync(new URL('../../spec/protocol.md', import.meta.url), 'utf8');
const exchanges = [...text.matchAll(/```exchange\n(.+)\n(.+)\n```/g)].map(([, request, reply]) => ({ request, reply }));

test('spec/protocol.md has a worked exchange for every operation', () => {
  expect(new Set(exchanges.map(({ request }) => request.split(' ')[1]))).toEqual(new Set(ALL_OPS));
});

test.each(exchanges)('the reference answers $request as spec/protocol.md says', async ({ request, reply }) => {
  expect(await answer(referencePort('0.1.0'), ALL_OPS, request)).toBe(reply);
});

import { expect, test } from 'vitest';
import { configure } from './config.ts';
import { withPlainAnswers } from './plainAnswers.ts';
import type { Port } from './port.ts';

const info = { name: 'mine', lang: 'TypeScript', version: '1', dtype: 'f64' } as const;
const given = { wte: [[1]], wpe: [[2]] };

// A module in JavaScript may answer what the types do not say.
const typed = <T>(answer: T): never => answer as never;

test('a typed array is a list, at once or by a promise', async () => {
  const port: Port = {
    ...info,
    softmax: () => typed(Float64Array.of(0.5, 0.5)),
    rmsnorm: async () => typed(Float32Array.of(1)),
  };
  const plain = withPlainAnswers(port);
  expect(plain.softmax?.([0, 0])).toEqual([0.5, 0.5]);
  expect(await plain.rmsnorm?.([1])).toEqual([1]);
});

test('an answer stays as it came, though the next one is written into the same array', () => {
  const buffer: number[] = [];
  const plain = withPlainAnswers({
    ...info,
    softmax: (logits) => {
      buffer.length = 0;
      buffer.push(...logits);
      return buffer;
    },
  });
  const first = plain.softmax?.([1, 2]);
  expect([plain.softmax?.([3]), first]).toEqual([[3], [1, 2]]);
});

test('matrices of a gradient stand in the order of the parameters, rows of a typed array among them', () => {
  const grad = { wpe: [Float64Array.of(4)], wte: [[3]] };
  const plain = withPlainAnswers({ ...info, backward: () => typed({ loss: 1, grad }) });
  const answer = JSON.stringify(plain.backward?.(configure({}), given, [0, 0]));
  expect(answer).toBe('{"loss":1,"grad":{"wte":[[3]],"wpe":[[4]]}}');
});

test('names that are other ones stay as they are', () => {
  const plain = withPlainAnswers({ ...info, backward: () => ({ loss: 1, grad: { wpe: [[4]], other: [[3]] } }) });
  expect(JSON.stringify(plain.backward?.(configure({}), given, [0, 0]))).toContain('{"wpe":[[4]],"other":[[3]]}');
});

test('what a port declares stays, and an operation that it has not is not there', () => {
  const plain = withPlainAnswers({ ...info, fixed: { n_layer: 2 }, steps: 10 });
  expect(plain).toEqual({ ...info, fixed: { n_layer: 2 }, steps: 10 });
});

test("a promise that is not this realm's own is awaited as any other", async () => {
  // biome-ignore lint/suspicious/noThenProperty: what another realm's promise is to this one
  const later = { then: (settle: (answer: unknown) => void) => settle(Float64Array.of(0.5, 0.5)) };
  const plain = withPlainAnswers({ ...info, softmax: () => typed(later) });
  expect(await plain.softmax?.([0, 0])).toEqual([0.5, 0.5]);
});

test.each([
  ['in place of its names', () => typed(new Map([['pos0.x', [1]]]))],
  ['by a promise', async () => typed(new Map([['pos0.x', [1]]]))],
])('a trace that is a Map %s is told to be one', async (_, trace) => {
  const plain = withPlainAnswers({ ...info, trace }, (message) => new RangeError(message));
  const asked = async () => plain.trace?.(configure({}), given, [0, 0]);
  await expect(asked).rejects.toThrow(
    new RangeError('trace answered with a Map, where a plain object is due; return Object.fromEntries(map)'),
  );
});

test('so is a gradient', () => {
  const plain = withPlainAnswers({ ...info, backward: () => typed({ loss: 1, grad: new Map() }) });
  expect(() => plain.backward?.(configure({}), given, [0, 0])).toThrow('backward answered with a Map');
});

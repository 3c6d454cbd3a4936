import { expect, test } from 'vitest';
import { createWorkspace, reserve, Space } from './memory.ts';

test('a model that does not fit into memory is refused with its size, and what to do', () => {
  const space = new Space('f64');
  space.vector(2 ** 30);
  expect(() => reserve(createWorkspace(), space)).toThrow(
    new RangeError(
      'engine: a model of these sizes takes 8192 MB, which cannot be had; use smaller sizes (n_layer, n_embd, block_size)',
    ),
  );
});

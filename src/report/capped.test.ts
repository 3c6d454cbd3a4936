import { describe, expect, test } from 'vitest';
import { capped } from './capped.ts';

describe('capped', () => {
  test('says how much is left out', () => {
    expect(capped('x'.repeat(10_000_000), 3)).toBe('xxx... (10,000,000 characters; --json has them all)');
    expect(capped('xxx', 3)).toBe('xxx');
  });
});

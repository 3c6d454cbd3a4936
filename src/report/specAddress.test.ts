import { expect, test } from 'vitest';
import { readSpec } from '../spec/clauses.ts';
import { failuresSection } from './page/failuresSection.ts';
import { failingResult } from './result.fixture.ts';
import { addressIn } from './specAddress.ts';

const PACKED = {
  version: '0.1.0',
  repository: { type: 'git', url: 'git+https://github.com/somebody/microgpt-spec.git' },
};
const loss3 = readSpec().find(({ id }) => id === 'loss.3') ?? { id: '', title: '' };

test('a clause has an address in the version of the package that names its repository', () => {
  expect(addressIn(PACKED)?.(loss3)).toBe(
    'https://github.com/somebody/microgpt-spec/blob/v0.1.0/spec/loss.md#loss3-zero-exactly-where-the-probability-is-1',
  );
});

test.each([
  [{ version: '0.1.0' }],
  [{ version: '0.1.0', repository: { url: 'https://example.org/microgpt-spec.git' } }],
  [{ version: '0.1.0', repository: 'somebody' }],
  [null],
])('and none where it names no repository that can be read', (manifest) => {
  expect(addressIn(manifest)).toBeNull();
});

test('a failure leads there, and nowhere without an address', () => {
  const { clauses } = failingResult(['-ln 1 = 0']);
  const page = (manifest: unknown) =>
    failuresSection(clauses, { statements: new Map(), address: addressIn(manifest) })?.text;
  expect(page(PACKED)).toContain('href="https://github.com/somebody/microgpt-spec/blob/v0.1.0/spec/random.md#random1-');
  expect(page({})).not.toContain('https:');
});

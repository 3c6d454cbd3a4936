import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { Chapter } from '../../port/ops.ts';
import { readOwnText } from '../../port/ownText.ts';
import { orderChecks } from './orderChecks.ts';
import { ROUNDING } from './roundedPort.ts';
import { ROUNDINGS } from './roundings.ts';

const MODULE = fileURLToPath(new URL('../../../dist/lab/exact/roundedPort.js', import.meta.url));
/** A run of a chapter's comparisons with the reference. */
const TIMEOUT_MS = 120_000;

afterAll(() => {
  delete process.env[ROUNDING];
});

async function asked(id: string, chapters: readonly Chapter[]) {
  process.env[ROUNDING] = id; // vitest's workers inherit it
  const { checks } = await orderChecks({ kind: 'module', file: MODULE }, chapters);
  return checks;
}

describe('a port that rounds otherwise than microgpt.py is seen, and told by its first operation', () => {
  test.each(ROUNDINGS)('$id', { timeout: TIMEOUT_MS }, async ({ id, chapter, operation, words }) => {
    const checks = await asked(id, [chapter]);
    const failed = checks.filter(({ status }) => status === 'failed').map(({ counterexample }) => counterexample ?? '');
    expect(
      failed.some(
        (text) =>
          text.includes(`first operation that parts: ${operation}`) &&
          text.includes(words ?? 'none of the other orders and forms'),
      ),
    ).toBe(true);
  });

  test('whose gradient comes in another order is told the page that has the order', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const checks = await asked('gradients in the reverse order of creation', ['model']);
    const failed = checks.filter(({ status }) => status === 'failed').map(({ counterexample }) => counterexample ?? '');
    const heading = "In microgpt.py's order";
    expect(failed).toEqual([expect.stringContaining(`spec/backward.md, "${heading}"`)]);
    expect(readOwnText(new URL('../../../spec/backward.md', import.meta.url))).toContain(`\n## ${heading}\n`);
  });

  test('and one that does not is not', { timeout: TIMEOUT_MS }, async () => {
    const checks = await asked('', ['random', 'autograd', 'parameters', 'model', 'loss', 'optimizer', 'training']);
    expect(checks.map(({ title, status }) => `${title}: ${status}`).filter((line) => !line.endsWith(': held'))).toEqual(
      [],
    );
    expect(checks).toHaveLength(13);
  });
});

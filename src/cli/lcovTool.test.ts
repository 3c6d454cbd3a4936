import { expect, test } from 'vitest';
import { writeLcov } from './lcovTool.ts';

const HURRY_MS = 200;
const FOREVER = 'sleep 100; true';

function run(lcovBy: string, patienceMs?: number): Promise<void> {
  return writeLcov({ lcov: ['port.lcov'], lcovBy }, patienceMs);
}

test.each([
  ['fails', 'echo so >&2; echo why; exit 3', 'run: --lcov-by: the command ended with status 3: so'],
  ['fails without a word', 'exit 4', 'run: --lcov-by: the command ended with status 4: it said nothing'],
  ['ends itself', 'kill -TERM $$', 'run: --lcov-by: the command ended with SIGTERM: it said nothing'],
])('a tool that %s is a fault, with its last words', async (_, command, message) => {
  await expect(run(command)).rejects.toThrow(message);
});

test('a tool that does not end is ended', async () => {
  await expect(run(`echo counting; ${FOREVER}`, HURRY_MS)).rejects.toThrow(
    'run: --lcov-by: the command was ended; it may take 10 min: counting',
  );
});

test('a tool may print as much as it likes', async () => {
  await run('yes | head -c 5000000');
});

test('what it leaves running does not keep the run from going on', async () => {
  await run('sleep 100 &');
});

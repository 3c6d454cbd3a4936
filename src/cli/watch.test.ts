import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test, vi } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'watch-'));
const port = join(folder, 'port.mjs');
const SLOW = { timeout: 60_000, interval: 50 };

afterAll(() => rmSync(folder, { recursive: true }));

/** Written beside and renamed, as editors do. */
function write(loss: string): void {
  writeFileSync(
    `${port}.new`,
    `const reject = () => { throw new RangeError('no such target'); };
export default { name: 'mine', lang: 'JavaScript', version: '1', dtype: 'f64', position_loss: (probs, target) => ${loss} };
`,
  );
  renameSync(`${port}.new`, port);
}

test('--watch runs again when the port changes, and lives through one that does not load', async () => {
  write('-Math.log(probs[target] + 1e-10)');
  const child = spawn(process.execPath, [
    MAIN,
    'run',
    '--chapter',
    'loss',
    '--runs',
    '5',
    '--module',
    port,
    '--watch',
    port,
  ]);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  const says = (wanted: RegExp) => vi.waitFor(() => expect(text).toMatch(wanted), SLOW);
  await says(/verdict: does not conform, .*\n.*watching /s);
  write('-Math.log(');
  await says(/PORT: .* could not be loaded.*watching /s);
  write('-Math.log(target in probs ? probs[target] : reject())');
  await says(/verdict: conforms.*\n.*watching /s);
  child.kill('SIGINT');
  await once(child, 'exit');
}, 180_000);

test('a path that is not there is one line and status 2', () => {
  const { stderr, status } = spawnSync(process.execPath, [MAIN, 'run', '--watch', 'nowhere'], { encoding: 'utf8' });
  expect([stderr, status]).toEqual(['microgpt-spec: run: cannot watch nowhere: there is no such file or folder\n', 2]);
});

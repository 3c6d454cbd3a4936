import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const ENTRY = pathToFileURL(fileURLToPath(new URL('../dist/nodeTest.js', import.meta.url))).href;
const FOLDER = mkdtempSync(join(tmpdir(), 'microgpt-node-test-'));

afterAll(() => rmSync(FOLDER, { recursive: true }));

writeFileSync(
  join(FOLDER, 'port.mjs'),
  `export default { name: 'mine', lang: 'JavaScript', version: '1', dtype: 'f64',
    position_loss: (probs, target) => probs[target] === 1 ? 0 : -Math.log(probs[target] + 1e-10) };`,
);

/** What `node --test` says of a file that calls `conformance` with these options. */
function tested(options: string, ...flags: readonly string[]) {
  writeFileSync(
    join(FOLDER, 'own.test.mjs'),
    `import { conformance } from '${ENTRY}';\nawait conformance(${options});`,
  );
  const { stdout, status } = spawnSync(process.execPath, ['--test', '--test-reporter=tap', ...flags, 'own.test.mjs'], {
    cwd: FOLDER,
    encoding: 'utf8',
    // A `node --test` that finds itself in another's takes that one's words, and not the terminal's.
    env: { ...process.env, NODE_TEST_CONTEXT: undefined },
  });
  return { said: stdout, status, lines: stdout.split('\n').map((line) => line.trim()) };
}

describe('conformance, in node --test', () => {
  const { said, lines, status } = tested("{ module: 'port.mjs', chapters: ['loss'], runs: 20 }");
  const of = (mark: RegExp) => lines.filter((line) => mark.test(line));

  test('registers every check as a test by its title, held, failed or skipped as in run', () => {
    expect(of(/^(?:not )?ok \d+ - loss\.\d+ /).length).toBeGreaterThan(40);
    expect(of(/^ok \d+ - loss\.3 /).length).toBeGreaterThan(0);
    expect(of(/^not ok \d+ - loss\.2 /).length).toBeGreaterThan(0);
    expect(of(/^ok \d+ - loss\.\d+ .*# SKIP the port does not claim cross_entropy$/).length).toBeGreaterThan(0);
    expect(status).toBe(1);
  });

  test('a failure shows the case, and no line of the suite', () => {
    expect(said).toMatch(/asked +position_loss\(probs=/);
    expect(said).not.toMatch(/^ *at .*dist\//m);
  });

  test('a filter is of the titles', () => {
    const filtered = tested("{ module: 'port.mjs', chapters: ['loss'], runs: 1 }", '--test-name-pattern=loss\\.3 ');
    const ran = filtered.lines.filter((line) => /^(?:not )?ok \d+ - loss/.test(line) && !line.includes('# SKIP'));
    expect(ran.length).toBeGreaterThan(0);
    expect(ran.filter((line) => !line.includes(' - loss.3 '))).toEqual([]);
  });

  test.each([
    ["{ module: 'port.mjs', chapters: ['los'] }", 'run: there is no chapter los; there are random, '],
    ["{ module: 'none.mjs', chapters: ['loss'] }", 'none.mjs'],
  ])('%s fails the file, and says why', (options, message) => {
    const { said: told, status: ended } = tested(options);
    expect([told, ended]).toEqual([expect.stringContaining(message), 1]);
  });
});

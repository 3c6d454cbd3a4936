import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { PACKAGE_ROOT } from './options.ts';

// A program of its own calls it, as a user's does: the suite sets up workers, and what it says must not be mixed with vitest's.

const FOLDER = mkdtempSync(join(tmpdir(), 'microgpt-library-'));
const INDEX = pathToFileURL(join(PACKAGE_ROOT, 'dist/index.js')).href;

afterAll(() => rmSync(FOLDER, { recursive: true }));

writeFileSync(
  join(FOLDER, 'port.mjs'),
  `export default { name: 'mine', lang: 'JavaScript', version: '1', dtype: 'f64',
    position_loss: (probs, target) => -Math.log(probs[target] + 1e-10) };`,
);

/** What a program prints as JSON, and its status. */
function called(body: string) {
  const program = join(FOLDER, 'program.mjs');
  writeFileSync(
    program,
    `import { run } from '${INDEX}';\nconst print = (x) => console.log(JSON.stringify(x));\n${body}`,
  );
  const { stdout, stderr, status } = spawnSync(process.execPath, [program], { cwd: FOLDER, encoding: 'utf8' });
  return { printed: stdout === '' ? null : JSON.parse(stdout), stderr, status };
}

describe('run, as a library', () => {
  test('gives the result of a module, and leaves the exit status alone', () => {
    const { printed, status } = called(`
      const { verdict, clauses, port } = await run({ module: 'port.mjs', chapters: ['loss'], runs: 5 });
      print({ verdict, name: port.name, failed: clauses.filter(({ status }) => status === 'failed').map(({ id }) => id) });`);
    expect(printed).toMatchObject({ verdict: 'does not conform', name: 'mine' });
    expect(printed.failed).toContain('loss.2');
    expect(status).toBe(0);
  });

  test('asks a command over the protocol', () => {
    const serve = JSON.stringify([process.execPath, join(PACKAGE_ROOT, 'dist/cli/main.js'), 'serve']);
    const { printed } = called(`print((await run({ command: ${serve}, chapters: ['loss'], runs: 2 })).verdict);`);
    expect(printed).toBe('conforms');
  });

  test.each([
    ['{ module: "none.mjs" }', /^run: PORT: .*none\.mjs could not be loaded/],
    ['{ command: [] }', /^run: command is empty/],
    ['{ command: ["x"], module: "port.mjs" }', /^run: module or command, not both/],
    ['{ chapters: ["los"] }', /^run: there is no chapter los; there are random, /],
    ['{ chapters: [] }', /^run: chapters is empty/],
    ['{ runs: 0 }', /^run: runs is 0; it must be an integer from 1 to 1000000/],
    ['{ seed: 1.5 }', /^run: seed is 1\.5; it must be an integer/],
  ])('%s is one clear line', (options, message) => {
    const { printed } = called(`await run(${options}).catch(({ message }) => print(message));`);
    expect(printed).toMatch(message);
    expect(printed).not.toContain('\n');
  });
});

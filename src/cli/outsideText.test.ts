import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'outside-'));

afterAll(() => rmSync(folder, { recursive: true }));

/** What a terminal obeys, what turns the direction of text, and what a build server takes for a command. */
const EVIL = String.raw`\x1b[2J\x07\x9b31m\u202e\n  ::add-mask::secret\n##vso[task.complete]`;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const OBEYED = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]|^\s*::(?!error )|##\w*\[/m;
const SHOWN = '␛[2J␇<U+009B>31m<U+202E>';

/** On the wire, where a line end ends the answer. */
const ADAPTER = fileWith(
  'adapter.mjs',
  `import { createInterface } from 'node:readline';
  const evil = \`${EVIL}\`.replaceAll('\\n', '');
  for await (const line of createInterface({ input: process.stdin })) {
    const [id, op] = line.split(' ');
    if (op !== 'hello') console.log('@' + id + ' err domain ' + evil);
    else console.log('@' + id + ' ok 1 name=' + evil.replaceAll(' ', '') + ' lang=::stop-commands::x version=1 dtype=f64 ops=position_loss');
  }`,
);
const MODULE = fileWith(
  'port.mjs',
  `const evil = \`${EVIL}\`;
  console.log(evil);
  const position_loss = () => { throw new Error(evil); };
  export default { name: evil, lang: '::stop-commands::x', version: evil, dtype: 'f64', position_loss };`,
);
const BROKEN = fileWith('broken.mjs', `throw new Error(\`${EVIL}\`);`);

function fileWith(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

function microgpt(...args: string[]) {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  return spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', cwd: folder, env, maxBuffer: 2 ** 26 });
}

describe('text from outside does nothing where it is printed', () => {
  test.each([
    ['a process says', ['--', process.execPath, ADAPTER], 1],
    ['a module says', ['--module', MODULE], 1],
    ['a module says as it is loaded', ['--module', BROKEN], 2],
  ])('what %s', (_, port, due) => {
    const json = join(folder, 'result.json');
    const { stdout, stderr, status } = microgpt('run', '--chapter', 'loss', '--runs', '1', '--json', json, ...port);
    expect(stdout + stderr).not.toMatch(OBEYED);
    expect([(stdout + stderr).includes(SHOWN), status]).toEqual([true, due]);
  });

  test("in reporters of vitest's, and in JSON that is printed", () => {
    const args = ['run', '--chapter', 'loss', '--runs', '1', '--module', MODULE];
    const { stdout } = microgpt(...args, '--reporter', 'tap', '--reporter', 'github-actions', '--reporter', 'verbose');
    expect(stdout).toContain(SHOWN);
    expect(stdout).not.toMatch(OBEYED);
    const json = microgpt(...args, '--json', '-').stdout;
    expect(json).not.toMatch(OBEYED);
    expect(JSON.parse(json).port.name.slice(0, 4)).toBe('\x1b[2J');
  });

  test('in files of expected failures, dumps and logs', () => {
    const expected = fileWith('expected.txt', 'loss.1 \x1b[2J\x9b31m::a why\n');
    const header = JSON.stringify({ '\x1b[2J\u202e::x': { dtype: 'F32', shape: [1], data_offsets: [0, 4] } });
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    const params = fileWith('params.safetensors', Buffer.concat([length, Buffer.from(header), Buffer.alloc(4)]));
    const log = fileWith('train.log', 'step 1 | loss 3.36\x1b[2J\nstep 2 | loss \x9b31m::a\n::add-mask::b loss 3\n');
    for (const args of [
      ['run', '--expected', expected],
      ['diff', log, '--params', params],
      ['diff', log],
    ]) {
      const { stdout, stderr } = microgpt(...args);
      expect(stdout + stderr).not.toMatch(OBEYED);
      expect((stdout + stderr).length).toBeGreaterThan(50);
    }
  });
});

test('of an error of megabytes the beginning is kept', () => {
  const adapter = fileWith(
    'long.mjs',
    readFileSync(ADAPTER, 'utf8').replace("' err domain ' + evil", "' err domain ' + 'x'.repeat(2e6)"),
  );
  const { stdout, status } = microgpt(
    'run',
    '--chapter',
    'loss',
    '--runs',
    '1',
    '--json',
    '-',
    '--',
    process.execPath,
    adapter,
  );
  expect([status, stdout.length < 1e6]).toEqual([1, true]);
});

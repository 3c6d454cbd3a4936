import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const FOLDER = mkdtempSync(join(tmpdir(), 'microgpt-run-'));

/** A port that answers hello and nothing else, and ignores whatever should end it. */
const DEAF = deafPort();

/** A module port with one operation, right or wrong. */
const RIGHT = moduleWith('right', '-Math.log(target in probs ? probs[target] : reject())');
const WRONG = moduleWith('wrong', '-Math.log(probs[target] + 1e-10)');

describe('run', () => {
  test('conforms on the reference, with the verdict on the last line and status 0', () => {
    const { status, stdout } = run('--chapter', 'tokenizer');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('verdict: conforms');
    expect(status).toBe(0);
  });

  test('asks a module port for what it claims, and shows the rest as not claimed', () => {
    const { status, stdout } = run('--chapter', 'loss', '--module', RIGHT);
    expect(stdout).toMatch(/^loss +7 +7 +0 +5 +\d+$/m);
    expect(stdout).toContain('verdict: conforms');
    expect(status).toBe(0);
  });

  test('what is required and not claimed does not conform', () => {
    const { status, stdout } = run('--chapter', 'loss', '--require', 'all', '--module', RIGHT);
    expect(stdout).toContain('verdict: does not conform');
    expect(status).toBe(1);
  });

  test('a failure names its clause, the shrunk input and how to see it again', () => {
    const { status, stdout } = run('--chapter', 'loss', '--seed', '7', '--module', WRONG);
    expect(stdout).toContain('failed loss.1 the loss of a product of probabilities is the sum of their losses');
    expect(stdout).toContain('input    [1,1]');
    expect(stdout).toContain('again    npx microgpt-spec run --chapter loss --seed 7 --runs 100');
    expect(stdout).toContain('verdict: does not conform');
    expect(status).toBe(1);
  });

  test('--json carries the verdict, the port and every clause with its checks', () => {
    const file = join(FOLDER, 'result.json');
    run('--chapter', 'loss', '--json', file);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      schema: 1,
      revision: 1,
      port: { name: 'reference', lang: 'TypeScript', dtype: 'f64' },
      seed: 42,
      verdict: 'conforms',
      clauses: expect.arrayContaining([expect.objectContaining({ id: 'loss.3', status: 'held' })]),
    });
  });

  test('a slow port is asked for as many steps as it says, and the table says so', () => {
    const command = [process.execPath, MAIN, 'serve'];
    const { stdout } = run('--chapter', 'training', '--steps', '2', '--runs', '1', '--', ...command);
    expect(stdout).toMatch(/^port: reference .*, asked for 2 steps of the canonical run$/m);
  });

  test("tells how far a port's mathematical library is from correct rounding", () => {
    const { stdout } = run('--chapter', 'autograd', '--runs', '1');
    expect(stdout).toMatch(/^libm, results that are not the nearest number: exp x [\d.]+ % .*ln x.*x\^-0.5.*x\^-1/m);
  });

  test("--coverage reports V8's coverage of a module port, with lcov beside it", () => {
    const folder = join(FOLDER, 'coverage');
    const { stdout, status } = run('--chapter', 'loss', '--module', RIGHT, '--coverage', folder);
    expect(stdout).toMatch(/^ *right\.mjs +\| +100 /m);
    expect(readFileSync(join(folder, 'lcov.info'), 'utf8')).toContain('right.mjs');
    expect(status).toBe(0);
  });

  test("--reporter adds one of vitest's own", () => {
    expect(run('--chapter', 'tokenizer', '--reporter', 'tap-flat').stdout).toContain('TAP version 13');
  });
});

describe('what run cannot do is one line on standard error and status 2', () => {
  test.each([
    ['an unknown chapter', ['--chapter', 'los'], /There is no chapter los; did you mean loss/],
    ['an unknown flag', ['--frobnicate'], /unknown option '--frobnicate'/],
    ['no inputs at all', ['--runs', '0'], /It must be an integer >= 1/],
    ['a module that is not there', ['--module', 'nothing.ts'], /run: cannot read nothing.ts/],
    ['a module and a command', ['--module', RIGHT, '--', 'true'], /not both/],
    ['coverage of another process', ['--coverage', '--', 'true'], /--coverage is of a module port or the reference/],
    ['a command that is not there', ['--', './nothing'], /PORT: \.\/nothing did not start: there is no command/],
    ['a command that exits', ['--', 'true'], /PORT: true exited with status 0/],
    ['a result that cannot be written', ['--chapter', 'loss', '--json', FOLDER], /run: cannot write/],
  ])('%s', (_, args, message) => {
    const { status, stderr } = run(...args);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(status).toBe(2);
  });
});

describe('interrupted with Ctrl-C', () => {
  test('nothing is left running, though the port ignores signals and the end of input', async () => {
    const marker = `left-${process.pid}`;
    const child = spawn(process.execPath, [MAIN, 'run', '--', process.execPath, DEAF, marker], { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    await until(() => processes().some((line) => line.endsWith(marker) && !line.includes(MAIN)));
    child.kill('SIGINT');
    expect(await ended).toBe(2);
    await until(() => !processes().some((line) => line.endsWith(marker)));
    expect(processes().filter((line) => line.endsWith(marker))).toEqual([]);
  });
});

describe('explain', () => {
  test('an unknown clause names those most like it', () => {
    const { status, stderr } = spawnSync(process.execPath, [MAIN, 'explain', 'los.3'], { encoding: 'utf8' });
    expect(stderr).toMatch(/^microgpt-spec: explain: there is no clause los.3; did you mean loss.3/);
    expect(status).toBe(2);
  });
});

function processes(): string[] {
  return execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trimEnd());
}

/** Waits, ten seconds at most. */
async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 100 && !isSo(); i++) await new Promise((resolve) => setTimeout(resolve, 100));
}

function run(...args: readonly string[]) {
  return spawnSync(process.execPath, [MAIN, 'run', ...args], { encoding: 'utf8' });
}

function moduleWith(name: string, loss: string): string {
  const file = join(FOLDER, `${name}.mjs`);
  writeFileSync(
    file,
    `const reject = () => { throw new RangeError('no such target'); };
export default { name: '${name}', lang: 'JavaScript', version: '1', dtype: 'f64', position_loss: (probs, target) => ${loss} };
`,
  );
  return file;
}

function deafPort(): string {
  const file = join(FOLDER, 'deaf.mjs');
  const ops = 'ops=softmax,linear,rmsnorm,forward,backward,random';
  writeFileSync(
    file,
    `for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {});
process.stdin.once('data', () => process.stdout.write('@1 ok 1 name=deaf dtype=f64 ${ops}\\n'));
setInterval(() => {}, 1000);
`,
  );
  return file;
}

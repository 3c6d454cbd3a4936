import { execSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'soak-'));
const TIMEOUT_MS = 300_000;

afterAll(() => rmSync(folder, { recursive: true }));

/**
 * A module port with one operation.
 *
 * @param more - what it gives, made of the right loss
 * @param beyond - what it gives for a target outside the vocabulary
 */
function moduleWith(name: string, more: string, beyond = 'reject()'): string {
  const file = join(folder, `${name}.mjs`);
  const source = `const view = new DataView(new ArrayBuffer(8));
let calls = 0;
const bits = (x) => (view.setFloat64(0, x), Math.imul(view.getUint32(0) ^ view.getUint32(4), 2654435761) >>> 0);
const reject = () => { throw new RangeError('no such target'); };
export default { name: '${name}', lang: 'JavaScript', version: '1', dtype: 'f64',
  position_loss: (probs, target) => { const loss = target in probs ? -Math.log(probs[target]) : ${beyond}; return ${more}; } };
`;
  writeFileSync(file, source);
  return file;
}

const RIGHT = moduleWith('right', 'loss');
const RARE = moduleWith('rare', 'loss > 0 && loss < 700 && bits(loss) % 20000 === 0 ? loss + 1 : loss');
const AT_ONE_CALL = moduleWith('at-one-call', '++calls === 20000 ? loss + 1 : loss');
const PARTLY = moduleWith('partly', 'loss', 'NaN');
const WRONG = moduleWith('wrong', 'loss - Math.log(1 + 1e-9)');

function run(...args: readonly string[]) {
  const begun = Date.now();
  const { stdout, stderr, status } = spawnSync(process.execPath, [MAIN, 'run', ...args], { encoding: 'utf8' });
  return { stdout, stderr, status, seconds: (Date.now() - begun) / 1000 };
}

/** What the line behind `again` comes to when it is pasted. */
function pasted(stdout: string) {
  const [, line = ''] = /^ {4}again {4}npx microgpt-spec (.*)$/m.exec(stdout) ?? [];
  const again = line.replace(/^run/, `"${process.execPath}" "${MAIN}" run`);
  try {
    return { line, stdout: execSync(again, { encoding: 'utf8' }), status: 0 };
  } catch (error) {
    const { stdout: text, status } = error as { stdout: string; status: number };
    return { line, stdout: text, status };
  }
}

describe('run --soak', { timeout: TIMEOUT_MS }, () => {
  test('of a right port goes on until the time is up, says how much it asked, and conforms', () => {
    const file = join(folder, 'result.json');
    const { stdout, status, seconds } = run('--chapter', 'loss', '--runs', '20', '--soak', '0.2', '--json', file);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.at(-3)).toMatch(
      /^soak of 0\.2 min: \d+ rounds, seeds 42 to \d+, sizes up to \d+, up to \d+ inputs for each law; [\d,]+ requests$/,
    );
    expect(lines.slice(-2)).toEqual([
      'next: the rest: leave --chapter and --clause out',
      'verdict: conforms, chapter loss alone',
    ]);
    expect(status).toBe(0);
    expect(seconds).toBeGreaterThan(0.2 * 60);
    expect(seconds).toBeLessThan(100);
    const { seed, sizes, soak, clauses } = JSON.parse(readFileSync(file, 'utf8'));
    expect([seed, sizes, soak.minutes, soak.firstSeed, soak.lastSeed - soak.firstSeed + 1]).toEqual([
      42,
      undefined,
      0.2,
      42,
      soak.rounds,
    ]);
    expect([soak.rounds > 1, soak.sizes > 1, soak.requests > 0, clauses.length]).toEqual([true, true, true, 12]);
    const report = spawnSync(process.execPath, [MAIN, 'report', file, '--folder', join(folder, 'report')]);
    expect(report.status).toBe(0);
  });

  test('asks once as run does, however short it is', () => {
    const { stdout, status } = run('--chapter', 'loss', '--runs', '2', '--soak', '0.001');
    expect(stdout).toMatch(/^loss +12 +12 +0 +0 +0 +0 +\d+$/m);
    expect(stdout).toMatch(/^soak of 0\.001 min: 1 round, seed 42, sizes up to 1, up to 2 inputs for each law; /m);
    expect(status).toBe(0);
  });

  test('finds a mistake of one input in 20,000, and prints the line that repeats it', () => {
    const { stdout, status } = run('--clause', 'loss.1', '--runs', '1000', '--soak', '20', '--module', RARE);
    expect(stdout).toMatch(/^soak of 20 min: \d+ rounds, /m);
    expect(stdout).toMatch(/^verdict: does not conform, loss\.1 alone$/m);
    expect(status).toBe(1);
    const again = pasted(stdout);
    expect(again.line).toMatch(/--seed (?!42 )\d+ --runs \d+ (--sizes \d+ )?--path /);
    expect([again.stdout, again.status]).toEqual([expect.stringContaining('failed loss.1 '), 1]);
  });

  test('finds a mistake at the 20,000th call, and prints the line that repeats that: one input alone would not', () => {
    const { stdout, status } = run('--chapter', 'loss', '--runs', '1000', '--soak', '20', '--module', AT_ONE_CALL);
    expect(stdout).toMatch(
      /^ {2}right when asked alone: something is kept from one request to the next \(protocol\.4\)$/m,
    );
    expect(status).toBe(1);
    const again = pasted(stdout);
    expect(again.line).toMatch(/^run --chapter loss --seed \d+ --runs [1-9]\d{3,} --module /);
    expect([again.stdout, again.status]).toEqual([expect.stringContaining('(protocol.4)'), 1]);
  });

  test('goes on where what fails is expected, and the verdict is that of a run', () => {
    const expected = join(folder, 'expected.txt');
    expect(run('--chapter', 'loss', '--runs', '20', '--module', PARTLY, '--write-expected', expected).status).toBe(1);
    const { stdout, status } = run(
      ...['--chapter', 'loss', '--runs', '20', '--module', PARTLY, '--expected', expected, '--soak', '0.3'],
    );
    expect(stdout).toMatch(/^expected failure loss\.11 /m);
    expect(stdout).toMatch(/^soak of 0\.3 min: \d+ rounds, /m);
    expect([stdout.trimEnd().split('\n').at(-1), status]).toEqual([
      expect.stringMatching(/^verdict: conforms in what it claims/),
      0,
    ]);
  });

  test.each([
    [['--path', '0', '--clause', 'loss.1 the loss is the inverse of exp(-x)'], '--path, which asks one input'],
    [['--watch', folder], '--watch, which runs again'],
    [['--shard', '1/2'], '--shard, which is of a single run'],
    [['--coverage'], '--coverage, which is of a single run'],
    [['--reporter', 'tap'], '--reporter, which is of a single run'],
  ])('is refused with %j, in one line', (args, why) => {
    const { stdout, stderr, status } = run('--soak', '1', ...args, '--module', RIGHT);
    expect([stdout, status]).toEqual(['', 2]);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toContain(`microgpt-spec: run: --soak does not go with ${why}`);
  });

  test.each([
    ['--soak', '0'],
    ['--soak', 'ten'],
    ['--sizes', '65'],
    ['--sizes', '0'],
  ])('%s %s is no number that is taken', (flag, value) => {
    expect(run(flag, value).status).toBe(2);
  });

  test('--sizes stands in the line that repeats a failure, and in the first line', () => {
    const { stdout } = run('--chapter', 'loss', '--runs', '20', '--sizes', '4', '--module', WRONG, '--verbose');
    expect(stdout).toMatch(/^microgpt-spec .*, seed 42, sizes 4$/m);
    expect(stdout).toMatch(/^ {4}again .* --seed 42 --runs 20 --sizes 4 --path /m);
    expect(pasted(stdout).status).toBe(1);
  });
});

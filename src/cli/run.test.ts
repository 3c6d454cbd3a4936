import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { RunResult } from '../report/result.ts';
import { readChapter } from '../spec/clauses.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const FOLDER = mkdtempSync(join(tmpdir(), 'microgpt-run-'));

/** A module port with one operation, right or wrong. */
const RIGHT = moduleWith('right', '-Math.log(target in probs ? probs[target] : reject())');
/** Rejects nothing. */
const PARTLY = moduleWith('partly', '-Math.log(probs[target])');
const WRONG = moduleWith('wrong', '-Math.log(probs[target] + 1e-10)');

const SUM = 'loss.1 the loss of a product of probabilities is the sum of their losses';

/** The reference as a module, but for what is optional, or for what no clause waits for either. */
const ALL_BUT_TRACE = allBut('trace');
const WITHOUT_LIBRARY = allBut('exp', 'log', 'pow');

function allBut(...ops: readonly string[]): string {
  const file = join(FOLDER, `all-but-${ops.join('-')}.mjs`);
  writeFileSync(
    file,
    `import { referencePort } from '${new URL('../../dist/port/reference.js', import.meta.url)}';
const { ${ops.join(', ')}, ...port } = referencePort('1');
export default port;
`,
  );
  return file;
}

/** Expects nothing. */
const NOTHING = join(FOLDER, 'nothing.txt');
writeFileSync(NOTHING, '');

/** Expects what cannot be. */
const UNKNOWN = join(FOLDER, 'unknown.txt');
writeFileSync(UNKNOWN, 'loss.99 law why\n');

describe('run', () => {
  test('conforms on the reference, with the verdict on the last line, status 0, and its library measured', () => {
    const file = join(FOLDER, 'result.json');
    const args = ['--chapter', 'loss', '--chapter', 'autograd', '--runs', '1', '--revision', '1', '--json', file];
    const { status, stdout } = run(...args);
    expect(stdout).toMatch(/^libm, results that are not the nearest number: exp x [\d.]+ % .*ln x.*x\^-0.5.*x\^-1/m);
    expect(stdout).toContain('specification revision 1');
    expect([stdout.trimEnd().split('\n').at(-1), status]).toEqual([
      'verdict: conforms, chapters autograd loss alone',
      0,
    ]);
    // --json carries the verdict, the port and every clause with its checks.
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      schema: 2,
      revision: 1,
      port: { name: 'reference', lang: 'TypeScript', dtype: 'f64' },
      seed: 42,
      verdict: 'conforms',
      chapters: ['autograd', 'loss'],
      clauses: expect.arrayContaining([expect.objectContaining({ id: 'loss.3', status: 'held' })]),
    });
  });

  test('what is not claimed is no failure, but where it is required', () => {
    const args = ['--chapter', 'loss', '--runs', '5', '--module', RIGHT];
    const claimed = run(...args);
    const verdict = /^verdict: conforms in what it claims \(7 of 12 clauses\), chapter loss alone$/m;
    expect([claimed.stdout, claimed.status]).toEqual([expect.stringMatching(verdict), 0]);
    const required = run(...args, '--require', 'all');
    expect(required.stdout).toMatch(/ \(7 of 12 clauses\), chapter loss alone, and more is required$/m);
    expect(required.status).toBe(1);
  });

  test('what is optional is not missing', () => {
    const { stdout, status } = run('--runs', '1', '--module', ALL_BUT_TRACE, '--require', 'all');
    expect(stdout).toMatch(/^total +(\d+) +\1 +0 +0 +0 +\d+ +\d+$/m); // held, checked, failed, at edge, not claimed, n/a, checks
    expect(stdout).toMatch(/\nnext: keep it so: .*\nverdict: conforms\n$/);
    expect([stdout.includes('trace'), status]).toEqual([false, 0]);
  });

  test('no clause waits for exp, log and pow', () => {
    const only = ['--chapter', 'autograd', '--require', 'autograd'];
    const { stdout, status } = run('--runs', '1', ...only, '--module', WITHOUT_LIBRARY);
    expect([stdout, status]).toEqual([expect.stringMatching(/\nverdict: conforms, chapter autograd alone\n$/), 0]);
  });

  test('--json has the reason of every check that was not asked', () => {
    const { stdout } = run('--chapter', 'loss', '--runs', '1', '--module', RIGHT, '--json', '-');
    const result: RunResult = JSON.parse(stdout);
    const unasked = result.clauses
      .flatMap(({ checks }) => checks)
      .filter(({ status }) => status !== 'held')
      .map(({ reason }) => reason);
    expect(unasked.length).toBeGreaterThan(5);
    expect(
      unasked.filter((reason) => !/^the port (does not claim [a-z_, ]+|declares no limit)/.test(reason ?? '')),
    ).toEqual([]);
  });

  test('a slow port is asked for as many steps as it says, and the table says so', () => {
    const command = [process.execPath, MAIN, 'serve'];
    const { stdout } = run('--chapter', 'training', '--steps', '2', '--runs', '1', '--', ...command);
    expect(stdout).toMatch(/^port: reference .*, asked for 2 steps of the canonical run$/m);
  });

  test("a module port is asked for what it claims, and --coverage reports V8's coverage of it, with lcov beside it", () => {
    const folder = join(FOLDER, 'coverage');
    const { stdout, status } = run('--chapter', 'loss', '--module', RIGHT, '--coverage', folder);
    expect(stdout).toMatch(/^loss +(\d+) +\1 +0 +0 +[1-9]\d* +\d+ +\d+$/m); // held, checked, failed, at edge, not claimed, n/a, checks
    expect(stdout).toMatch(/^\S*right\.mjs +\d+ +\d+ +100 %$/m);
    expect(readFileSync(join(folder, 'lcov.info'), 'utf8')).toContain('right.mjs');
    expect(stdout).toMatch(new RegExp(`^loss +${readChapter('loss').length} +(\\d+) +\\1 +\\1( +\\d+){3}$`, 'm'));
    expect(stdout).toMatch(/^ {2}loss: the port does not claim all that its checks ask: .*\n {4}loss\.\d+ /m);
    expect(stdout).toMatch(/^not run: random, dataset, tokenizer, [^:]*, inference, protocol$/m);
    const { chapters } = JSON.parse(readFileSync(join(folder, 'clauses.json'), 'utf8'));
    const { chapter, claimed, checked, held } = chapters.at(-1);
    expect([chapter, checked, held]).toEqual(['total', claimed, claimed]);
    const page = readFileSync(join(folder, 'clauses.html'), 'utf8');
    expect([page.includes('href="index.html"'), existsSync(join(folder, 'index.html'))]).toEqual([true, true]);
    expect(status).toBe(0);
  });

  test('--coverage of a command has the clauses, and the port has time to write down its own', () => {
    const folder = join(FOLDER, 'own-coverage');
    const script = `const written = () => setTimeout(() => fs.writeFileSync('${FOLDER}/written-' + process.pid, ''), 500);
      require('readline').createInterface({ input: process.stdin }).on('close', written).on('line', (line) =>
        console.log('@' + line.split(' ')[0] + (line.includes('hello') ? ' ok 1 name=slow dtype=f64 ops=random' : ' no')));`;
    const { stdout } = run(
      '--chapter',
      'random',
      '--runs',
      '1',
      '--coverage',
      folder,
      '--',
      process.execPath,
      '-e',
      script,
    );
    expect(stdout).toContain("the port's code is covered by its own language's tool");
    expect(readdirSync(folder).toSorted()).toEqual(['clauses.html', 'clauses.json']);
    expect(readdirSync(FOLDER).filter((name) => name.startsWith('written-')).length).toBeGreaterThan(0);
  });
});

describe('a run that fails', () => {
  const file = (name: string) => join(FOLDER, name);
  const summary = file('summary.md');
  writeFileSync(summary, 'before\n');
  const reporters = ['github-actions', `junit=${file('junit.xml')}`, `html=${file('vitest/index.html')}`, 'tap-flat'];
  const args = ['--chapter', 'loss', '--seed', '7', '--module', WRONG, '--report', file('report')];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [MAIN, 'run', ...args, ...reporters.flatMap((reporter) => ['--reporter', reporter])],
    { encoding: 'utf8', env: { ...process.env, GITHUB_STEP_SUMMARY: summary } },
  );

  test('a failure names its clause, the shrunk input and how to see it again', () => {
    expect(stdout).toContain('failed loss.1 position_loss([0.5, 0.25, 0.25], 0) = 0.6931471805599453');
    expect(stdout).toMatch(/^ {4}asked {4}position_loss\(probs=\[0\.5,0\.25,0\.25\], target=0\) = 0\.69314718035/m);
    expect(stdout).toMatch(/^ {4}again {4}npx microgpt-spec run --clause 'loss\.1 .*' --module \S+$/m);
    expect(stdout).toMatch(/^failed: loss \(\d+ of 12 clauses\)\nnext: mend loss\.1 first/m);
    expect(stdout).toContain('verdict: does not conform, chapter loss alone');
    expect(status).toBe(1);
  });

  test('--reporter github-actions is one annotation a clause, with its smallest case, and no file', () => {
    const lines = stdout.split('\n').filter((line) => line.startsWith('::'));
    expect(lines[0]).toMatch(
      /^::error title=loss\.1 Negative logarithm of the target's probability::loss\.1 .*%0A.*position_loss\(/,
    );
    expect(new Set(lines.map((line) => line.split(' ', 3)[1])).size).toBe(lines.length);
    expect(lines.join('\n')).not.toMatch(/file=|properties\/|❯/);
  });

  test('--reporter junit is a test case a clause, of the class of its chapter', () => {
    const xml = readFileSync(file('junit.xml'), 'utf8');
    expect(xml).toContain('<testsuite name="microgpt-spec.loss" tests="12" ');
    expect(xml).toMatch(
      /<testcase classname="microgpt-spec\.loss" name="loss\.1 [^"]*" time="[\d.]+">\n\s+<failure type="example" message="loss\.1 [^"]*">/,
    );
    expect([...xml.matchAll(/<testcase /g)].length).toBe(12);
    expect(xml).not.toMatch(/properties\/|❯/);
  });

  test("others are vitest's own, many at a time", () => {
    expect(stdout).toContain('TAP version 13');
    expect(readFileSync(file('vitest/index.html'), 'utf8')).toContain('<title>Vitest</title>');
  });

  test('--report writes the page, Markdown and badge of the run, and says where', () => {
    const made = ['index.html', 'report.md', 'badge.json'].map((name) => join(file('report'), name));
    expect(stderr).toBe(`run: ${made.join(', ')}\n`);
    expect(readFileSync(made[0], 'utf8')).toContain('does not conform');
  });

  test("a job's summary is added where GitHub wants it", () => {
    expect(readFileSync(summary, 'utf8')).toMatch(/^before\n## ❌ wrong 1: does not conform, chapter loss alone\n/);
  });

  test('a reader of standard output that goes before the verdict leaves no trace but status 2', () => {
    const command = `"${process.execPath}" "${MAIN}" run --chapter dataset --runs 1 --reporter tap`;
    const script = `{ ${command}; echo "status $?" >&2; } | true`;
    const { stdout, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
    expect([stdout, stderr]).toEqual(['', 'status 2\n']);
  });
});

describe('what must be there at least', () => {
  const folder = join(FOLDER, 'least-coverage');
  const half = moduleWith('half', '-Math.log(target in probs ? probs[target] : reject())');
  writeFileSync(half, `${readFileSync(half, 'utf8')}\nexport function unused() {\n  return 1;\n}\n`);

  test.each([
    [['--min-clauses', '5'], 0, ''],
    [['--min-clauses', '12'], 1, ' clauses are held, and --min-clauses asks for 12'],
    [['--coverage', folder, '--min-lines', '40'], 0, ''],
    [['--coverage', folder, '--min-lines', '100'], 1, ', and --min-lines asks for 100 %'],
  ])('%s', (least, status, said) => {
    const result = run('--chapter', 'loss', '--runs', '2', '--module', half, ...least);
    expect([result.status, result.stdout.includes(said)]).toEqual([status, true]);
  });

  test.each([
    [['--min-lines', '50'], /run: --min-lines is of --coverage, which is missing/],
    [['--update-expected'], /--update-expected writes the file of --expected, which is missing/],
    [['--min-clauses', '0'], /--min-clauses .*0.* is invalid/],
  ])('%s alone is refused', (flags, message) => {
    const { status, stderr } = run('--chapter', 'loss', '--module', RIGHT, ...flags);
    expect([status, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});

describe('expected failures', () => {
  const failing = ['--chapter', 'loss', '--runs', '5', '--module', PARTLY];
  const file = join(FOLDER, 'expected.txt');

  test('--update-expected writes the file that it has read, and keeps its reasons', () => {
    const kept = join(FOLDER, 'kept.txt');
    writeFileSync(kept, 'loss.11 law bounds are not checked\n');
    run(...failing, '--expected', kept, '--update-expected');
    expect(readFileSync(kept, 'utf8')).toMatch(/^loss\.11 \S*error\S* bounds are not checked$/m);
    expect(run(...failing, '--expected', kept).status).toBe(0);
  });

  test('what a run writes is what the next one expects', () => {
    expect(run(...failing, '--write-expected', file).status).toBe(1);
    expect(readFileSync(file, 'utf8')).toMatch(/^loss\.11 \S+ not explained yet$/m);
    const { stdout, status } = run(...failing, '--expected', file);
    expect(stdout).toMatch(/^expected failure loss.11 .*: not explained yet$/m);
    expect([stdout.trimEnd().split('\n').at(-1), status]).toEqual([
      'verdict: conforms in what it claims (7 of 12 clauses), chapter loss alone',
      0,
    ]);
  });

  test('a clause that holds again fails the run', () => {
    const { stdout, status } = run('--chapter', 'loss', '--runs', '5', '--module', RIGHT, '--expected', file);
    expect(stdout).toMatch(/^loss.11 was expected to fail, and is held: take its line out$/m);
    expect(status).toBe(1);
  });
});

describe('--clause', () => {
  const LAW = 'loss.11 a target beyond the probabilities is rejected';

  test('asks the checks of a clause and no others, and the verdict says so', () => {
    const { status, stdout } = run('--clause', 'loss.11', '--clause', SUM, '--module', PARTLY, '--json', '-');
    const { verdict, only, clauses }: RunResult = JSON.parse(stdout);
    expect([verdict, only, clauses.map(({ id }) => id)]).toEqual([
      'conforms in core',
      ['loss.11', SUM],
      ['loss.1', 'loss.11'],
    ]);
    expect(clauses[0].checks.map(({ title }) => title)).toEqual([SUM]);
    expect(status).toBe(1);
  });

  test('with --path asks the one input that failed', () => {
    const { stdout } = run('--clause', LAW, '--module', PARTLY);
    const [, again = ''] = /^ +again +npx microgpt-spec run (.*)$/m.exec(stdout) ?? [];
    const { stdout: said, status } = spawnSync('sh', ['-c', `"${process.execPath}" "${MAIN}" run ${again}`], {
      encoding: 'utf8',
    });
    expect(again).toContain('--path ');
    expect([status, said]).toEqual([1, stdout.replace(`"${LAW}" alone`, `one input of "${LAW}" alone`)]);
  });
});

describe('--path', () => {
  const EXAMPLE = 'loss.1 position_loss([0.1, 0.9], 1) ~ 0.105';

  test('asks the one input, whatever comes behind it, and the verdict says so', () => {
    const { status, stdout } = run('--clause', SUM, '--path', '3', '--module', RIGHT, '--json', '-');
    const { verdict, path }: RunResult = JSON.parse(stdout);
    expect([status, verdict, path]).toEqual([0, 'conforms', '3']);
    const said = run('--clause', SUM, '--path', '3', '--module', RIGHT).stdout;
    expect(said).toMatch(/^next: the other inputs of the check: leave --path out\nverdict: conforms, one input of "/m);
  });

  test.each([
    '5:5:5:5:5',
    '0:9999999999',
    '9999999999',
  ])('%s, where there is no input, is a fault of the call', (path) => {
    const { status, stdout, stderr } = run('--clause', SUM, '--path', path, '--module', RIGHT);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      `microgpt-spec: run: "${SUM}" has no input at --path ${path}; paste it as it was printed, with its --seed, --runs and --sizes\n`,
    );
  });

  test('with an example, which draws nothing, is a fault of the call', () => {
    const { status, stderr } = run('--clause', EXAMPLE, '--path', '0', '--module', RIGHT);
    expect([status, stderr]).toEqual([2, `microgpt-spec: run: "${EXAMPLE}" draws no inputs; leave --path out\n`]);
  });
});

describe('what run cannot do is one line on standard error and status 2', () => {
  test.each([
    ['an unknown chapter', ['--chapter', 'los'], /there is no chapter los; did you mean loss/],
    ['an unknown clause', ['--clause', 'los.3'], /there is no clause and no check "los\.3"; did you mean loss\.3/],
    ['a clause and a chapter', ['--clause', 'loss.3', '--chapter', 'loss'], /--clause or --chapter, not both/],
    ['a path without a check', ['--path', '0'], /--path is of one check: give its title too/],
    [
      'a path of many checks',
      ['--clause', 'loss.3', '--path', '0'],
      /--clause names \d+; name one of them by its title/,
    ],
    ['a path that is none', ['--clause', SUM, '--path', 'x'], /--path is "x"; it must be numbers with colons/],
    ['a clause and what is expected', ['--clause', 'loss.3', '--expected', NOTHING], /expected of a whole run/],
    ['an unknown flag', ['--frobnicate'], /unknown option '--frobnicate'/],
    ['no inputs at all', ['--runs', '0'], /it must be an integer from 1 to 1000000/],
    ['inputs without end', ['--runs', '1000000000'], /it must be an integer from 1 to 1000000/],
    ['a time that no timer holds', ['--timeout', '200000'], /it must be a number from 0.001 to 86400/],
    ['a seed in hex', ['--seed', '0x10'], /it must be an integer from -2147483647 to 2147483647/],
    ['a revision with a blank', ['--revision', ' 1'], /it must be an integer >= 1/],
    ['a module that is not there', ['--module', 'nothing.ts'], /run: cannot read nothing.ts/],
    ['a module and a command', ['--module', RIGHT, '--', 'true'], /not both/],
    [
      'nothing behind --',
      ['--chapter', 'loss', '--'],
      /run: no command stands behind "--" \(is a variable empty\?\); name/,
    ],
    ['an empty word behind --', ['--', ''], /run: no command stands behind "--"/],
    ['a command that is not there', ['--', './nothing'], /PORT: \.\/nothing did not start: there is no command/],
    ['a command that exits', ['--', 'true'], /PORT: true exited with status 0/],
    [
      'an unknown reporter',
      ['--chapter', 'loss', '--reporter', 'nothing'],
      /run: there is no reporter nothing; vitest has/,
    ],
    ['a file for a reporter that prints', ['--reporter', 'tap=x'], /run: --reporter tap=x: junit, .* take a file/],
    ['expected failures that are not there', ['--expected', 'none.txt'], /run: cannot read none.txt: there is no such/],
    ['expected failures of no clause', ['--expected', UNKNOWN], /unknown.txt:1: there is no clause loss.99/],
    ['a revision to come', ['--revision', '9'], /run: there is no revision 9 of the specification; the latest is \d/],
    ['a result that cannot be written', ['--chapter', 'loss', '--json', FOLDER], /run: cannot write/],
  ])('%s', (_, args, message) => {
    const { status, stderr } = run(...args);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(status).toBe(2);
  });
});

describe('explain', () => {
  test('an unknown clause names those most like it', () => {
    const { status, stderr } = spawnSync(process.execPath, [MAIN, 'explain', 'los.3'], { encoding: 'utf8' });
    expect(stderr).toMatch(
      /^microgpt-spec: explain: there is no clause, operation or chapter los.3; did you mean loss.3/,
    );
    expect(status).toBe(2);
  });
});

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

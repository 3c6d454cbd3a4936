import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { FORMAT_NAMES } from '../diff/log/rows/row.ts';
import { canonicalOutput } from '../golden/canonical.ts';
import { openGolden } from '../golden/folder.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const output = canonicalOutput(openGolden());
const folder = mkdtempSync(join(tmpdir(), 'diff-'));
/** Parameters of a run, so many as it has. */
const params = join(folder, 'params.txt');
writeFileSync(params, '0.25\n'.repeat(4192));

afterAll(() => rmSync(folder, { recursive: true }));

function microgptSpec(args: readonly string[], input: string | Buffer = '') {
  return spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', input, maxBuffer: 2 ** 28 });
}

function lastLine(text: string): string | undefined {
  return text.trimEnd().split('\n').at(-1);
}

describe('diff', () => {
  test('of what microgpt.py printed says printed, with 20 of 20 samples', () => {
    const { stdout, status } = microgptSpec(['diff'], output);
    expect(stdout).toContain('samples: 20 of 20 equal\n');
    expect([lastLine(stdout), status]).toEqual(['verdict: printed', 0]);
  });

  test('of one digit changed says diverges at that step, with status 1', () => {
    const { stdout, status } = microgptSpec(['diff', '-'], output.replace('loss 2.6497', 'loss 2.6597'));
    expect(stdout).toContain('first divergence: step 1000: expected 2.6497 (2.64969');
    expect([lastLine(stdout), status]).toEqual(['verdict: diverges', 1]);
  });

  test('of the reference at full precision says f64', () => {
    const log = microgptSpec(['train', '--full-precision', '--steps', '100', '--num_samples', '0']).stdout;
    const { stdout, status } = microgptSpec(['diff'], log);
    expect(stdout).toContain('losses: 100 of 1000 steps compared, 16 decimals printed');
    expect([lastLine(stdout), status]).toEqual(['verdict: f64, incomplete (100 of 1000 steps)', 1]);
  });

  test('of another start says so, with status 1', () => {
    const log = microgptSpec(['train', '--seed', '43', '--steps', '20']).stdout;
    const { stdout, status } = microgptSpec(['diff', '--no-diagnosis'], log);
    expect([lastLine(stdout), status]).toEqual(['verdict: different-start', 1]);
  });

  test('reads a file, and writes JSON beside the summary', () => {
    const log = join(folder, 'log.txt');
    const json = join(folder, 'diff.json');
    writeFileSync(log, output);
    const { stdout } = microgptSpec(['diff', log, '--json', json]);
    expect(lastLine(stdout)).toBe('verdict: printed');
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({ verdict: 'printed', stepsCompared: 1000 });
  });

  test('writes a page beside the summary', () => {
    const html = join(folder, 'diff.html');
    const { stdout } = microgptSpec(['diff', '--html', html], output.replace('loss 2.6497', 'loss 2.6597'));
    expect(lastLine(stdout)).toBe('verdict: diverges');
    expect(readFileSync(html, 'utf8')).toContain('First divergence at step 1000');
    const { stderr, status } = microgptSpec(['diff', '--html', '/dev/full'], output);
    expect([stderr, status]).toEqual(['microgpt-spec: diff: cannot write /dev/full: no space is left\n', 2]);
  });

  test('a page of a log without losses says so', () => {
    const html = join(folder, 'none.html');
    microgptSpec(['diff', '--html', html], '<script>alert(1)</script>\n');
    expect(readFileSync(html, 'utf8')).toContain('no losses in this log');
  });

  test('--json - prints JSON in place of the summary', () => {
    const { stdout, status } = microgptSpec(['diff', '--json', '-'], output.replaceAll('3.3660', '3.5'));
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'diverges', firstDivergence: { step: 1, got: 3.5 } });
    expect(status).toBe(1);
  });

  test('tolerates binary garbage and lines without end', () => {
    const garbage = '\0\ufffd\x1b'.repeat(1_000_000);
    const { stdout } = microgptSpec(['diff'], `${garbage}\n${output}\n${garbage}`);
    expect(lastLine(stdout)).toBe('verdict: printed');
  });

  test.each([
    ['nothing', '', 'the log is empty'],
    ['no losses', 'hello\n', 'no losses in this log (6 bytes)'],
    [
      'random bytes',
      Buffer.from(Uint8Array.from({ length: 999 }, (_, i) => (i * i * 37) % 256)),
      '(999 bytes, not text)',
    ],
    ['steps beyond the last', 'step 2000 / 1000 | loss 2.5\n', 'no loss of steps 1 to 1000 in this log'],
    ['steps without documents', 'step 2000 / 3000 | loss 2.5\n', 'step 1001 needs the dataset (--input names.txt)'],
  ])('of %s says so, with status 2', (_, log, line) => {
    const { stdout, stderr, status } = microgptSpec(['diff'], log);
    expect(stdout).toContain(line);
    expect([lastLine(stdout), stderr, status]).toEqual(['verdict: no-losses', '', 2]);
  });

  test('of a line of 1 GB without end says so, in little memory', () => {
    const gigabyte = `head -c ${2 ** 30} /dev/zero | "${process.execPath}" --max-old-space-size=64 "${MAIN}" diff`;
    const { stdout, status } = spawnSync('sh', ['-c', gigabyte], { encoding: 'utf8' });
    expect(stdout).toContain(`no losses in this log (${2 ** 30} bytes, not text)`);
    expect(status).toBe(2);
  });

  test.each([
    ['', 'J($1) = $2'],
    ['step,loss_a,loss_b\n', '$1,$2,9.5'],
    ['', '$1;$2;9.5'],
    ['', 'at $1 expected 9.5 got $2'],
  ])('of lines in no known form prints a command to paste, which reads them: %j, %s', (header, line) => {
    const log = join(folder, "it's J.log");
    writeFileSync(log, header + output.replaceAll(/step +(\d+) .*?loss (\S+)/g, line));
    const { stdout, status } = microgptSpec(['diff', log]);
    expect([lastLine(stdout), status]).toEqual(['verdict: no-losses', 2]);
    const [, command] = /^a pattern that reads this line: npx microgpt-spec (.*)$/m.exec(stdout) ?? [];
    const pasted = spawnSync('sh', ['-c', `"${process.execPath}" "${MAIN}" ${command}`], { encoding: 'utf8' });
    expect([lastLine(pasted.stdout), pasted.status]).toEqual(['verdict: printed', 0]);
  });

  test('of samples alone says that they are evidence, with status 2', () => {
    const { stdout, status } = microgptSpec(['diff'], output.slice(output.indexOf('--- inference')));
    expect(stdout).toContain('samples: 20 of 20 equal\nnote: equal samples are strong evidence');
    expect([lastLine(stdout), status]).toEqual(['verdict: no-losses', 2]);
  });

  test('takes a format, and a pattern', () => {
    const forced = microgptSpec(['diff', '--format', 'pairs'], `${output}\n1 3.3660\n`);
    expect(forced.stdout).toContain('losses: 1 of 1000 steps compared');
    const pattern = microgptSpec(
      ['diff', '--pattern', 'cost (\\d+) (\\S+)'],
      output.replaceAll(/step +(\d+) .*?loss/g, 'cost $1'),
    );
    expect(pattern.stdout).toContain('losses: 1000 of 1000 steps compared');
    expect(lastLine(pattern.stdout)).toBe('verdict: printed');
  });

  test.each([
    ['an unknown format', ['--format', 'xml'], `allowed choices are ${FORMAT_NAMES.join(', ')}`],
    ['a format and a pattern', ['--format', 'csv', '--pattern', '(.)'], 'diff: --format or --pattern, not both'],
    ['a pattern with a fault', ['--pattern', '(a'], 'diff: pattern: error parsing regexp: missing closing )'],
    ['a pattern without a loss', ['--pattern', 'a'], 'diff: pattern: no loss in a; it needs a group (?<loss>...)'],
    [
      'a layout without parameters',
      ['--layout', 'nonsense'],
      'diff: --layout says how --params has its matrices, and there is none; add --params FILE',
    ],
    [
      'an unknown layout',
      ['--layout', 'nonsense', '--params', params],
      'diff: params: the layout cannot be "nonsense"',
    ],
    ...[
      ['--params', params],
      ['--docs', params],
      ['--n_embd', '32'],
      ['--n-embd', '32'],
      ['--dialect', 'early'],
    ].map((flags): [string, string[], string] => [
      `${flags.join(' ')} beside another log`,
      ['--against', params, ...flags],
      `diff: ${flags[0].replace('n-', 'n_')} is of a run, and --against compares two logs and runs nothing`,
    ]),
    ['a log and a command', ['log', '--', 'true'], 'diff: a log or a command, not both'],
    ['no command behind --', ['--'], 'diff: no command behind "--"'],
    [
      'a command that is not there',
      ['--', '/no/such'],
      'diff: the command did not start: there is no command /no/such',
    ],
    ['a missing file', ['/no/such/log'], 'diff: cannot read /no/such/log: there is no such file or folder'],
    ['a folder', [folder], `diff: cannot read ${folder}: it is a folder`],
    ['an unknown flag', ['--wide'], "unknown option '--wide'"],
    ['a second log', ['a', 'b'], 'too many arguments'],
  ])('%s is one line on standard error and status 2', (_, args, message) => {
    const { stderr, status } = microgptSpec(['diff', ...args], output);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n').length).toBe(1);
    expect(status).toBe(2);
  });

  // Which of two streams comes first is not known; within one the order is.
  test('-- reads standard output and standard error of a command, line by line', () => {
    const port = `
      const [steps, names] = ${JSON.stringify(output)}.split('\\n---');
      steps.split('\\r').forEach((step, i) => process.stderr.write(step + (i % 3 ? '\\n' : '\\r')));
      process.stdout.write('---' + names);`;
    const { stdout, stderr, status } = microgptSpec(['diff', '--', process.execPath, '-e', port]);
    expect(stdout).toContain('losses: 1000 of 1000 steps compared');
    expect(stdout).toContain('samples: 20 of 20 equal');
    expect([lastLine(stdout), stderr, status]).toEqual(['verdict: printed', '', 0]);
  });

  test.each([
    ['exits with another status than 0', 'exit 3', ', incomplete (the command exited with 3)', 1],
    ['is killed', 'kill -SEGV $$', ', incomplete (the command was ended by SIGSEGV)', 1],
    ['leaves a process behind', 'sleep 100 & true', '', 0],
  ])('-- limits the verdict where the command %s', (_, end, limit, expected) => {
    const { stdout, stderr, status } = microgptSpec(['diff', '--', 'sh', '-c', `echo 'step 1 | loss 3.3660'; ${end}`]);
    expect([lastLine(stdout), stderr, status]).toEqual([`verdict: printed${limit}`, '', expected]);
  });

  test('-- says how the command ended also where its log diverges, or has no losses', () => {
    const wrong = microgptSpec(['diff', '--no-diagnosis', '--', 'sh', '-c', "echo 'step 1 | loss 9'; exit 3"]);
    expect(wrong.stdout).toContain('note: the command exited with 3\n');
    const silent = microgptSpec(['diff', '--', 'sh', '-c', 'exit 3']);
    expect([silent.stdout.includes('note: the command exited with 3\n'), silent.status]).toEqual([true, 2]);
    expect(silent.stdout).toMatch(/^the log is empty/);
  });

  test('of a log that is cut off says so, with status 1; --allow-incomplete takes it', () => {
    const cut = output.slice(0, output.indexOf('step    2'));
    const { stdout, status } = microgptSpec(['diff'], cut);
    expect([lastLine(stdout), status]).toEqual(['verdict: printed, incomplete (1 of 1000 steps)', 1]);
    const allowed = microgptSpec(['diff', '--allow-incomplete', '--json', '-'], cut);
    expect(JSON.parse(allowed.stdout)).toMatchObject({ verdict: 'printed', complete: false });
    expect(allowed.status).toBe(0);
  });

  test('-- ends the command when it is interrupted itself', async () => {
    const child = spawn(process.execPath, [MAIN, 'diff', '--', 'sh', '-c', `echo $$ > ${folder}/pid; sleep 100`]);
    const pid = await vi.waitFor(() => {
      const text = readFileSync(join(folder, 'pid'), 'utf8');
      expect(text).toMatch(/^\d+\n$/);
      return Number(text);
    }, 10_000);
    child.kill('SIGINT');
    const [status] = await once(child, 'exit');
    expect(status).toBe(2);
    await vi.waitFor(() => expect(() => process.kill(-pid, 0)).toThrow(), 5000);
  });
});

import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { startFromGolden } from '../diff/replay/start.ts';
import { enginePort } from '../engine/enginePort.ts';
import { openGolden } from '../golden/folder.ts';
import { configure } from '../reference/config.ts';
import { encode } from '../reference/tokenizer.ts';
import { claiming, conformingResult, failingResult, HOSTILE, named, withFailures } from '../report/result.fixture.ts';
import type { RunResult } from '../report/result.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'report-'));
const good = saved('good.json', conformingResult());
const bad = saved('bad.json', named(failingResult(['-ln 1 = 0']), 'other', 'Rust'));

afterAll(() => rmSync(folder, { recursive: true }));

function saved(name: string, result: RunResult | string): string {
  writeFileSync(join(folder, name), typeof result === 'string' ? result : JSON.stringify(result));
  return join(folder, name);
}

function report(...args: readonly string[]) {
  return spawnSync(process.execPath, [MAIN, 'report', ...args], { encoding: 'utf8', cwd: folder, maxBuffer: 2 ** 28 });
}

describe('report --compare', () => {
  const worse = saved('worse.json', failingResult(['-ln 1 = 0']));

  test('of two results of a port tells what became of its clauses, and exits with 1 where one newly fails', () => {
    const { stdout, status } = report(good, worse, '--compare');
    expect([stdout, status]).toEqual([expect.stringMatching(/^## mine .*: 1 newly failing\n/), 1]);
    const back = report(worse, good, '--compare', 'compared.md');
    expect([back.stdout, back.status]).toEqual(['', 0]);
    expect(readFileSync(join(folder, 'compared.md'), 'utf8')).toContain('1 newly held');
  });

  test.each([[[good]], [[good, worse, bad]]])('takes two', (files) => {
    const { stderr, status } = report(...files, '--compare');
    expect([stderr, status]).toEqual([expect.stringMatching(/^microgpt-spec: report: --compare takes two results/), 2]);
  });
});

describe('report of a result that is there', () => {
  test('--min-clauses is of it too', () => {
    const { status } = report(good, '--min-clauses', '100', '--badge', '-');
    expect(status).toBe(0);
    expect(report(good, '--min-clauses', '1000', '--markdown', '-')).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('clauses are held, and --min-clauses asks for 1000'),
    });
  });

  test.each([
    ['--json', 'joined.json'],
    ['--expected', 'expected.txt'],
    ['--update-expected'],
    ['--write-expected', 'expected.txt'],
  ])('%s is of parts that are joined, and refused', (...flag) => {
    expect(report(good, ...flag)).toMatchObject({
      status: 2,
      stderr: `microgpt-spec: report: ${flag[0]} goes with --merge; of a result that is there it says nothing\n`,
    });
  });
});

describe('report --reporter', () => {
  test('makes JUnit of a result that is there, and nothing else', () => {
    expect(report(good, '--reporter', 'junit=made.xml').status).toBe(0);
    expect(readFileSync(join(folder, 'made.xml'), 'utf8')).toContain('<testsuites name="microgpt-spec"');
  });

  test.each([
    [[good, bad, '--reporter', 'junit=x.xml'], /--reporter is of one result, and there are 2/],
    [[good, '--reporter', 'tap'], /of a result there are junit=FILE and github-actions/],
  ])('is refused where it cannot be', (args, message) => {
    expect(report(...args)).toMatchObject({ status: 2, stderr: expect.stringMatching(message) });
  });
});

describe('report', () => {
  test('writes a page, Markdown and a badge into a folder, and says where', () => {
    const { stderr, status } = report(good);
    expect([stderr, status]).toEqual(['report: report/index.html, report/report.md, report/badge.json\n', 0]);
    expect(readdirSync(join(folder, 'report')).toSorted()).toEqual(['badge.json', 'index.html', 'report.md']);
    expect(readFileSync(join(folder, 'report/index.html'), 'utf8')).toContain('conforms');
  });

  test.each([
    ['a file in place of its folder', ['--folder', good], `--folder takes a folder, and ${good} is a file`],
    ['--out', ['--out', 'page.html'], 'there is no --out: --folder FOLDER writes all that there is'],
    ['--out without a name', ['--out'], 'there is no --out'],
  ])('says of %s which flags there are', (_, flags, message) => {
    const { stderr, status } = report(good, bad, ...flags);
    expect([stderr, status]).toEqual([expect.stringContaining(`report: ${message}`), 2]);
    expect(stderr).toMatch(/^[^\n]*(--html FILE writes the page alone)\n$/);
  });

  test('writes what is named alone, and prints for "-"', () => {
    const { stdout } = report(good, '--badge', '-');
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, color: 'brightgreen' });
    report(good, '--html', 'only/page.html');
    expect(readdirSync(join(folder, 'only'))).toEqual(['page.html']);
  });

  test('the same result gives the same page', () => {
    expect(report(good, '--html', '-').stdout).toBe(report(good, '--html', '-').stdout);
  });

  test('of a port that diverges names the mistake', async () => {
    const { canonical, ...rest } = conformingResult();
    const { config, state_dict, documents, tokenizer } = startFromGolden(openGolden(), configure({ beta2: 0.95 }));
    const tokens = documents.map((doc) => encode(tokenizer.uchars, doc));
    const { losses } = await enginePort('0').train(config, state_dict, tokens, config.num_steps);
    const file = saved('beta2.json', { ...rest, canonical: { ...canonical, losses } });
    expect(report(file, '--html', '-').stdout).toContain('Clause parameters.12: ');
    expect(report(file, '--html', '-', '--no-diagnosis').stdout).not.toContain('Clause parameters.12: ');
  });

  test('of many results is a matrix, and a badge each', () => {
    const { stdout } = report(good, bad, '--html', '-');
    expect(stdout).toContain('2 ports of microgpt.py');
    expect(stdout).toContain('off at step 500');
    const lines = report(good, bad, '--badge', '-').stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).color)).toEqual(['brightgreen', 'red']);
  });

  test('a badge each is a file each, named for its port, in a folder and beside a name', () => {
    const alike = saved('alike.json', named(conformingResult(), 'Mine', 'C'));
    const strange = saved('strange.json', named(conformingResult(), '../my port'));
    expect(report(good, alike, strange, '--folder', 'ports').stderr).toBe(
      'report: ports/index.html, ports/report.md, ports/badge-mine.json, ports/badge-mine-2.json, ports/badge-..-my-port.json, and 3 pages in ports/ports\n',
    );
    expect(JSON.parse(readFileSync(join(folder, 'ports/badge-mine-2.json'), 'utf8'))).toMatchObject({
      schemaVersion: 1,
    });
    expect(report(good, bad, '--badge', 'shown/port').stderr).toBe('report: shown/port-mine, shown/port-other\n');
  });

  test('exits as the worst of its results, or with --no-fail as none', () => {
    const statusOf = (...files: readonly string[]) => report(...files, '--badge', '-').status;
    expect([statusOf(good), statusOf(bad), statusOf(good, bad)]).toEqual([0, 1, 1]);
    expect(statusOf(good, bad, '--no-fail')).toBe(0);
    const required = saved('required.json', { ...claiming(15), problems: ['loss.1 is required and not claimed'] });
    expect([statusOf(saved('part.json', claiming(15))), statusOf(required)]).toEqual([0, 1]);
  });

  test('30 results of 5 MB become a page below 2 MB within 3 s', () => {
    mkdirSync(join(folder, 'many'));
    const files = Array.from({ length: 30 }, (_, i) =>
      saved(
        `many/${i}.json`,
        named(failingResult(Array.from({ length: 60 }, (_, n) => `${n} `.repeat(850))), `port ${i}`),
      ),
    );
    expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeGreaterThan(5e6);
    const times = [1, 2, 3].map(() => {
      const start = performance.now();
      expect(report(...files, '--no-fail', '--html', 'matrix.html').status).toBe(0);
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(3000); // the machine may be busy with something else at one time
    expect(statSync(join(folder, 'matrix.html')).size).toBeLessThan(2e6);
  });

  test('10,000 failures and a message of 10 MB are capped, and counted', () => {
    const undiagnosed = (file: string) => report(file, '--html', '-', '--no-diagnosis').stdout;
    const many = undiagnosed(saved('many.json', withFailures(10_000)));
    expect(many).toContain('10,000 checks of 1 clauses');
    expect(many).toContain('and 9,540 more; the JSON has them all');
    const long = undiagnosed(saved('long.json', failingResult([HOSTILE.repeat(100_000)])));
    expect(long).toMatch(/\(\d+,\d+,\d+ characters; --json has them all\)/);
    const words = {
      ...conformingResult().port,
      name: 'n'.repeat(1e7),
      lang: 'l'.repeat(1e7),
      version: 'v'.repeat(1e7),
    };
    const names = { ...withFailures(1), port: words, problems: ['p'.repeat(1e7)] };
    const loud = undiagnosed(saved('names.json', names));
    expect(Math.max(many.length, long.length, loud.length)).toBeLessThan(2e6);
  });
});

describe('what report cannot do is one line on standard error and status 2, and writes nothing', () => {
  test.each([
    ['no result', [], /report: no result; name what run --json has written/],
    ['a file that is not there', ['none.json'], /report: cannot read none.json: there is no such file/],
    [
      'half a result',
      [good, saved('half.json', JSON.stringify(conformingResult()).slice(0, 999))],
      /half.json is not JSON, or was cut off/,
    ],
    ['another version', [saved('v1.json', '{"schema": 1}')], /v1.json has schema 1; this version reads schema 2/],
    [
      'two results of a port',
      [good, saved('again.json', conformingResult())],
      /good.json and .*again.json are of the same port, mine 1.0/,
    ],
    [
      'a folder that cannot be made',
      [good, '--folder', join(good, 'x')],
      /report: cannot write .*: a part of the path is no folder/,
    ],
    ['a full disk', [good, '--html', '/dev/full'], /report: cannot write \/dev\/full: no space is left/],
  ])('%s', (_, args, message) => {
    rmSync(join(folder, 'report'), { recursive: true, force: true });
    const { stderr, status } = report(...args);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect([status, existsSync(join(folder, 'report'))]).toEqual([2, false]);
  });
});

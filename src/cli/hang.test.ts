import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { RunResult } from '../report/result.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const FOLDER = mkdtempSync(join(tmpdir(), 'hang-'));
const LOSS = ['run', '--chapter', 'loss', '--runs', '20', '--timeout', '1'];

afterAll(() => rmSync(FOLDER, { recursive: true }));

describe('a module that hangs for one input, of which two checks ask', () => {
  test.each([
    ['in a loop without end', 'for (;;);'],
    ['with a promise that never settles', 'return new Promise(() => {});'],
  ])('%s fails in these, by name; the others are judged in a fresh process', (_, hang) => {
    const [junit, json] = [join(FOLDER, 'junit.xml'), join(FOLDER, 'result.json')];
    const module = moduleWith(
      `if (probs[target] === 0.05) { ${hang} } return -Math.log(target in probs ? probs[target] : reject());`,
    );
    const { status, stderr } = microgptSpec(
      ...LOSS,
      '--module',
      module,
      '--json',
      json,
      '--reporter',
      `junit=${junit}`,
    );
    const { verdict, clauses }: RunResult = JSON.parse(readFileSync(json, 'utf8'));
    const failed = clauses.flatMap(({ checks }) => checks.filter((check) => check.status === 'failed'));
    const titles = [
      'loss.1 golden: position_loss, ordinary probabilities',
      'loss.1 position_loss([0.95, 0.05], 1) ~ 2.996',
    ];
    const fault = (title: string) =>
      `PORT: ./mine.mjs did not answer position_loss within 1 s, and was ended; a fresh process was asked for the rest\n  again    npx microgpt-spec run --clause '${title}' --seed 42 --runs 20 --module ./mine.mjs --timeout 1`;
    expect(failed.map(({ title, counterexample }) => [title, counterexample])).toEqual(
      titles.map((title) => [title, fault(title)]),
    );
    expect([verdict, status, stderr]).toEqual(['does not conform', 1, '']);
    const held = clauses.flatMap(({ checks }) => checks.filter((check) => check.status === 'held'));
    expect(held.length).toBeGreaterThan(20);
    expect(readFileSync(junit, 'utf8')).toContain(
      '<testsuites name="microgpt-spec" tests="12" failures="1" errors="0"',
    );
  });
});

describe('a module that hangs again and again', () => {
  test('is not asked for that operation any more, and what held before holds', () => {
    const module = moduleWith(
      'if (probs.length === 3) for (;;); return -Math.log(target in probs ? probs[target] : reject());',
    );
    const { status, stdout } = microgptSpec(...LOSS, '--module', module, '--json', '-');
    const { clauses }: RunResult = JSON.parse(stdout);
    const checks = clauses.flatMap((clause) => clause.checks);
    const saying = (words: string) => checks.filter(({ counterexample }) => counterexample?.includes(words)).length;
    expect(saying('did not answer position_loss within 1 s')).toBe(3);
    expect(saying('did not answer position_loss in time, 3 times; it is not asked for it again')).toBeGreaterThan(3);
    expect(checks.find(({ title }) => title === 'loss.3 position_loss([1, 0], 0) = 0')?.status).toBe('held');
    expect(status).toBe(1);
  });
});

describe('a module that hangs as it is loaded', () => {
  test.each([
    ['in a loop without end', 'for (;;);'],
    ['with a promise that never settles', 'await new Promise(() => {});'],
  ])('%s is one line and status 2, as of a command that does not say hello', (_, hang) => {
    const module = join(FOLDER, 'load.mjs');
    writeFileSync(module, `${hang}\nexport default {};\n`);
    const { status, stdout, stderr } = microgptSpec(...LOSS, '--module', module);
    expect(stderr).toBe(
      `microgpt-spec: run: PORT: ${module} did not load within 5 s: an endless loop at its top level, or a promise that never settles\n`,
    );
    expect([status, stdout]).toEqual([2, '']);
  });
});

describe('a command that hangs', () => {
  test('for one operation shows the input that it was asked with, and is asked for others', () => {
    const port = join(FOLDER, 'port.mjs');
    writeFileSync(
      port,
      `import { createInterface } from 'node:readline';
createInterface({ input: process.stdin }).on('line', (line) => {
  const [id, op, ...values] = line.split(' ');
  if (op === 'hello') console.log('@' + id + ' ok 1 name=port dtype=f64 ops=position_loss,average_loss');
  else if (op === 'average_loss') console.log('@' + id + ' no');
  else if (values.includes('0.05')) console.log('@' + id + ' ok 2.995732273553991');
});
`,
    );
    const { status, stdout } = microgptSpec(...LOSS, '--json', '-', '--', process.execPath, port);
    const { clauses }: RunResult = JSON.parse(stdout);
    const checks = clauses.flatMap((clause) => clause.checks);
    const notAsked = checks.filter(({ counterexample }) => counterexample?.includes('not asked for it again'));
    expect(notAsked.length).toBeGreaterThan(10);
    expect(notAsked.filter(({ counterexample }) => counterexample?.includes('  input '))).toEqual([]);
    expect(status).toBe(1);
  });

  test('at hello is asked once, and not by every file', () => {
    const start = performance.now();
    const args = ['run', '--runs', '1', '--timeout', '2', '--', process.execPath, '-e', 'setInterval(() => {}, 1000)'];
    const { status, stderr } = microgptSpec(...args);
    expect(stderr).toMatch(
      /^microgpt-spec: run: PORT: .* did not answer within 2 s \(does it flush its output after each reply\? --timeout gives it longer\), asked "1 hello 1"\n$/,
    );
    expect(status).toBe(2);
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});

function moduleWith(body: string): string {
  const file = join(FOLDER, 'mine.mjs');
  writeFileSync(
    file,
    `const reject = () => { throw new RangeError('no such target'); };
export default { name: 'mine', lang: 'JavaScript', version: '1', dtype: 'f64', position_loss: (probs, target) => { ${body} } };
`,
  );
  return file;
}

function microgptSpec(...args: readonly string[]) {
  return spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', cwd: FOLDER });
}

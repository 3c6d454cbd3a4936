import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const FOLDER = mkdtempSync(join(tmpdir(), 'microgpt-own-'));

afterAll(() => rmSync(FOLDER, { recursive: true }));

const PORT = `export const port = {
  name: 'mine', lang: 'JavaScript', version: '1', dtype: 'f64',
  position_loss: (probs, target) => { if (probs[target] === 1) return 0; return wrong(probs[target]); },
  softmax: (logits) => { throw new Error('no softmax today'); },
};
function wrong(p) { return -Math.log(p + 1e-10); }
`;

interface Test {
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

/** What a project's own vitest says of its test files, of which each calls `conformance`. */
function project(files: Readonly<Record<string, string>>, ...flags: readonly string[]) {
  const folder = mkdtempSync(join(FOLDER, 'project-'));
  writeFileSync(join(folder, 'vitest.config.js'), 'export default {};');
  writeFileSync(join(folder, 'port.js'), PORT);
  for (const [name, body] of Object.entries(files)) {
    writeFileSync(
      join(folder, name),
      `import { conformance } from '${ROOT}src/vitest.ts';\nimport { port } from './port.js';\n${body}`,
    );
  }
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const json = join(folder, 'result.json');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [vitest, 'run', '--root', folder, '--reporter=default', '--reporter=json', `--outputFile.json=${json}`, ...flags],
    { cwd: folder, encoding: 'utf8' },
  );
  const { testResults } = JSON.parse(readFileSync(json, 'utf8'));
  const tests: Test[] = testResults.flatMap(({ assertionResults }: { assertionResults: Test[] }) => assertionResults);
  return { said: stdout + stderr, tests };
}

describe("conformance, in a project's own vitest", () => {
  const { said, tests } = project({ 'port.test.js': "await conformance(port, { chapters: ['loss'], runs: 20 });" });
  const of = (status: string) => tests.filter((one) => one.status === status);

  test('registers every check of the chapters as a test by its title', () => {
    expect(tests.length).toBeGreaterThan(40);
    expect(tests.every(({ title }) => /^loss\.\d+ /.test(title))).toBe(true);
  });

  test('holds, fails and skips them as run does', () => {
    expect(of('passed').length).toBeGreaterThan(10);
    expect(new Set(of('failed').map(({ title }) => title.split(' ')[0]))).toContain('loss.2');
    expect(of('skipped').length).toBeGreaterThan(0);
  });

  test("a failure names the case, and a line of the port's own where it has thrown, and none of the suite's", () => {
    const [failure] = of('failed').flatMap(({ failureMessages }) => failureMessages);
    expect(failure).toContain('position_loss(');
    expect(said).toContain("of fast-check's seed 42");
    expect(said).not.toMatch(/❯.*(properties|src)\/[a-z]/);
  });

  test('a filter is of the titles', () => {
    const { tests: some } = project(
      { 'port.test.js': "await conformance(port, { chapters: ['loss'] });" },
      '-t',
      'loss.3',
    );
    expect(some.filter(({ status }) => status !== 'skipped').every(({ title }) => title.startsWith('loss.3'))).toBe(
      true,
    );
  });

  test('a second call in a file is refused, and says what to do', () => {
    const twice = "await conformance(port, { chapters: ['loss'] });\nawait conformance(port, { chapters: ['loss'] });";
    expect(project({ 'port.test.js': twice }).said).toContain(
      'conformance: it was called before; call it once in a test file',
    );
  });

  test.each([
    ['{ name: "mine" }', 'PORT: conformance takes a port: an object with name, lang, version and dtype'],
    ['undefined', 'PORT: conformance takes a port'],
    ['{ ...port, name: "" }', "PORT: conformance: the port's name is empty; pages and badges show it"],
    ['port, { chapters: ["los"] }', 'conformance: there is no chapter los; there are random, '],
  ])('%s is one clear line', (args, message) => {
    expect(project({ 'port.test.js': `await conformance(${args});` }).said).toContain(message);
  });
});

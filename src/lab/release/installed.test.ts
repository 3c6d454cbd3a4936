import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { blocks, README } from '../readme/blocks.fixture.ts';
import { ROOT } from './sources.ts';

// What is written for others is run as they run it: the action from a checkout of this repository, and all else from the tarball
// that it packs. Nothing of the registry is pretended; of GitHub `gh`, and of npm `publish`, which would publish.

const DEADLINE_MS = 900_000;
const folder = mkdtempSync(join(tmpdir(), 'installed-'));
const checkout = join(folder, 'checkout');
const runner = join(folder, 'runner');
const tools = join(folder, 'tools');
const installed = join(runner, 'microgpt-spec/node_modules');
const VERSION: string = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version;
const TARBALL = `microgpt-spec-${VERSION}.tgz`;

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

function steps(
  file: string,
  of: (document: { runs: { steps: Step[] }; jobs: Record<string, { steps: Step[] }> }) => Step[],
) {
  return of(parse(readFileSync(join(ROOT, file), 'utf8'))).filter(({ run }) => run !== undefined);
}

const ACTION = steps('action.yml', ({ runs }) => runs.steps);
const RELEASE = steps('.github/workflows/release.yml', ({ jobs }) => jobs.release.steps);

beforeAll(() => {
  for (const place of [checkout, runner, tools]) mkdirSync(place);
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT });
  const there = files
    .toString()
    .split('\0')
    .filter((file) => file !== '' && existsSync(join(ROOT, file)));
  const archive = execFileSync('tar', ['-c', '--null', '-T', '-'], {
    cwd: ROOT,
    input: there.join('\0'),
    maxBuffer: 2 ** 28,
  });
  execFileSync('tar', ['-x'], { cwd: checkout, input: archive });
}, DEADLINE_MS);

afterAll(() => rmSync(folder, { recursive: true }), DEADLINE_MS);

function bash(script: string, cwd: string, env: Readonly<Record<string, string>> = {}) {
  const { stdout, stderr, status } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', script],
    {
      encoding: 'utf8',
      cwd,
      env: { ...process.env, PATH: `${tools}:${process.env.PATH}`, NO_COLOR: '1', ...env },
    },
  );
  return { stdout, status, text: stdout + stderr };
}

/** The tarball in a new folder, by itself. */
function withTarball(name: string): string {
  const place = join(folder, name);
  mkdirSync(place);
  execFileSync('cp', [join(runner, TARBALL), place]);
  return place;
}

/** A folder that has the package among its dependencies, with what the package needs. */
function withPackage(name: string): string {
  const place = withTarball(name);
  execFileSync('cp', ['-r', installed, place]);
  return place;
}

describe('action.yml, from a checkout', { timeout: DEADLINE_MS }, () => {
  const output = join(folder, 'output');
  const env = {
    GITHUB_ACTION_PATH: checkout,
    RUNNER_TEMP: runner,
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: 'X64',
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
  };
  const inputs = {
    COMMAND: '',
    MODULE: '',
    LOG: '',
    CHAPTERS: 'tokenizer',
    CORE: 'false',
    EXPECTED: '',
    REPORTERS: '',
  };
  const [place, install, suite] = ACTION.map(({ run }) => run ?? '');

  test('says where it is kept, by what is in it', () => {
    writeFileSync(output, '');
    expect(bash(place, folder, env)).toMatchObject({ status: 0, text: '' });
    const first = readFileSync(output, 'utf8');
    expect(first).toMatch(/^key=microgpt-spec-Linux-X64-[0-9a-f]{40,64}\nfolder=.*\/microgpt-spec\n$/);
    writeFileSync(join(checkout, 'CHANGELOG.md'), 'another\n');
    bash(place, folder, env);
    expect(readFileSync(output, 'utf8').slice(first.length).split('\n')[0]).not.toBe(first.split('\n')[0]);
    execFileSync('cp', [join(ROOT, 'CHANGELOG.md'), checkout]);
  });

  test('installs the packed package, and out of a cache nothing', () => {
    expect(bash(install, folder, env)).toMatchObject({ status: 0 });
    expect(readdirSync(join(installed, 'microgpt-spec'))).toEqual(expect.arrayContaining(['dist', 'golden', 'spec']));
    expect(existsSync(join(installed, 'typescript'))).toBe(false);
    expect(bash(install, folder, env)).toMatchObject({ status: 0, text: '' });
  });

  test('asks a port with it', () => {
    const command = `node ${join(installed, 'microgpt-spec/dist/cli/main.js')} serve`;
    const asked = { ...inputs, COMMAND: command, OPTIONS: '--runs 1', FOLDER: 'report' };
    const { status, text } = bash(suite, folder, { ...env, ...asked });
    expect([status, text]).toEqual([0, expect.stringContaining('verdict: conforms, chapter tokenizer alone')]);
    expect(readFileSync(output, 'utf8')).toContain('verdict=conforms\n');
  });
});

describe('the workflows of init ci, from the tarball', { timeout: DEADLINE_MS }, () => {
  const quick = (script: string) =>
    script.replace('microgpt-spec run ', 'microgpt-spec run --chapter tokenizer --chapter dataset --runs 1 ');
  const init = (place: string, ...args: string[]) =>
    bash(`${join(installed, '.bin/microgpt-spec')} init ci --from ./${TARBALL} ${args.join(' ')}`, place);
  const adapter = (place: string, name: string) => {
    const main = join(installed, 'microgpt-spec/dist/cli/main.js');
    writeFileSync(join(place, name), `#!/bin/sh\nexec "${process.execPath}" "${main}" serve\n`, { mode: 0o755 });
  };

  test('for GitHub and for GitLab build, install, ask and report', () => {
    const place = withTarball('single');
    expect(init(place).status).toBe(0);
    adapter(place, 'adapter');
    writeFileSync(join(place, 'Makefile'), 'adapter:\n');
    const github: Step[] = parse(readFileSync(join(place, '.github/workflows/microgpt-spec.yml'), 'utf8')).jobs
      .conformance.steps;
    const gitlab = parse(readFileSync(join(place, '.gitlab/microgpt-spec.yml'), 'utf8'))['microgpt-spec'];
    const env = { ADAPTER: './adapter', CI_PROJECT_URL: 'https://gitlab.com/a/b', CI_DEFAULT_BRANCH: 'main' };
    const ofGithub = github.flatMap(({ run }) => run ?? []);
    const ofGitlab: string[] = [...gitlab.before_script, ...gitlab.script, ...gitlab.after_script];
    for (const scripts of [ofGithub, ofGitlab]) {
      rmSync(join(place, '.microgpt-spec'), { recursive: true, force: true });
      const ran = scripts.map((script) => bash(quick(script), place, env));
      expect(ran.map(({ status, text }) => [status, status === 0 ? '' : text])).toEqual(scripts.map(() => [0, '']));
    }
    expect(readFileSync(join(place, 'microgpt-report/badge.json'), 'utf8')).toContain('"schemaVersion": 1');
  });

  test('for a matrix install in each job, and join the parts', () => {
    const place = withTarball('matrix');
    expect(init(place, '--ports', 'right', '--shards', '2').status).toBe(0);
    adapter(place, 'right');
    writeFileSync(join(place, 'Makefile'), 'right:\n');
    const { shard, report } = parse(readFileSync(join(place, '.github/workflows/microgpt-spec.yml'), 'utf8')).jobs;
    const scripts = (list: readonly Step[], part: string) =>
      list
        .flatMap(({ run }) => run ?? [])
        .map((run) =>
          quick(run.replaceAll(/\$\{\{ matrix\.port \}\}/g, 'right').replaceAll(/\$\{\{ matrix\.shard \}\}/g, part)),
        );
    const all = [...scripts(shard.steps, '1'), ...scripts(shard.steps, '2'), ...scripts(report.steps, '')];
    expect(all.length).toBe(8);
    const ran = all.map((script) => bash(script, place));
    expect(ran.map(({ status, text }) => [status, status === 0 ? '' : text])).toEqual(all.map(() => [0, '']));
    expect(ran.at(-1)?.text).toContain('report: microgpt-report/index.html');
  });
});

describe('README.md, from the tarball', { timeout: DEADLINE_MS }, () => {
  test('the container installs the package outside the port, and runs it there', () => {
    const [, inner] = /^docker run .* node:22 sh -c '(.*)'$/m.exec(README) ?? [];
    const place = withTarball('port');
    const spec = join(folder, 'spec');
    const main = join(spec, 'node_modules/microgpt-spec/dist/cli/main.js');
    writeFileSync(join(place, 'adapter'), `#!/bin/sh\nexec "${process.execPath}" "${main}" serve\n`, { mode: 0o755 });
    const script = inner.replaceAll('/spec', spec).replace(' run ', ' run --chapter tokenizer --runs 1 ');
    const { status, text } = bash(script, place);
    expect([status, text]).toEqual([0, expect.stringContaining('verdict: conforms, chapter tokenizer alone')]);
    expect(readdirSync(place).toSorted()).toEqual(['adapter', TARBALL]);
  });

  test.each([
    ['vitest', 'microgpt-spec/vitest', 'spec.test.js', 'npx vitest run spec.test.js', /Tests .*\d+ passed/],
    ['node --test', 'microgpt-spec/node-test', 'node.test.js', 'node --test node.test.js', /^# pass \d+$/m],
  ])('the test file for %s asks every clause', (name, mark, file, command, passed) => {
    const place = withPackage(name.replaceAll(/\W/g, ''));
    writeFileSync(join(place, 'package.json'), '{ "type": "module" }');
    const port =
      "{ name: 'mine', lang: 'JavaScript', version: '1', dtype: 'f64', position_loss: (probs, target) => -Math.log(probs[target]) }";
    writeFileSync(join(place, 'port.js'), `export default ${port};\n`);
    const block = blocks().find(({ text }) => text.includes(mark));
    writeFileSync(join(place, file), (block?.text ?? '').replace("['loss', 'model']", "['loss']"));
    const { status, text } = bash(command, place);
    expect(text).toMatch(passed);
    expect(text).toContain('loss.11');
    expect(status).toBe(1);
  });
});

describe('the entries of the package', { timeout: DEADLINE_MS }, () => {
  const compiled = (name: string, source: string) => {
    const place = withPackage(name);
    writeFileSync(join(place, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(place, 'own.ts'), source);
    const tsc = join(ROOT, 'node_modules/.bin/tsc');
    return bash(`"${tsc}" --noEmit --strict --skipLibCheck --target es2022 --module nodenext --types '' own.ts`, place);
  };

  test('are typed', () => {
    const source = `import { configure, type Port, run, type RunOptions } from 'microgpt-spec';
      import { conformance as ofNode } from 'microgpt-spec/node-test';
      import { conformance as ofVitest } from 'microgpt-spec/vitest';
      const port: Port = { name: 'mine', lang: 'TypeScript', version: '1', dtype: 'f64', position_loss: (p, i) => -Math.log(p[i]) };
      const options: RunOptions = { module: 'port.js', chapters: ['loss'], runs: configure({}).n_layer };
      export const all: readonly Promise<unknown>[] = [run(options), ofNode(options), ofVitest(port, { core: true })];`;
    expect(compiled('typed', source)).toMatchObject({ status: 0, text: '' });
  });

  test('refuse by their types what none takes', () => {
    const source =
      "import { conformance } from 'microgpt-spec/node-test';\nawait conformance({ module: 'port.js', chapters: ['los'] });";
    const { status, text } = compiled('mistyped', source);
    expect([status, text]).toEqual([
      expect.any(Number),
      expect.stringContaining(`Type '"los"' is not assignable to type`),
    ]);
  });
});

describe('tools that walk a folder with the package in node_modules', { timeout: DEADLINE_MS }, () => {
  const there = (command: string) =>
    spawnSync('bash', ['-c', `command -v ${command}`]).status === 0 || process.env.CI !== undefined;
  const FILES: Readonly<Record<string, string>> = {
    'go.mod': 'module example.com/port\n\ngo 1.19\n',
    'port.go': 'package main\n\nfunc main() {}\n',
    'port_test.go': 'package main\n\nimport "testing"\n\nfunc TestPort(t *testing.T) {}\n',
    'Cargo.toml': '[package]\nname = "port"\nversion = "0.1.0"\nedition = "2021"\n',
    'src/lib.rs': '#[test]\nfn port() {}\n',
    'test_port.py': 'def test_port(): pass\n',
    'package.json': '{ "type": "module" }',
    'port.test.js': "import test from 'node:test';\ntest('port', () => {});\n",
  };

  test.each([
    ['go', 'go build ./... && go vet ./... && go test ./... && go mod tidy', /^ok\s+example\.com\/port\s+\S+\n$/],
    ['cargo', 'cargo test --quiet --offline', /1 passed/],
    ['pytest', 'pytest -q', /^\.\s.*1 passed/s],
    [
      'python3',
      'python3 -m compileall -q node_modules/microgpt-spec && python3 -m unittest discover; true',
      /Ran 0 tests|NO TESTS/,
    ],
    ['node', 'node --test', /# tests 1\n/],
  ])('%s finds the own files alone', ({ length }, command, due) => {
    expect(length).toBeGreaterThan(0);
    const place = withPackage(`walked-${length}-${command.length}`);
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(place, name)), { recursive: true });
      writeFileSync(join(place, name), text);
    }
    const { text } = bash(`${command}`, place);
    expect(there(command.split(' ')[0]) ? text : 'missing').toMatch(due);
  });
});

describe('release.yml', { timeout: DEADLINE_MS }, () => {
  const script = (part: string) => RELEASE.find(({ run }) => run?.includes(part))?.run ?? '';

  test('has these steps, which are run here, but for the checks of a release, which hold on its day', () => {
    expect(RELEASE.map(({ name, run }) => name ?? run)).toEqual([
      'The tag is the version',
      'npm ci',
      'What must hold of a release',
      'Pack',
      'Publish',
      'Tell',
    ]);
  });

  test('refuses a tag that is not the version', () => {
    expect(bash(script('GITHUB_REF_NAME"'), checkout, { GITHUB_REF_NAME: `v${VERSION}` }).status).toBe(0);
    expect(bash(script('GITHUB_REF_NAME"'), checkout, { GITHUB_REF_NAME: 'v9.9.9' }).status).toBe(1);
  });

  test('packs, publishes and tells what was packed', () => {
    expect(bash(script('mkdir packed'), checkout, { GITHUB_REPOSITORY: 'a/microgpt-spec' })).toMatchObject({
      status: 0,
    });
    expect(readdirSync(join(checkout, 'packed')).toSorted()).toEqual([TARBALL, 'notes.md']);
    expect(readFileSync(join(checkout, 'packed/notes.md'), 'utf8')).toMatch(/^- /);
    for (const name of ['npm', 'gh']) {
      writeFileSync(join(tools, name), `#!/bin/sh\nprintf '%s\\n' "${name}" "$@"\n`, { mode: 0o755 });
    }
    const env = { GITHUB_REF_NAME: `v${VERSION}`, GH_TOKEN: '' };
    expect(bash(script('npm publish'), checkout, env).stdout.trim().split('\n')).toEqual([
      'npm',
      'publish',
      `packed/${TARBALL}`,
      '--provenance',
      '--access',
      'public',
    ]);
    expect(bash(script('gh release'), checkout, env).stdout.trim().split('\n')).toEqual([
      'gh',
      'release',
      'create',
      `v${VERSION}`,
      `packed/${TARBALL}`,
      '--title',
      `v${VERSION}`,
      '--notes-file',
      'packed/notes.md',
    ]);
  });
});

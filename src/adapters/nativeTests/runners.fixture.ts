import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { NativeName } from './dialects.ts';

/** What a run of native tests said. */
export interface Told {
  readonly status: number | null;
  /** Both streams. */
  readonly text: string;
}

/** How the tests of a language are run where the test puts them. */
interface Runner {
  /** Files beside the tests. */
  readonly files: Readonly<Record<string, string>>;
  /** Commands, of which each needs the one before. */
  readonly commands: readonly (readonly string[])[];
  /** Whether something is missing that it needs. */
  readonly missing: boolean;
}

const JAVA_FOLDER = '/usr/share/java';
const JARS = [
  'junit-jupiter-api',
  'junit-jupiter-engine',
  'junit-platform-commons',
  'junit-platform-engine',
  'junit-platform-launcher',
  'junit-platform-console',
  'junit-platform-reporting',
  'opentest4j',
  'opentest4j-reporting-events',
  'apiguardian-api',
  'picocli',
].map((name) => join(JAVA_FOLDER, `${name}.jar`));
const CONSOLE = 'org.junit.platform.console.ConsoleLauncher';
const CLASS = 'MicrogptSpecTest';

/** The first Python that has pytest: Debian's has it where another is in front of it. */
const PYTHON = ['python3', '/usr/bin/python3'].find((python) => starts(python, '-m', 'pytest', '--version'));

export const RUNNERS: Readonly<Record<NativeName, Runner>> = {
  c: {
    files: {},
    commands: [
      ['cc', '-std=c99', '-O2', '-Wall', '-Wextra', '-Werror', '-o', 'tests', 'microgpt_spec_test.c', '-lm'],
      ['./tests'],
    ],
    missing: !starts('cc', '--version'),
  },
  rust: {
    files: { 'Cargo.toml': '[package]\nname = "mygpt"\nversion = "0.1.0"\nedition = "2021"\n', 'src/lib.rs': '' },
    commands: [['cargo', 'test', '--offline', '--test', 'microgpt_spec']],
    missing: !starts('cargo', '--version'),
  },
  go: {
    files: { 'go.mod': 'module mygpt\n\ngo 1.19\n', 'mygpt.go': 'package main\n\nfunc main() {}\n' },
    commands: [['go', 'test', '-v', '-run', 'MicrogptSpec']],
    missing: !starts('go', 'version'),
  },
  java: {
    files: {},
    commands: [
      ['javac', '-Werror', '-Xlint:all,-path', '-cp', JARS.join(':'), '-d', 'classes', `src/test/java/${CLASS}.java`],
      ['java', '-cp', ['classes', ...JARS].join(':'), CONSOLE, '--select-class', CLASS, '--disable-ansi-colors'],
    ],
    missing: !starts('javac', '-version') || !JARS.every((jar) => existsSync(jar)),
  },
  python: {
    files: {},
    commands: [[PYTHON ?? 'python3', '-m', 'pytest', '-p', 'no:cacheprovider', 'test_microgpt_spec.py']],
    missing: PYTHON === undefined,
  },
};

/** Runs the tests in a folder that is made for them, up to the first command that fails. */
export function told(name: NativeName, file: string, text: string, folder: string): Told {
  const { files, commands } = RUNNERS[name];
  for (const [path, content] of Object.entries({ ...files, [file]: text })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  let last: Told = { status: 0, text: '' };
  for (const [program, ...args] of commands) {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
    last = { status, text: stdout + stderr };
    if (status !== 0) break;
  }
  return last;
}

function starts(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

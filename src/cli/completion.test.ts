import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { SPEC_CHAPTERS } from '../port/ops.ts';
import { SHELLS, type Shell } from './completion/shells.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const FOLDER = mkdtempSync(join(tmpdir(), 'completion-'));
writeFileSync(join(FOLDER, 'port.ts'), '');

/** What each shell is told, to print the words that it would offer behind `microgpt-spec ...`, a line each. */
const ASKED: Readonly<Record<Shell, (script: string, words: readonly string[]) => string>> = {
  bash: (script, words) => `source ${script}
COMP_WORDS=(microgpt-spec ${words.map(quoted).join(' ')}); COMP_CWORD=${words.length}; _microgpt_spec
printf '%s\\n' "\${COMPREPLY[@]}"`,
  // Its own functions, which need a terminal, as far as the script calls them.
  zsh: (script, words) => `compdef() { }
compadd() { shift; print -l -- $@ }
_describe() { print -l -- \${\${(P)@[-1]}%%:*} }
_files() { print -l -- \${PREFIX}*(N) }
source ${script}
words=(microgpt-spec ${words.map(quoted).join(' ')}); CURRENT=${words.length + 1}; PREFIX=${quoted(words.at(-1) ?? '')}; _microgpt_spec`,
  fish: (script, words) => `source ${script}; complete -C ${quoted(`microgpt-spec ${words.join(' ')}`)}`,
};

afterAll(() => rmSync(FOLDER, { recursive: true }));

describe('completion', () => {
  for (const shell of Object.keys(SHELLS) as Shell[]) {
    const isThere = spawnSync(shell, ['--version']).status === 0;
    describe.skipIf(!isThere)(`in ${shell}`, () => {
      test.each([
        ['commands', ['r'], ['report', 'run']],
        ['commands within them', ['golden', ''], ['export', 'record', 'verify']],
        ['flags', ['run', '--min-'], ['--min-clauses', '--min-lines']],
        ['values of a flag', ['golden', 'export', '--format', ''], ['csv', 'jsonl', 'text']],
        ['chapters', ['run', '--chapter', ''], [...SPEC_CHAPTERS].sort()],
        ['clauses', ['explain', 'loss.1'], ['loss.1', 'loss.10', 'loss.11', 'loss.12']],
        ['languages', ['init', 'tests', ''], ['c', 'go', 'java', 'python', 'rust']],
        ['languages behind an operand', ['init', 'dump', 'num'], ['numpy']],
        ['files, where there is nothing else', ['run', '--module', 'po'], ['port.ts']],
      ])('completes %s', (_, words, due) => {
        expect(offered(shell, words)).toEqual(due);
      });
    });
  }

  test('of another shell is one line, and status 2', () => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [MAIN, 'completion', 'csh'], { encoding: 'utf8' });
    expect(stderr).toBe(
      "microgpt-spec: completion: command-argument value 'csh' is invalid for argument 'shell': allowed choices are bash, zsh, fish\n",
    );
    expect([stdout, status]).toEqual(['', 2]);
  });
});

/** The words that begin as the last does, which shells choose themselves, in order. */
function offered(shell: Shell, words: readonly string[]): string[] {
  const script = join(FOLDER, `script.${shell}`);
  writeFileSync(script, spawnSync(process.execPath, [MAIN, 'completion', shell], { encoding: 'utf8' }).stdout);
  const plain = { bash: ['--norc', '--noprofile'], zsh: ['-f'], fish: ['--no-config'] }[shell];
  const { stdout } = spawnSync(shell, [...plain, '-c', ASKED[shell](script, words)], { encoding: 'utf8', cwd: FOLDER });
  const lines = stdout.split('\n').map((line) => line.split('\t')[0]);
  return lines.filter((line) => line !== '' && line.startsWith(words.at(-1) ?? '')).sort();
}

function quoted(word: string): string {
  return `'${word}'`;
}

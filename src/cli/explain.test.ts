import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { OPS, SPEC_CHAPTERS } from '../port/ops.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

function microgpt(...args: readonly string[]) {
  return spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
}

describe('explain', () => {
  test('takes a clause in capitals', () => {
    const [capitals, plain] = ['LOSS.3', 'loss.3'].map((id) => microgpt('explain', id));
    expect(capitals.stdout).toBe(plain.stdout);
    expect(plain.stdout).toMatch(/^loss\.3 Zero exactly where the probability is 1 \(spec\/loss\.md\)\n/);
  });

  test('shows formulas in characters', () => {
    const { stdout } = microgpt('explain', 'loss.6');
    expect(stdout).toContain('loss = (1 / n) ∑_t loss_t');
  });

  test('of a chapter has what it is about and its clauses, and of the protocol the operations', () => {
    const [loss, protocol] = ['loss', 'protocol'].map((name) => microgpt('explain', name).stdout);
    expect(loss).toMatch(/^The loss \(spec\/loss\.md\)\n\nThe model gives every token a probability/);
    expect(loss).toMatch(/^loss\.3 +\d+ {2}Zero exactly where the probability is 1$/m);
    expect(protocol).toMatch(/^The port protocol, version 1 \(spec\/protocol\.md\)\n/);
    expect(protocol.split('\n').at(-2)).toContain(`: hello ${Object.keys(OPS).join(' ')}`);
  });

  test('of an operation that is called as a chapter has the operation, and where the chapter is', () => {
    const { stdout } = microgpt('explain', 'autograd');
    expect(stdout).toMatch(/^autograd \(spec\/protocol\.md\)\n/);
    expect(stdout).toMatch(/\nThe chapter of this name: npx microgpt-spec list autograd\n$/);
  });

  test.each([...SPEC_CHAPTERS.slice(0, 2), 'sample', 'hello'])('%s is explained', (name) => {
    expect(microgpt('explain', name)).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('list', () => {
  test('of a chapter has its clauses alone', () => {
    const { stdout, status } = microgpt('list', 'Loss', 'protocol');
    expect(stdout.split('\n').filter((line) => !/^(loss|protocol)\.\d+ /.test(line))).toEqual([
      expect.stringMatching(/^\d+ clauses, \d+ of them checked$/),
      '',
    ]);
    expect(status).toBe(0);
  });
});

describe('what is called wrongly is told in one style', () => {
  test.each([
    [['list', 'los'], /^microgpt-spec: list: .*: there is no chapter los; did you mean loss /],
    [['run', '--rns', '3'], /^microgpt-spec: run: unknown option '--rns'; did you mean --runs\?$/],
    [['rn'], /^microgpt-spec: unknown command 'rn'; did you mean run\?$/],
    [['golden', 'verfy'], /^microgpt-spec: golden: unknown command 'verfy'; did you mean verify\?$/],
    [
      ['golden', 'export', '--format', 'x'],
      /^microgpt-spec: golden export: option .* is invalid: allowed choices are /,
    ],
    [['golden', 'record'], /^microgpt-spec: golden record: required option '--input <file>' not specified$/],
    [
      ['explain', 'lss.3'],
      /^microgpt-spec: explain: there is no clause, operation or chapter lss\.3; did you mean loss\.3, /,
    ],
  ])('%j', (args, line) => {
    const { stdout, stderr, status } = microgpt(...args);
    expect([stdout, stderr.trimEnd(), status]).toEqual(['', expect.stringMatching(line), 2]);
  });
});

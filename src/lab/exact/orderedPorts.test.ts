import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { claiming } from '../../adapters/claims.fixture.ts';
import type { OpName } from '../../port/port.ts';
import { built } from '../../ports/cPrograms.fixture.ts';
import { orderChecks } from './orderChecks.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const MAIN = at('../../../dist/cli/main.js');
const TIMEOUT_MS = 300_000;
const STEPS = 100;
const CHAPTERS = ['random', 'autograd', 'parameters', 'model', 'loss', 'optimizer', 'training'] as const;
const CLAIMED: readonly OpName[] = [
  'softmax',
  'position_loss',
  'average_loss',
  'rmsnorm',
  'linear',
  'exp',
  'log',
  'pow',
  'cos',
  'adam',
  'forward',
  'backward',
  'trace',
  'train',
  'autograd',
];

/** What some of them have not. */
const LACKING: Readonly<Record<string, RegExp>> = {
  'the C port in float32': /uniforms have 53 bits in every port|rates are mostly taken in float64/,
  'a port in Lua': /the port does not claim (?:random|parameters)/,
  'a script in Python': /the port does not claim trace|decay/,
};

const folder = mkdtempSync(join(tmpdir(), 'microgpt-spec-ordered-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Checks that did not hold, how many did, and the run that was the same numbers. */
async function asked(command: readonly string[], lacking: RegExp) {
  const { checks, exact } = await orderChecks({ kind: 'process', command, deadline: TIMEOUT_MS }, CHAPTERS);
  const others = checks.filter(({ status, reason }) => status !== 'held' && !lacking.test(reason ?? 'none'));
  return {
    others: others.map(({ title, counterexample, reason }) => [title, counterexample ?? reason]),
    held: checks.filter(({ status }) => status === 'held').length,
    exact,
  };
}

function lua(): string[] {
  const template = readFileSync(at('../../../src/adapters/lua/full.lua'), 'utf8').replace(
    '"config=any"',
    '"config=any order=python"',
  );
  const file = join(folder, 'ordered.lua');
  writeFileSync(
    file,
    claiming({ name: 'lua' }, template, CLAIMED, readFileSync(at('../../../src/lab/exact/ordered.lua'), 'utf8')),
  );
  return ['lua5.4', file];
}

const has = (command: string) => process.env.CI !== undefined || spawnSync(command, ['-v']).status === 0;
const ORDERED = ['-ffp-contract=off', '-fno-builtin', '-DPYTHON_ORDER'];
const python = execFileSync('sh', ['-c', 'command -v python3 || true'], { encoding: 'utf8' }).trim();

describe("a port in microgpt.py's order is exact by its own library over a hundred steps", () => {
  test.for([
    ['the reference in another process', true, () => [process.execPath, MAIN, 'serve']],
    ['the C port', has('cc'), () => [built(ORDERED)]],
    ['the C port in float32', has('cc'), () => [built([...ORDERED, '-DREAL=float'])]],
    ['a port in Lua', has('lua5.4'), lua],
    [
      'a script in Python',
      python !== '' || process.env.CI !== undefined,
      () => [
        python,
        at('../../../src/ports/python/microgpt_adapter.py'),
        '--order',
        'python',
        at('../../../src/ports/python/script.fixture.py'),
      ],
    ],
  ] as const)('%s', { timeout: TIMEOUT_MS }, async ([name, isHere, command], { skip }) => {
    skip(!isHere, 'its toolchain is not here');
    const { others, held, exact } = await asked(command(), LACKING[name] ?? /^$/);
    expect(others).toEqual([]);
    expect(held).toBeGreaterThan(8);
    expect(exact?.steps).toBe(STEPS);
  });
});

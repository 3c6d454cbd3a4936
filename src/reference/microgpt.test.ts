import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Config, configure, EARLY } from './config.ts';
import { microgpt } from './microgpt.ts';
import type { Libm } from './python.ts';
import { Random } from './random.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** As many steps of the README's sample are run as take no time. */
const STEPS = 20;
const HEAD_DIM = 3;
const BYTES = new TextEncoder().encode('emma\nolivia\nava\nmia\nzoe\n');

/** The losses, then the samples, of a run on a few names. */
function printed(config: Config, math?: Libm, randomMath?: Libm): (number | string)[] {
  const { losses, samples } = microgpt(config, BYTES, new Random(config.seed, randomMath), math);
  return [...losses, ...samples];
}

describe('microgpt', () => {
  test("the README's sample prints a loss a step, then the samples", () => {
    const [, sample] =
      /The same as a library:\n\n```ts\n(.*?)```/s.exec(readFileSync(join(ROOT, 'README.md'), 'utf8')) ?? [];
    const short = sample.replace('num_steps: 1000', `num_steps: ${STEPS}`);
    const folder = mkdtempSync(join(tmpdir(), 'sample-'));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(ROOT, join(folder, 'node_modules/microgpt-spec'), 'junction');
    writeFileSync(join(folder, 'names.txt'), BYTES);
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', short], {
      cwd: folder,
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect(stderr).toBe('');
    expect(stdout).toBe(`${printed(configure({ num_steps: STEPS })).join('\n')}\n`);
  });

  test('each loss is computed when it is asked for, and a sample is of the parameters as they are then', () => {
    const { losses, samples } = microgpt(configure({ num_steps: STEPS }), BYTES, new Random(1));
    const untrained = microgpt(configure({ num_steps: 0 }), BYTES, new Random(1));
    expect([...samples]).toEqual([...untrained.samples]);
    expect([...losses]).toHaveLength(STEPS);
  });
});

describe('the mathematical library', () => {
  const config = configure({ n_embd: 2 * HEAD_DIM, n_head: 2, num_steps: 3, num_samples: 2 }, EARLY);

  /** V8's, with a note of each function that is called, and of the exponents. */
  function noting(seen: Set<string>): Libm {
    const noted = <T extends number[]>(name: (args: T) => string, f: (...args: T) => number) => {
      return (...args: T): number => {
        seen.add(name(args));
        return f(...args);
      };
    };
    return {
      exp: noted(() => 'exp', Math.exp),
      log: noted(() => 'log', Math.log),
      pow: noted(([x, y]) => (y === 0.5 && x === HEAD_DIM ? 'head_dim ** 0.5' : `x ** ${y}`), Math.pow),
      sin: noted(() => 'sin', Math.sin),
      cos: noted(() => 'cos', Math.cos),
    };
  }

  test('is the one handed in, wherever microgpt.py calls one', () => {
    const [seen, drawn] = [new Set<string>(), new Set<string>()];
    expect(printed(config, noting(seen), noting(drawn))).toEqual(printed(config));
    expect(drawn).toEqual(new Set(['cos', 'log', 'sin']));
    const powers = [-2, -1.5, -1, -0.5, 0.5, 1, 2, 3].map((exponent) => `x ** ${exponent}`);
    expect(seen).toEqual(new Set(['cos', 'exp', 'head_dim ** 0.5', 'log', ...powers]));
  });

  test('decides the losses', () => {
    const math: Libm = { ...noting(new Set()), log: (x) => Math.log(x) * (1 + 1e-6) };
    expect(printed(config, math)).not.toEqual(printed(config));
  });
});

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { Random } from '../reference/random.ts';
import { patchedReference } from './compiledReference.ts';
import type { Edit } from './patched.ts';

const START = { data: 1, grad: 2 };

/** The parameter after the first step of Adam, by a reference with these edits. */
async function afterOneStep(edits: readonly Edit[]): Promise<number> {
  const { config, optimizer } = await patchedReference(edits);
  const data = Float64Array.of(START.data);
  optimizer.adam(config.CANONICAL, 0, data, Float64Array.of(START.grad), optimizer.zeroMoments(1));
  return data[0];
}

const uncorrected: Edit = { file: 'optimizer', find: 'm[i] / correction1', replace: 'm[i]' };

describe('patchedReference', () => {
  test('without edits it does what the reference does', async () => {
    const { random } = await patchedReference([]);
    expect(new random.Random(42).random()).toBe(new Random(42).random());
    expect(await afterOneStep([])).toBeCloseTo(0.99, 9);
  });

  test('an edit that applies changes what the module does, and leaves other copies alone', async () => {
    expect(await afterOneStep([uncorrected])).toBeCloseTo(1 - 0.01 * 0.15, 9);
    expect(await afterOneStep([])).toBeCloseTo(0.99, 9);
  });

  test('a changed module is the one that its importers see', async () => {
    const edit: Edit = { file: 'autograd', find: 'math.exp(x)', replace: 'math.exp(2 * x)' };
    const { autograd, model } = await patchedReference([edit]);
    const tape = new autograd.Tape();
    const [p, q] = model.softmax(tape, [tape.leaf(0), tape.leaf(-Math.LN2)]);
    expect(tape.data[p] / tape.data[q]).toBeCloseTo(4, 12);
  });

  test('edits apply in order, each to what the one before left, and to every occurrence', async () => {
    const edits: Edit[] = [
      { file: 'optimizer', find: ', step + 1, math)', replace: ', step + 2, math)', times: 2 },
      { file: 'optimizer', find: ', step + 2, math)', replace: ', step + 3, math)', times: 2 },
    ];
    const [m, v] = [0.15 / (1 - 0.85 ** 3), 0.01 / (1 - 0.99 ** 3)];
    expect(await afterOneStep(edits)).toBeCloseTo(1 - (0.01 * m) / Math.sqrt(v), 8);
  });

  test('nothing is written to the disk', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'patched-test-'));
    vi.stubEnv('TMPDIR', folder);
    await patchedReference([uncorrected]);
    await expect(patchedReference([{ ...uncorrected, find: 'not there' }])).rejects.toThrow();
    vi.unstubAllEnvs();
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  test('an edit may import from a URL, and from a module before it', async () => {
    const url = new URL('../../dist/reference/random.js', import.meta.url).href;
    const find = "import { power, raise } from './python.js';";
    const edits: Edit[] = [
      {
        file: 'optimizer',
        find,
        replace: `${find}\nimport { Random } from '${url}';\nimport { CANONICAL } from './config.js';`,
      },
      { file: 'optimizer', find: 'm[i] / correction1', replace: 'new Random(CANONICAL.seed).random()' },
    ];
    expect(await afterOneStep(edits)).toBeCloseTo(1 - (0.01 * new Random(42).random()) / 2, 9);
  });

  test('an edit that imports what is not there is an error that names it', async () => {
    const find = "import { power, raise } from './python.js';";
    const edit: Edit = { file: 'optimizer', find, replace: `${find}\nimport { train } from './training.js';` };
    await expect(patchedReference([edit])).rejects.toThrow(/optimizer\.js imports \.\/training\.js/);
  });

  test('an edit whose text is not there is an error that names it', async () => {
    const edit: Edit = { file: 'loss', find: 'tape.log2(', replace: '' };
    await expect(patchedReference([edit])).rejects.toThrow(/loss\.js has 0 times where 1 .* "tape\.log2\("/);
  });

  test('an edit whose text is there more often than it says is an error', async () => {
    const edit: Edit = { file: 'optimizer', find: 'step + 1', replace: 'step' };
    await expect(patchedReference([edit])).rejects.toThrow(/optimizer\.js has \d times where 1/);
  });

  test('an edit without text is an error', async () => {
    await expect(patchedReference([{ ...uncorrected, find: '' }])).rejects.toThrow(/has no text/);
  });
});

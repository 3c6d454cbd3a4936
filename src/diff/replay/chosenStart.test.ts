import { describe, expect, test } from 'vitest';
import { openGolden } from '../../golden/folder.ts';
import { CANONICAL } from '../../reference/config.ts';
import { encode } from '../../reference/tokenizer.ts';
import { startTraining, train } from '../../reference/training.ts';
import { readTrace } from '../log/readLog.ts';
import { chosenStart } from './chosenStart.ts';
import type { ParamsDump } from './paramsDump.ts';
import { type RunStart, startFromGolden } from './start.ts';

const golden = openGolden();
const start = startFromGolden(golden, CANONICAL);
const tokens = start.documents.map((doc) => encode(start.tokenizer.uchars, doc));
const losses = [...train(startTraining(CANONICAL, start.state_dict), tokens, 3)];

/** The log of a right port, with something added to the first loss, and to those behind it. */
async function* log(first = 0, later = 0): AsyncGenerator<Uint8Array> {
  const lines = losses.map((loss, i) => `step ${i + 1} / 1000 | loss ${loss + (i === 0 ? first : later)}\n`);
  yield new TextEncoder().encode(lines.join(''));
}

/** The golden parameters with their matrices in another order. */
function dumpIn(order: (names: string[]) => string[]): ParamsDump {
  const names = order(Object.keys(start.state_dict));
  return { kind: 'numbers', values: Float64Array.from(names.flatMap((name) => start.state_dict[name].flat())) };
}

describe('the start of a log', () => {
  test.each([
    ['standard', (names: string[]) => names],
    ['alphabetical', (names: string[]) => names.toSorted()],
    ['lm-head-last', (names: string[]) => [...names.filter((name) => name !== 'lm_head'), 'lm_head']],
  ])('has the layout %s, in which the parameters are', async (id, order) => {
    const trace = await readTrace(log(), { steps: 3, samples: 0 });
    const chosen = await chosenStart({ golden, config: CANONICAL, params: dumpIn(order) }, undefined, trace);
    expect(chosen.layout?.id).toBe(id);
    expect(chosen.start.state_dict).toEqual(start.state_dict);
  });

  test('has the standard layout where none fits, and the advice to dump by name', async () => {
    const trace = await readTrace(log(1 / 3), { steps: 3, samples: 0 });
    const params = dumpIn((names) => names.toReversed());
    const chosen = await chosenStart({ golden, config: CANONICAL, params }, undefined, trace, {
      most: 4192 * 5000,
    });
    expect([chosen.layout?.id, chosen.notes]).toEqual(['standard', []]);
    expect(chosen.advice).toEqual([
      "step 1 differs: the order of the matrices in params may be why; 5000 readings were tried, and none gives the log's first losses; there are more",
      expect.stringContaining('write "wte 27 16" (name, rows, columns) above the rows of each matrix (README, Door 1)'),
    ]);
  });

  test('is the standard one where a known mistake gives the log from it, and no order is tried', async () => {
    const trace = await readTrace(log(1 / 3), { steps: 3, samples: 0 });
    const params = dumpIn((names) => names);
    const [asked, tried]: [RunStart[], number[]] = [[], []];
    const chosen = await chosenStart({ golden, config: CANONICAL, params }, undefined, trace, {
      isExplained: async (standard) => asked.push(standard) > 0,
      onProgress: (count) => tried.push(count),
    });
    expect(chosen).toMatchObject({ start: asked[0], layout: { id: 'standard' }, notes: [], advice: [] });
    expect(asked).toHaveLength(1);
    expect(Math.max(...tried)).toBeLessThan(5000);
  });

  test('is looked for with word of how many were tried', async () => {
    const trace = await readTrace(log(1 / 3), { steps: 3, samples: 0 });
    const tried: number[] = [];
    await chosenStart({ golden, config: CANONICAL, params: dumpIn((names) => names) }, undefined, trace, {
      onProgress: (count) => tried.push(count),
      most: 4192 * 6000,
    });
    expect(tried).toEqual([1024, 2048, 3072, 4096, 5120]);
  });

  test('of so few matrices that all orders are tried says so', async () => {
    const trace = await readTrace(log(1 / 3), { steps: 3, samples: 0 });
    const { wte, wpe, lm_head } = start.state_dict;
    const params = { kind: 'numbers', values: Float64Array.from([lm_head, wpe, wte].flat(2)) } as const;
    const { advice } = await chosenStart({ golden, config: { ...CANONICAL, n_layer: 0 }, params }, undefined, trace);
    expect(advice.join()).toContain('every order of the 3 matrices among them');
  });

  test('of a log with too few digits to choose has the standard layout, and the one that may be', async () => {
    const first = { step: 1, value: Number(losses[0].toFixed(4)), text: losses[0].toFixed(4) };
    const event = { kind: 'loss', num_steps: 1000, ...first } as const;
    const trace = { ...(await readTrace(log(), { steps: 3, samples: 0 })), losses: new Map([[1, [event]]]) };
    const params = dumpIn((names) => names.toSorted());
    const { layout, layoutNotes } = await chosenStart({ golden, config: CANONICAL, params }, undefined, trace);
    expect(layout?.id).toBe('standard');
    expect(layoutNotes).toEqual([
      expect.stringContaining('it agrees with --layout alphabetical, but this log says too little'),
    ]);
  });

  test('whose later losses are wrong is still read by its first', async () => {
    const trace = await readTrace(log(0, 0.01), { steps: 3, samples: 0 });
    const params = dumpIn((names) => names.toSorted());
    expect((await chosenStart({ golden, config: CANONICAL, params }, undefined, trace)).layout?.id).toBe(
      'alphabetical',
    );
  });
});

import { describe, expect, test } from 'vitest';
import { openGolden } from '../../golden/folder.ts';
import { CANONICAL } from '../../reference/config.ts';
import { encode } from '../../reference/tokenizer.ts';
import { startTraining, train } from '../../reference/training.ts';
import { readTrace } from '../log/readLog.ts';
import { chosenStart } from './chosenStart.ts';
import type { ParamsDump } from './paramsDump.ts';
import { startFromGolden } from './start.ts';

const golden = openGolden();
const start = startFromGolden(golden, CANONICAL);
const tokens = start.documents.map((doc) => encode(start.tokenizer.uchars, doc));
const losses = [...train(startTraining(CANONICAL, start.state_dict), tokens, 3)];

async function* log(): AsyncGenerator<Uint8Array> {
  const lines = losses.map((loss, i) => `step ${i + 1} / 1000 | loss ${loss}\n`);
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
    const chosen = chosenStart({ golden, config: CANONICAL, params: dumpIn(order) }, undefined, trace);
    expect(chosen.layout?.id).toBe(id);
    expect(chosen.start.state_dict).toEqual(start.state_dict);
  });

  test('has the standard layout where none fits', async () => {
    const trace = await readTrace(log(), { steps: 3, samples: 0 });
    const params = dumpIn((names) => names.toReversed());
    expect(chosenStart({ golden, config: CANONICAL, params }, undefined, trace).layout?.id).toBe('standard');
  });
});

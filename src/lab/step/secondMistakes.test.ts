import { describe, expect, test } from 'vitest';
import type { Deviation } from '../../deviations/deviation.ts';
import { findingsOf } from '../../diff/step/findings.ts';
import { judgeSteps } from '../../diff/step/judgeStep.ts';
import type { StepDump } from '../../diff/step/stepDump.ts';
import { referenceDumps } from './dumpOf.ts';
import { mistakenDumps } from './mistakes/mistakenDumps.ts';
import { STEP_MISTAKES } from './mistakes/stepMistakes.ts';
import { PRECISIONS } from './placed.ts';
import { TWO_LAYERS } from './starts.ts';

const named = (...ids: string[]) => STEP_MISTAKES.filter(({ id }) => ids.includes(id));

function found(dumps: readonly StepDump[] | null, precision: 'f64' | 'f32') {
  return judgeSteps(dumps ?? [], TWO_LAYERS.config, precision).flatMap(({ stages }) =>
    findingsOf(stages).map(({ part, places }) => `${part} ${places.join(' or ')}`),
  );
}

describe.each(PRECISIONS)('in %s a second mistake behind a wrong value', (precision) => {
  test.each([
    ['attention-distance-penalty', 'weights-gradient-by-key', 'backward layer1.head_out'],
    ['wo-transposed', 'value-gradient-own-position', 'backward layer1.head_out'],
  ])('%s with %s is found where another rule gives the gradient', async (first, second, due) => {
    const dumps = await mistakenDumps(named(first, second), TWO_LAYERS, precision);
    expect(found(dumps, precision)).toContain(due);
  });

  test.each([
    ['loss-last-position-not-summed', 'loss-gradient-last-position-missing'],
    ['loss-without-logarithm', 'loss-gradient-target-only'],
  ])('%s with %s is not, since one mistake makes both', async (first, second) => {
    const dumps = await mistakenDumps(named(first, second), TWO_LAYERS, precision);
    expect(found(dumps, precision).filter((one) => one.startsWith('backward'))).toEqual([]);
  });
});

const FC2 = '.mlp_fc2`]);';
const WO = '.attn_wo`]);';
const INPUT = 'let x_residual = x;';
const BEFORE_MLP = '        x_residual = x;\n        x = rmsnorm(tape, x);\n        x = linear';

/** Mistakes of the forward pass of a graph, which goes back by the derivative of what it computes: its gradients are right. */
const FORWARD: Readonly<Record<string, readonly [find: string, replace: string][]>> = {
  'the output of the MLP doubled': [[FC2, `${FC2} x = x.map((xi) => tape.mul(xi, tape.leaf(2)));`]],
  'the output of attention through ReLU': [[WO, `${WO} x = x.map((xi) => tape.relu(xi));`]],
  'attn_wo transposed': [[WO, WO.replace('`]', '`].map((_, i, w) => w.map((row) => row[i]))')]],
  'values by attn_wk': [['.attn_wv`', '.attn_wk`']],
  'the residual around the MLP taken before attention': [
    [INPUT, `${INPUT} const input = x;`],
    [BEFORE_MLP, BEFORE_MLP.replace('x_residual = x', 'x_residual = input')],
  ],
  'softmax with 1 more in its sum': [
    ['const total = tape.sum(exps);', 'const total = tape.add(tape.sum(exps), tape.leaf(1));'],
  ],
};

test.each(Object.entries(FORWARD))('%s accuses no gradient', async (title, edits) => {
  const deviation: Deviation = {
    ...{ id: 'forward', clause: 'model.1', title, explanation: title, shows: 'forward' },
    edits: edits.map(([find, replace]) => ({ file: 'model', find, replace })),
  };
  for (const precision of PRECISIONS) {
    const all = found(await referenceDumps([deviation], TWO_LAYERS, precision), precision);
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter((one) => !one.startsWith('forward'))).toEqual([]);
  }
});

test.each([
  ['mlp_out', FC2],
  ['attn_out', WO],
])('%s doubled, in the trace too, accuses no gradient: what goes around the block is not doubled', async (name, find) => {
  const replace = `${find} x = x.map((xi) => tape.mul(xi, tape.leaf(2)));`;
  const deviation: Deviation = {
    ...{ id: 'doubled', clause: 'model.1', title: name, explanation: name, shows: 'forward' },
    edits: [{ file: 'model', find, replace }],
  };
  const dumps = (await referenceDumps([deviation], TWO_LAYERS)) ?? [];
  const traced = dumps.map((dump) => ({ ...dump, trace: new Map([...dump.trace].map(doubledWhere(name))) }));
  expect(found(traced.slice(0, 1), 'f64')).toEqual([`forward layer0.${name}`, `forward layer1.${name}`]);
});

function doubledWhere(end: string) {
  return ([name, row]: [string, readonly number[]]): [string, readonly number[]] => [
    name,
    name.endsWith(`.${end}`) ? row.map((x) => 2 * x) : row,
  ];
}

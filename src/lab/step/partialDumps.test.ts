import { describe, expect, test } from 'vitest';
import { deviationOf } from '../../deviations/catalogue.ts';
import { findingsOf } from '../../diff/step/findings.ts';
import { judgeSteps } from '../../diff/step/judgeStep.ts';
import type { StageResult } from '../../diff/step/stageResult.ts';
import type { StepDump } from '../../diff/step/stepDump.ts';
import { stepsJson } from '../../diff/step/stepJson.ts';
import { nextLine, stepLines } from '../../diff/step/stepLines.ts';
import { handDumps, referenceDumps } from './dumpOf.ts';
import { mistakenDumps } from './mistakes/mistakenDumps.ts';
import { STEP_MISTAKES } from './mistakes/stepMistakes.ts';
import { PRECISIONS } from './placed.ts';
import { CANONICAL_SIZES, TWO_LAYERS } from './starts.ts';

type Part = Exclude<keyof StepDump, 'step'>;

const NOTHING = {
  ...{ tokens: null, params: null, logits: null, probs: null, losses: null, loss: null },
  ...{ grad: null, m: null, v: null, updated: null, trace: new Map() },
};

function only(dump: StepDump, parts: readonly Part[]): StepDump {
  return { step: dump.step, ...NOTHING, ...Object.fromEntries(parts.map((part) => [part, dump[part]])) };
}

const SUBSETS: Part[][] = [
  ['tokens', 'params', 'grad'],
  ['params', 'logits'],
  ['grad'],
  ['tokens', 'grad'],
  ['grad', 'trace'],
  ['tokens', 'trace'],
  ['params', 'grad'],
  ['tokens', 'params', 'loss'],
  ['tokens', 'logits', 'probs', 'losses', 'loss'],
  ['grad', 'm', 'v'],
  ['params', 'm', 'v', 'updated'],
  ['params', 'grad', 'updated'],
];

describe.each(PRECISIONS)('in %s of a right port', (precision) => {
  const dumps = handDumps([], TWO_LAYERS, precision);

  test.each(SUBSETS)('nothing is accused where there is only %s %s %s', (...parts) => {
    for (const steps of [dumps, dumps.slice(1), [dumps[0]]]) {
      const some = steps.map((dump) => only(dump, parts as Part[]));
      expect(accused(judgeSteps(some, TWO_LAYERS.config, precision).flatMap(({ stages }) => stages))).toEqual([]);
    }
  });

  test('nothing is accused where any one matrix or value is missing', () => {
    const [dump] = dumps;
    for (const name of Object.keys(dump.grad ?? {})) {
      const grad = without(dump.grad ?? {}, name);
      const params = without(dump.params ?? {}, name);
      for (const some of [
        { ...dump, grad },
        { ...dump, params },
        { ...dump, grad, params, trace: new Map() },
      ]) {
        expect(accused(judgeSteps([some], TWO_LAYERS.config, precision)[0].stages)).toEqual([]);
      }
    }
  });
});

test('gradients with tokens and parameters alone place a mistake', async () => {
  const mistakes = STEP_MISTAKES.filter(({ id }) => id === 'relu-mask-inverted');
  const [dump] = (await mistakenDumps(mistakes, TWO_LAYERS)) ?? [];
  const [{ stages }] = judgeSteps([only(dump, ['tokens', 'params', 'grad'])], TWO_LAYERS.config, 'f64');
  const [first] = findingsOf(stages);
  expect(first).toMatchObject({ part: 'backward', shownBy: 'layer1.mlp_fc1' });
  expect(first.places).toContain('layer1.mlp_relu');
});

describe('a wrong gradient without a value of the forward pass that is known to be right', () => {
  const PARTS = ['tokens', 'params', 'grad'] as const;

  test.each([
    ['f32', [...PARTS, 'loss']],
    ['f64', PARTS],
  ] as const)('may be of the forward pass, and it is said: %s %s', async (precision, parts) => {
    const dumps = await referenceDumps([deviationOf('rmsnorm-eps-0.000001')], CANONICAL_SIZES, precision);
    const steps = judgeSteps(
      [only(dumps?.[0] ?? handDumps([], TWO_LAYERS)[0], parts)],
      CANONICAL_SIZES.config,
      precision,
    );
    const [first] = findingsOf(steps[0].stages);
    expect(first).toMatchObject({ part: 'backward', shownBy: 'lm_head' });
    expect([first.forward[0], first.forward.at(-1)]).toEqual(['embedding', 'probs']);
    expect(stepLines(steps)[1]).toMatch(
      /^first wrong: the gradient of lm_head.*, or a value of the forward pass, from embedding to probs, which the dump has not$/,
    );
    expect(nextLine(steps)).toMatch(/^next: write down logits of each position too: /);
    expect(JSON.stringify(stepsJson(steps, precision))).toContain('"forward":["embedding","x"');
  });

  test('of one that is alone, only what its own derivative comes back through may be', async () => {
    const dumps = await referenceDumps([deviationOf('gradient-of-sum')], CANONICAL_SIZES);
    const [dump] = dumps ?? [];
    const doubted = (parts: readonly Part[]) =>
      findingsOf(judgeSteps([only(dump, parts)], CANONICAL_SIZES.config, 'f64')[0].stages)[0].forward;
    expect(doubted(PARTS)).toEqual(['logits', 'probs']);
    expect(doubted([...PARTS, 'logits', 'probs'])).toEqual([]);
  });

  test.each([
    ['relu-gradient-mask', 'a gradient before it holds'],
    ['lm-head-gradient-before-mlp', 'all others hold by what is due'],
  ])('is not in doubt with %s: %s', async (id) => {
    const dumps = await referenceDumps([deviationOf(id)], CANONICAL_SIZES);
    const [{ stages }] = judgeSteps([only((dumps ?? [])[0], PARTS)], CANONICAL_SIZES.config, 'f64');
    expect(findingsOf(stages)[0].forward).toEqual([]);
  });
});

test('moments without the step before say what to give', () => {
  const [, second] = handDumps([], TWO_LAYERS);
  const [{ stages }] = judgeSteps([only(second, ['grad', 'm'])], TWO_LAYERS.config, 'f64');
  expect(stages.find(({ name }) => name === 'm.wte')).toMatchObject({
    status: 'not judged',
    because: 'the moments before this step are not known; give the steps before it too',
  });
});

test('what is made of a value of another shape is not judged, and says of which', async () => {
  const [dump] = (await referenceDumps([deviationOf('no-causal-mask')], TWO_LAYERS)) ?? [];
  const [{ stages }] = judgeSteps([dump], TWO_LAYERS.config, 'f64');
  const name = 'pos0.layer0.head0.attn_logits';
  expect(stages.find((stage) => stage.name === name)).toMatchObject({ status: 'shape', due: [1] });
  expect(stages.find((stage) => stage.name === 'pos0.layer0.head0.attn_weights')).toMatchObject({
    status: 'not judged',
    because: `what it is made of is not in the dump, or as ${name} of another shape`,
  });
  expect(findingsOf(stages).map(({ shownBy }) => shownBy)).toEqual(['layer0.attn_logits', 'layer1.attn_logits']);
});

describe('a wrong value of the forward pass that is not in the dump', () => {
  const right = (name: string) => STEP_MISTAKES.filter(({ id }) => id === name);
  const withoutTrace = (dump: StepDump): StepDump => ({ ...dump, trace: new Map() });

  test.each([
    'relu-absolute',
    'embedding-averaged',
    'wo-transposed',
  ])('%s accuses no gradient, and the value may be what is named', async (id) => {
    const [{ place }] = right(id);
    const [dump] = (await mistakenDumps(right(id), TWO_LAYERS)) ?? [];
    const [{ stages }] = judgeSteps([withoutTrace(dump)], TWO_LAYERS.config, 'f64');
    const findings = findingsOf(stages);
    expect(findings.map(({ shownBy }) => shownBy)).toEqual(['logits']);
    expect(findings[0].places).toContain(place.name.replace('layer*', 'layer0'));
    expect(stages.find(({ name }) => name === 'grad.layer1.mlp_fc2')).toMatchObject({ status: 'not judged' });
  });

  test('is said, with what to write down', async () => {
    const [dump] = (await mistakenDumps(right('relu-absolute'), TWO_LAYERS)) ?? [];
    const steps = judgeSteps([withoutTrace(dump)], TWO_LAYERS.config, 'f64');
    expect(stepLines(steps)).toContain(
      'first wrong: logits, or a value from embedding to layer1.mlp_residual before it, which the dump has not (microgpt.py, lines 111 to 143; model.17)',
    );
    expect(nextLine(steps)).toBe(
      'next: write down embedding, x, layer0.attn_norm, ... too, of each position: then the first of them that is wrong is told',
    );
  });

  test('values that are in the dump are not among them', async () => {
    const [dump] = (await mistakenDumps(right('relu-absolute'), TWO_LAYERS)) ?? [];
    const trace = new Map([...dump.trace].filter(([name]) => !/layer1\.(?:mlp_relu|mlp_out)$/.test(name)));
    const [{ stages }] = judgeSteps([{ ...dump, trace }], TWO_LAYERS.config, 'f64');
    expect(findingsOf(stages).map(({ places }) => places)).toEqual([
      ['layer0.mlp_relu'],
      ['layer1.mlp_residual', 'layer1.mlp_relu', 'layer1.mlp_out'],
    ]);
  });

  test('an update from moments that are not in the dump may be theirs', async () => {
    const [dump] = (await mistakenDumps(right('second-moment-undamped'), TWO_LAYERS)) ?? [];
    const steps = judgeSteps([{ ...dump, v: null }], TWO_LAYERS.config, 'f64');
    expect(findingsOf(steps[0].stages)[0].places).toEqual(['updated.wte', 'v.wte']);
    expect(stepLines(steps)[1]).toContain('updated of every matrix, or v before it, which the dump has not (');
  });
});

test('the gradient of a matrix whose value is wrong is not judged', async () => {
  const [dump] = (await referenceDumps([deviationOf('final-rmsnorm')], TWO_LAYERS)) ?? [];
  const [{ stages }] = judgeSteps([dump], TWO_LAYERS.config, 'f64');
  expect(stages.find(({ name }) => name === 'grad.lm_head')).toMatchObject({
    status: 'not judged',
    because: 'logits is wrong, and the gradient comes back through it',
  });
});

/** What is said to be wrong, and what is not judged without a reason. */
function accused(stages: readonly StageResult[]): string[] {
  return stages.flatMap((stage) => {
    if (stage.status === 'held' || stage.status === 'not given') return [];
    return stage.status === 'not judged' && stage.because !== '' ? [] : [`${stage.name} ${stage.status}`];
  });
}

function without<T>(dict: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(dict).filter(([own]) => own !== name));
}

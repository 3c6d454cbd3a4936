import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { judgeSteps } from '../../diff/step/judgeStep.ts';
import { placeOfAll } from '../../diff/step/place.ts';
import { nextLine, stepLines } from '../../diff/step/stepLines.ts';
import { mistakenDumps } from './mistakes/mistakenDumps.ts';
import { linesOf } from './mistakes/place.ts';
import { STEP_MISTAKES } from './mistakes/stepMistakes.ts';
import { CANONICAL_SIZES } from './starts.ts';

const README = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');

test('the lines of microgpt.py that are said are those that were written down with the mistakes', () => {
  const places = new Map(STEP_MISTAKES.map(({ place: { stage, name } }) => [`${stage} ${name}`, { stage, name }]));
  expect(places.size).toBeGreaterThan(30);
  for (const { stage, name } of places.values()) {
    const said = placeOfAll(stage, [name.replace('layer*', 'layer0')]).lines;
    expect([name, said]).toEqual([name, linesOf(stage, name)]);
  }
});

test('the README shows what is said of a transposed gradient', async () => {
  const mistakes = STEP_MISTAKES.filter(({ id }) => id === 'wq-gradient-transposed');
  const [{ step, tokens, params, grad }] = (await mistakenDumps(mistakes, CANONICAL_SIZES)) ?? [];
  const missing = { logits: null, probs: null, losses: null, loss: null, m: null, v: null, updated: null };
  const dump = { ...missing, step, tokens, params, grad, trace: new Map() };
  const steps = judgeSteps([dump], CANONICAL_SIZES.config, 'f64');
  expect(README).toContain(`${[...stepLines(steps), nextLine(steps)].join('\n')}\nverdict: diverges\n`);
});

test('what is wrong at one place in every step is said once, with the steps', async () => {
  const mistakes = STEP_MISTAKES.filter(({ id }) => ['wq-gradient-transposed', 'moments-reset'].includes(id));
  const dumps = (await mistakenDumps(mistakes, CANONICAL_SIZES)) ?? [];
  const lines = stepLines(judgeSteps(dumps, CANONICAL_SIZES.config, 'f64'));
  expect(lines.filter((line) => /^(?:first|also) wrong|^wrong as/.test(line))).toEqual([
    'first wrong: the gradient of layer0.attn_wq alone (microgpt.py, line 118; model.18), in steps 1 to 3',
    'wrong as said above: 1 place',
    'also wrong: m of every matrix (microgpt.py, line 177; optimizer.2), in steps 2 and 3',
    'also wrong: v of every matrix (microgpt.py, line 178; optimizer.3), in steps 2 and 3',
    'wrong as said above: 3 places',
  ]);
});

import { expect, test } from 'vitest';
import type { Finding } from '../../../diff/step/findings.ts';
import type { Part, StageResult } from '../../../diff/step/stageResult.ts';
import { flowPicture } from './flowPicture.ts';

const held = (part: Part, name: string): StageResult => ({ part, name, status: 'held' });
const misshapen = (part: Part, name: string): StageResult => ({ part, name, status: 'shape', got: [3], due: [4] });
const pictureOf = (stages: readonly StageResult[]) =>
  flowPicture({ stages, findings: [], anchors: new Map([['forward layer0.q', 'map']]) }).text;
const layers = (text: string) => [...text.matchAll(/>(layers? [\d a-z]+)<\/text>/g)].map(([, name]) => name);

test('a value is wrong where it is at one position, and says at how many', () => {
  const unjudged: StageResult = {
    part: 'forward',
    name: 'pos0.layer0.k',
    status: 'not judged',
    because: 'no <params>',
  };
  const text = pictureOf([
    ...[held('forward', 'pos0.layer0.q'), misshapen('forward', 'pos1.layer0.q'), held('forward', 'pos2.layer0.q')],
    ...[unjudged, held('forward', 'pos1.layer0.k'), held('backward', 'grad.wte')],
  ]);
  expect(text).toMatch(
    /<a href="#map"><g class="stage wrong"><title>layer0\.q: 2 held, 1 wrong<\/title>.*✗ 1\/3<\/text>/,
  );
  expect(text).toMatch(
    /<g class="stage not-judged"><title>layer0\.k: 1 held, 1 not judged: no &lt;params&gt;<\/title>/,
  );
  expect(text).toContain('<title>gradient of wte: 1 held</title>');
  expect(text).toContain('<g class="stage not-given"><title>loss: not given</title>');
});

test('a model without layers has none in the picture', () => {
  expect(layers(pictureOf([held('forward', 'pos0.x'), held('backward', 'grad.wpe')]))).toEqual([]);
});

test('four layers are drawn; of more those with something wrong, and the others in one row', () => {
  const stagesOf = (count: number) => Array.from({ length: count }, (_, i) => held('forward', `pos0.layer${i}.q`));
  expect(layers(pictureOf(stagesOf(4)))).toEqual(['layer 0', 'layer 1', 'layer 2', 'layer 3']);
  const some = [...stagesOf(12), misshapen('forward', 'pos1.layer3.q'), misshapen('backward', 'grad.layer11.attn_wq')];
  expect(layers(pictureOf(some)).sort()).toEqual(['layer 11', 'layer 3', 'layers 0 to 2', 'layers 4 to 10']);
  expect(pictureOf(some)).toContain('<title>layers 4 to 10: 7 held</title>');
});

test('a bar stands where a gradient may come back wrong, beside layers that are one row too', () => {
  const stage = misshapen('backward', 'grad.layer2.attn_wo');
  if (stage.status !== 'shape') throw new Error('it is of another shape');
  const places = ['layer2.attn_wo', 'layer2.mlp_norm', 'layer4.attn_norm'];
  const finding: Finding = { part: 'backward', shownBy: 'layer2.attn_wo', places, forward: [], stage };
  const stages = [...Array.from({ length: 6 }, (_, i) => held('forward', `pos0.layer${i}.q`)), stage];
  const { text } = flowPicture({ stages, findings: [finding], anchors: new Map() });
  const bars = [...text.matchAll(/back through (.*?) the gradient may/g)].map(([, name]) => name);
  expect(bars).toEqual(['layer2.mlp_norm', 'layers 3 to 5']);
  expect(text).toMatch(/<g class="stage wrong finding"><title>gradient of layer2\.attn_wo: 1 wrong/);
});

test('of many layers that are wrong some are drawn, and the row of the others says how many are', () => {
  const text = pictureOf(Array.from({ length: 50 }, (_, i) => misshapen('forward', `pos0.layer${i}.q`)));
  expect(text).toContain('<title>layers 6 to 49: 44 wrong</title>');
});

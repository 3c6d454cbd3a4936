import { expect, test } from 'vitest';
import { jsonOf, npz, SMALL, textForm } from '../diff/step/stepForms.fixture.ts';
import { canonicalDataset, canonicalOutput, canonicalParameters } from '../golden/canonical.ts';
import { openGolden } from '../golden/folder.ts';
import { roleOf } from './roles.ts';

const golden = openGolden();
const { documents } = canonicalDataset(golden);
const initial = canonicalParameters(golden, 'initial');
const numbers = `${Object.values(initial).flat(2).join('\n')}\n`;
const blocks = Object.entries(initial)
  .map(([name, rows]) => `${name} ${rows.length} ${rows[0].length}\n${rows.map((row) => row.join(' ')).join('\n')}\n`)
  .join('');
const array = { descr: '<f8', shape: '2, ', values: [1, 2] };

test.each([
  ['what microgpt.py prints', 'a', canonicalOutput(golden), 'log'],
  ['bare losses', 'a.txt', '3.36\n3.42\n3.17\n', 'log'],
  ['blocks of parameters', 'a.txt', blocks, 'params'],
  ['numbers of both signs', 'a.txt', numbers, 'params'],
  ['parameters in JSON', 'initial.json', JSON.stringify(initial), 'params'],
  ['parameters in .npz', 'a.npz', await npz({ wte: array }), 'params'],
  ['a step in .npz', 'a.npz', await npz({ wte: array, 'grad.wte': array }), 'step'],
  ['a step in blocks', 'a.txt', textForm(SMALL), 'step'],
  ['a step in JSON', 'a.json', JSON.stringify(jsonOf({ ...SMALL, step: 1 })), 'step'],
  ['golden steps', 'two.json', new TextDecoder().decode(golden.read('small/two_layers.json')), 'step'],
  ['a log in JSON that counts tokens', 'a.json', '[{"step": 1, "loss": 3.3, "tokens": 16}]', 'log'],
  ['documents by name', 'docs.txt', 'a b\n', 'docs'],
  ['words', 'a.txt', `${documents.slice(0, 100).join('\n')}\n`, 'docs'],
  [
    'many words',
    'a.txt',
    `${[...documents, ...documents, ...documents, ...documents, ...documents].join('\n')}\n`,
    'input',
  ],
  ['the dataset by name', 'names.txt', 'anna\n', 'input'],
  ['nothing', 'a', '', 'log'],
])('%s, in %s', async (_, name, content, role) => {
  expect(await roleOf({ name, blob: new Blob([new Uint8Array(Buffer.from(content))]) })).toBe(role);
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { GOLDEN_FOLDER } from '../../golden/folder.ts';
import { judgeSteps } from './judgeStep.ts';
import { dtypeOf } from './readPrecision.ts';
import { sizesOf } from './readSizes.ts';
import { readStep, readSteps } from './readStep.ts';
import { bytesOf, jsonOf, npz, SMALL, STEP_FORMS, safetensors, textForm } from './stepForms.fixture.ts';

async function dumpIn(bytes: Uint8Array, file = 'dump') {
  const steps = await readStep(bytes, file);
  expect(steps).toHaveLength(1);
  return steps[0].dump;
}

async function refusal(content: string | Uint8Array, file = 'dump.txt'): Promise<string> {
  const bytes = typeof content === 'string' ? bytesOf(content) : content;
  const error = await readStep(bytes, file).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(RangeError);
  const { message } = error as RangeError;
  expect(message).toMatch(/^step: [^\n]+$/);
  return message;
}

describe('forms', () => {
  test.each(STEP_FORMS)('%s gives the same step', async (_, bytes) => {
    expect(await dumpIn(bytes)).toEqual(SMALL);
  });

  test('decimal commas are advised against, by the number', async () => {
    const read = readStep(bytesOf('grad.wte 2 2\n0,125 -0,75\n0,5 0,25\n'), 'a.txt');
    await expect(read).rejects.toThrow(
      /^step: a\.txt: grad\.wte has numbers such as 0,125, which is read as two: .*; write numbers with a point/,
    );
    const [{ dump }] = await readStep(bytesOf('tokens 3\n1,0,1\ngrad.wte 2 2\n1,2\n3,4\n'), 'a.txt');
    expect([dump.tokens, dump.grad]).toEqual([
      [1, 0, 1],
      {
        wte: [
          [1, 2],
          [3, 4],
        ],
      },
    ]);
  });

  test('one array of .npy has no name, and .npz is advised', async () => {
    const read = readStep(Uint8Array.of(0x93, ...bytesOf('NUMPY'), 1, 0), 'grad.npy');
    await expect(read).rejects.toThrow(
      /^step: grad\.npy: it is one \.npy array, which has no name; write .* into one \.npz/,
    );
  });

  test('matrices are in the order of state_dict', async () => {
    const { params, grad } = await dumpIn(bytesOf(textForm(SMALL).split('\n\n').toReversed().join('\n\n')));
    expect(Object.keys(params ?? {})).toEqual(Object.keys(SMALL.params ?? {}));
    expect(Object.keys(grad ?? {})).toEqual(Object.keys(SMALL.grad ?? {}));
  });

  test('two names are enough, and what is missing is null', async () => {
    const dump = await dumpIn(bytesOf(JSON.stringify({ params: SMALL.params, grad: SMALL.grad })));
    const none = { tokens: null, logits: null, probs: null, losses: null, loss: null, m: null, v: null, updated: null };
    expect(dump).toEqual({ ...SMALL, ...none, step: 1, trace: new Map() });
  });

  test('NaN and infinities are numbers, in the words of Python too', async () => {
    const loss = async (text: string) => (await dumpIn(bytesOf(text))).loss;
    expect(await loss('{"loss": NaN}')).toBeNaN();
    expect(await loss('{"loss": "nan"}')).toBeNaN();
    expect(await loss('{"loss": -Infinity}')).toBe(-Infinity);
    expect(await loss('loss inf\n')).toBe(Infinity);
    expect((await readStep(bytesOf('{"doc": "NaN", "loss": 1}'), 'a'))[0].doc).toBe('NaN');
    expect((await readStep(bytesOf(String.raw`{"doc": "\"NaN", "loss": NaN}`), 'a'))[0].doc).toBe('"NaN');
  });

  test('float32 in decimals is float32, and tokens may be integers of any type', async () => {
    const rounded = Object.fromEntries(
      Object.entries(SMALL.grad ?? {}).map(([name, rows]) => [
        name,
        rows.map((row) => row.map((x) => Math.fround(x).toPrecision(9))),
      ]),
    );
    const text = JSON.stringify({ grad: rounded, losses: ['0.123456791'] }).replaceAll(/"(-?[\d.e-]+)"/g, '$1');
    const dump = await dumpIn(bytesOf(text));
    expect(dump.grad?.wte[0][0]).toBe(Math.fround(SMALL.grad?.wte[0][0] ?? NaN));
    expect(dump.losses).toEqual([Math.fround(0.123456791)]);
    const bytes = safetensors({ tokens: { dtype: 'I64', shape: [1, 3], values: [2, 0, 2] } });
    expect((await dumpIn(bytes)).tokens).toEqual([2, 0, 2]);
    expect((await dumpIn(await npz({ tokens: { descr: '<i4', shape: '3,', values: [2, 1, 2] } }))).tokens).toEqual([
      2, 1, 2,
    ]);
  });

  test('document and vocabulary are kept', async () => {
    const [json] = await readStep(bytesOf('{"doc": "ab", "uchars": ["a", "b"], "loss": 1}'), 'a.json');
    const [text] = await readStep(bytesOf('doc ab\nuchars ab\nloss 1\n'), 'a.txt');
    for (const { doc, uchars } of [json, text]) expect({ doc, uchars }).toEqual({ doc: 'ab', uchars: ['a', 'b'] });
  });
});

describe('golden files', () => {
  const { step, tokens, logits, probs, losses, loss, grad, m, v, params, updated, trace } = SMALL;

  test('a canonical step: params are those behind it', async () => {
    const golden = { step, doc: 'a', tokens, logits, probs, losses, loss, grad, m, v, params: updated };
    const dump = await dumpIn(bytesOf(JSON.stringify(golden)));
    expect([dump.params, dump.updated]).toEqual([null, updated]);
  });

  test('a small run: params are those behind each step, and initial those before the first', async () => {
    const list = [...trace].map(([name, value]) => ({ name, value }));
    const first = { step: 1, tokens, trace: list, losses, loss, grad, m, v, params: updated };
    const run = { config: { n_embd: 2 }, documents: ['a'], initial: params, steps: [first, { step: 2, loss: 1 }] };
    const steps = await readStep(bytesOf(JSON.stringify(run)), 'run.json');
    expect(steps[0].dump).toEqual({ ...SMALL, step: 1, logits: null, probs: null });
    expect([steps[1].dump.params, steps[1].dump.loss]).toEqual([updated, 1]);
    expect(steps[1].notes).toEqual(['step 2: its params are those behind step 1, since it has none of its own']);
  });
});

describe('numbers of steps', () => {
  const file = (name: string, content: object) => ({ name, bytes: bytesOf(JSON.stringify(content)) });
  const numbers = async (...files: { name: string; bytes: Uint8Array }[]) =>
    (await readSteps(files)).map(({ dump }) => [dump.step, dump.loss]);

  test('are those in the file, else in its name, else its place', async () => {
    expect(await numbers(file('step2.json', { loss: 2 }), file('step1.json', { loss: 1 }))).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(await numbers(file('a/step9/3.json', { loss: 3 }))).toEqual([[3, 3]]);
    expect(await numbers(file('step2.json', { step: 1, loss: 1 }))).toEqual([[1, 1]]);
    expect(await numbers(file('a.json', { loss: 1 }), file('b.json', { loss: 2 }))).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(await numbers(file('step5.json', [{ loss: 1 }, { loss: 2 }] as unknown as object))).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  test('count one more where one is 0', async () => {
    expect(await numbers(file('a', { step: 0, loss: 1 }), file('b', { step: 1, loss: 2 }))).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(await numbers(file('a', { step0: 1, loss: 2 }))).toEqual([[2, 2]]);
    expect(await numbers(file('step0.json', { loss: 1 }), file('step1.json', { loss: 2 }))).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  test('are given once, and are integers', async () => {
    await expect(readSteps([file('a', { step: 1, loss: 1 }), file('b', { step: 1, loss: 1 })])).rejects.toThrow(
      'step: a and b both have step 1; give each step once, and its number as "step"',
    );
    expect(await refusal('{"step": 1.5, "loss": 1}')).toContain('its number is 1.5');
  });

  test('one object a line is one step a line', async () => {
    expect(await numbers({ name: 'a.jsonl', bytes: bytesOf('{"loss": 1}\n{"loss": 2}\n') })).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });
});

describe('what is refused', () => {
  test('half a file', async () => {
    expect(await refusal(JSON.stringify(jsonOf(SMALL)).slice(0, 400))).toContain('the JSON is cut off or broken');
    expect(await refusal('grad.wte 3 2\n1 2\n3 4\n5\n')).toContain(
      'grad.wte has 5 numbers behind its sizes, which are 3 2',
    );
    expect(await refusal((await npz({ loss: { descr: '<f8', shape: '', values: [1] } })).slice(0, -30))).toContain(
      'cut off',
    );
    const bytes = safetensors({ loss: { dtype: 'F64', shape: [], values: [1] } });
    expect(await refusal(bytes.slice(0, -4))).toContain('loss in the safetensors file is cut off');
    expect(await refusal('{"grad": {"wte": [[0.1, 0.2], [0.3]], "layer0.attn_wq": [[1, 2], [3, 4]]}}')).toContain(
      'grad.wte has 2 numbers in row 0 and 1 in row 1',
    );
    const digits = Array.from({ length: 12 }, (_, i) => Math.sin(i + 1)).join('\n');
    expect(await refusal(`grad.wte 13 1\n${digits}\n0.12`)).toContain('the text ends with 0.12');
    expect(await refusal(`grad.wte 12 1\n${digits}\nlosses 1\n3.3`)).toContain('the text ends with 3.3');
    expect(await refusal(`grad.wte 13 1 ${digits.replaceAll('\n', ' ')} 0.12`)).toContain('the text ends with 0.12');
    expect(await dumpIn(bytesOf(`grad.wte 12 1\n${digits}\ntokens 2\n0 1`))).toMatchObject({ tokens: [0, 1] });
  });

  test('what has no name, or an unknown one', async () => {
    expect(await refusal('{"gard": {"wte": [[1, 2]]}}')).toBe(
      'step: dump.txt: "gard.wte" means nothing here: name it otherwise, or leave it out; known are doc, tokens, params, logits, probs, losses, loss, grad, m, v, updated, the matrices wte, wpe, lm_head, layer0.attn_wq, ..., layer0.mlp_fc2 in params to updated, and values such as pos0.layer0.q (spec/traces.md, Dumps of a step)',
    );
    expect(await refusal('[[1, 2], [3, 4]]')).toContain('numbers without names');
    expect(await refusal('1 2\n3 4\n')).toContain('numbers without a name');
    expect(await refusal('{}')).toContain('nothing of a step');
    expect(await refusal('[]')).toContain('no');
    expect(await refusal('\n')).toContain('is empty');
    expect(await refusal('{"pos0.layer0.queries": [1]}')).toContain('"pos0.layer0.queries" means nothing here');
    expect(await refusal('hello there')).toContain('"there" in the line "hello there" is no number');
    expect(await refusal(Uint8Array.of(0xff, 0xfe, 0xfd))).toContain('neither text nor');
  });

  test('what is no number, or too few of its digits', async () => {
    expect(await refusal('{"losses": [1, null]}')).toContain('losses.1 is "null", and no number');
    const rounded = Array.from({ length: 20 }, (_, i) => Number(Math.sin(i + 1).toFixed(4)));
    expect(await refusal(JSON.stringify({ grad: { wte: [rounded] } }))).toContain('grad are rounded to 4 digits');
    expect(await refusal('grad.wte 2 2\n0.1 0.2 ... 0.3\n')).toContain('left out');
  });

  test('what is there twice', async () => {
    expect(await refusal('{"grad.wte": [[1, 2]], "wte.grad": [[1, 2]]}')).toContain(
      '"grad.wte" and "wte.grad" would both be wte',
    );
    expect(await refusal('{"grad": [1, 2], "grad.wte": [[1, 2]]}')).toContain('grad is there twice');
  });

  test('tokens that are none', async () => {
    expect(await refusal('{"tokens": [2, 0.5, 2]}')).toContain('0.5 among the tokens is none');
    expect(
      await refusal('{"tokens": [3, 0, 3], "params": {"wte": [[1, 2], [3, 4], [5, 6]], "wpe": [[1, 2]]}}'),
    ).toContain('tokens are integers from 0 to 2');
  });

  test('losses in place of the loss', async () => {
    expect(await refusal('{"step": "2", "loss": 1}')).toContain('step is the text "2"; write numbers there');
    expect(await refusal('{"loss": [1, 2]}')).toContain('loss is [2], and must be one number');
  });
});

test('single numbers of other names are passed over, and said', async () => {
  const [{ notes }] = await readStep(bytesOf('{"loss": 1, "lr_t": 0.01, "date": "today"}'), 'a.json');
  const [text] = await readStep(bytesOf('n_embd 2\nlr_t 0.01\nloss 1\n'), 'a.txt');
  expect(text.notes).toEqual(['a.txt: "lr_t" is a single number of no known name, and not read']);
  expect(notes).toEqual(['a.json: "lr_t" is a single number of no known name, and not read']);
});

test('a long text or name ends in one line', async () => {
  const long = 2 ** 23;
  expect(await refusal(`{"doc": "${'\\n'.repeat(long)}`)).toContain('cut off');
  expect(await refusal(`grad.${'w'.repeat(long)}`)).toContain('is no number');
});

test('empty lists are of no length', async () => {
  expect(await dumpIn(bytesOf('{"tokens": [], "losses": []}'))).toMatchObject({ tokens: [], losses: [] });
  expect(await refusal('{"grad": {"wte": []}}')).toContain('grad.wte is a list of 0 numbers');
  expect(await refusal('{"grad": {"wte": [[]], "layer0.attn_wq": [[1]]}}')).toContain('grad.wte is [1, 0]');
});

describe('recorded steps', () => {
  const golden = (path: string) => readFileSync(`${GOLDEN_FOLDER}${path}`);

  test('a canonical one has all but the parameters before it', async () => {
    const [{ dump, doc }] = await readStep(golden('canonical/steps/10.json'), '10.json');
    const { params, m, updated } = dump;
    expect([dump.step, params, m === null, updated === null]).toEqual([10, null, false, false]);
    expect(doc).toMatch(/^[a-z]+$/);
    expect(dtypeOf([dump])).toBe('f64');
    expect(sizesOf(dump)).toEqual({ n_embd: 16, block_size: 16, vocab_size: 27, n_layer: 1 });
  });

  test.each(['two_layers', 'early'])('those of small/%s hold', async (name) => {
    const bytes = golden(`small/${name}.json`);
    const dumps = (await readStep(bytes, `${name}.json`)).map(({ dump }) => dump);
    const stages = judgeSteps(dumps, JSON.parse(String(bytes)).config, 'f64').flatMap(({ stages }) => stages);
    expect(stages.filter(({ status }) => status === 'wrong' || status === 'shape')).toEqual([]);
    expect(stages.filter(({ status }) => status === 'held').length).toBeGreaterThan(200);
  });
});

import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { type ProcessPort, startPort } from './processPort.ts';

const FIXTURE = fileURLToPath(new URL('./processPort.fixture.mjs', import.meta.url));
const OPTIONS = { deadline: 5000, window: 16 };

const ports: ProcessPort[] = [];

afterEach(() => {
  for (const { driver } of ports.splice(0)) driver.close();
});

describe('an answer that cannot be read names the value', () => {
  test.each([
    ['missing', 'value 1 says that 2 values follow, but 1 do'],
    ['surplus', '1 surplus values after 3, the first is "0.5"'],
    ['malformed', 'value 2 is "0,5"; it must be a number'],
    ['wrong-length', 'value 1 says that 3 values follow, but 2 do'],
    ['hexadecimal', 'value 2 is "0x1p-1"; it must be a number'],
    ['length-with-a-point', 'value 1 is "2.0"; it must be an integer'],
    ['empty', 'the line ends after 0 values; one more is due'],
  ])('%s', async (mode, message) => {
    const { port } = await start(mode);
    await expect(port.softmax?.([0, 0])).rejects.toThrow(
      `answered softmax with a line that cannot be read: ${message}`,
    );
  });

  test('what can be read is handed on, NaN too: it is the clause that says what is due', async () => {
    expect(await (await start('right')).port.softmax?.([0, 0])).toEqual([0.5, 0.5]);
    expect(await (await start('formats')).port.softmax?.([0, 0])).toEqual([0.5, 0.5, 0.5, 0.5, 1, 1, 1, 1]);
    expect(await (await start('nan')).port.softmax?.([0, 0])).toEqual([NaN, NaN]);
  });
});

test('a port that starts too slowly is told how it gets longer', async () => {
  const started = startPort(['sleep', '5'], { deadline: 200, window: 1 });
  await expect(started).rejects.toThrow(
    'sleep did not answer within 0.2 s (does it flush its output after each reply? --timeout gives it longer), asked "1 hello 1"',
  );
});

test.each([
  ['no', 'not yet'],
  ['err', 'input version 2 is due'],
])('a port that answers hello with %s is to blame for it, and its reason is told', async (word, reason) => {
  const program = `process.stdin.once('data', () => console.log('@1 ${word} ${reason}'))`;
  const started = startPort([process.execPath, '-e', program], OPTIONS);
  await expect(started).rejects.toThrow(`PORT: ${process.execPath} answered hello with ${word}: ${reason}`);
});

describe('hello says what a port is', () => {
  test('sizes that are fixed, the vocabulary among them, and steps', async () => {
    const { port } = await start('right', 'dtype=f32 ops=softmax config=n_embd:16,vocab_size:27 steps=10');
    expect(port).toMatchObject({ dtype: 'f32', fixed: { n_embd: 16 }, vocab_size: 27, steps: 10 });
    expect(port.linear).toBeUndefined();
  });

  test('every constant, as it stands on the wire', async () => {
    const constants = 'activation:relu,decay:linear,num_steps:1000,eps_adam:1e-8,seed:42';
    const { port } = await start('right', `dtype=f64 ops=softmax config=${constants}`);
    const fixed = { activation: 'relu', decay: 'linear', num_steps: 1000, eps_adam: 1e-8, seed: 42 };
    expect(port).toMatchObject({ fixed });
    const large = await start('right', 'dtype=f64 ops=softmax config=seed:1267650600228229401496703205376');
    expect(large.port.fixed).toEqual({ seed: 2n ** 100n });
  });

  test("limits, and microgpt.py's order of sums", async () => {
    const { port } = await start('right', 'dtype=f64 ops=softmax limits=seed_bits:32,vocab:128 order=python');
    expect(port).toMatchObject({ limits: { seed_bits: 32, vocab: 128 }, order: 'python' });
  });

  test('why operations are not claimed', async () => {
    const { port } = await start('right', 'dtype=f64 ops=softmax why=adam:6e6f2041646d0a,train:6e6f');
    expect(port.reasons).toEqual({ adam: 'no Adm␊', train: 'no' });
  });

  test.each([
    ['dtype=f64 ops=softmax why=adam:no', 'why has "no" for "adam"; write the reason as hex of its UTF-8'],
    ['dtype=f16 ops=softmax', 'dtype is "f16"; it must be f64 or f32'],
    ['dtype=f64 ops=soft_max', 'ops names "soft_max", which is no operation of protocol 1'],
    ['dtype=f64', 'ops= is missing'],
    [
      'dtype=f64 ops=softmax config=n_embed:16',
      'config has "n_embed", which is no constant; there are n_layer, n_embd',
    ],
    ['dtype=f64 ops=softmax config=n_embd:16,n_head:5', 'n_embd is 16; it must be a multiple of n_head (5)'],
    [
      'dtype=f64 ops=softmax config=n_embd:1000000000',
      'make 1.2e+19 parameters, and at most 2097152 are computed with here',
    ],
    ['dtype=f64 ops=softmax config=vocab_size:999999999', 'parameters, and at most 2097152'],
    ['dtype=f64 ops=softmax config=n_embd', 'config has "n_embd", which is no name:value; write config=n_embd:16'],
    ['dtype=f64 ops=softmax config=decay:fast', 'decay is fast; it must be linear or cosine'],
    ['dtype=f64 ops=softmax config=beta1:0,85', 'config has "85", which is no name:value'],
    ['dtype=f64 ops=softmax config=std:wide', 'config: std is "wide", which cannot be read'],
    ['dtype=f64 ops=softmax config=n_head:2,n_head:4', 'config has "n_head" twice; say it once'],
    ['dtype=f64 ops=softmax config=vocab_size:0', 'config: vocab_size is "0"; it must be an integer >= 1'],
    ['dtype=f64 ops=softmax limits=bits:32', 'limits has "bits"; there are seed_bits, getrandbits, document, vocab'],
    ['dtype=f64 ops=softmax limits=getrandbits:16', 'limits: getrandbits is 16; it must be an integer, at least 32'],
    ['dtype=f64 ops=softmax limits=vocab:all', 'limits: vocab is "all"; it must be an integer, at least 2'],
    ['dtype=f64 ops=softmax order=mine', 'order is "mine"; it must be python, or be left out'],
    ['dtype=f64 ops=softmax steps=0', 'steps is "0"; it must be an integer above 0'],
    [`dtype=f64 ops=softmax lang=${'x'.repeat(201)}`, 'lang= has 201 characters; it must have at most 200'],
    ['dtype=f64 ops softmax', '"ops" is not of the form key=value'],
  ])('%s is a fault of the port', async (pairs, message) => {
    await expect(start('right', pairs)).rejects.toThrow(message);
  });
});

async function start(...args: readonly string[]): Promise<ProcessPort> {
  const started = await startPort([process.execPath, FIXTURE, ...args], OPTIONS);
  ports.push(started);
  return started;
}

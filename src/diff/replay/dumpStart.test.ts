import { describe, expect, test } from 'vitest';
import { canonicalParameters } from '../../golden/canonical.ts';
import { openGolden } from '../../golden/folder.ts';
import { flatten } from '../../port/flatten.ts';
import { CANONICAL, type Config, configure } from '../../reference/config.ts';
import { initialParameters } from '../../reference/parameters.ts';
import { Random } from '../../reference/random.ts';
import { readDocs } from './docsDump.ts';
import { dumpNotes } from './dumpChecks.ts';
import { dumpedStart, startFromDump } from './dumpStart.ts';
import { readParams } from './paramsDump.ts';
import { startFromDataset, startFromGolden } from './start.ts';

const golden = openGolden();
const recorded = startFromGolden(golden, CANONICAL);
const config = CANONICAL;
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text));
const paramsOf = (state_dict: object) => readParams(bytesOf(JSON.stringify(Object.values(state_dict))));

const flagsOf = (sizes: object) =>
  Object.entries(sizes)
    .map(([name, size]) => `--${name} ${size}`)
    .join(' ');

/** A port with its own start. */
const own = initialParameters(CANONICAL, 27, new Random(3));
const params = await paramsOf(own);
const docs = readDocs(bytesOf('emma\nolivia\nava\n'));
/** Dumps that do not fit. */
const few = await readParams(bytesOf('0.1 0.2 0.3'));
const missing = await readParams(bytesOf(JSON.stringify({ ...own, lm_head: undefined })));

/** A small one with its own dataset. */
const small = configure({ n_layer: 2, n_embd: 4, n_head: 2, block_size: 8, num_steps: 3 });
const dataset = bytesOf('été\nzoé\n');
const smallStart = startFromDataset(small, dataset);

describe('a start from dumps', () => {
  test('has their parameters and their documents', () => {
    const start = startFromDump({ golden, config, params, docs });
    expect(flatten(start.state_dict)).toEqual(flatten(own));
    expect(start.documents).toEqual(['emma', 'olivia', 'ava']);
    expect(start.tokenizer).toEqual(recorded.tokenizer);
  });

  test('of documents alone has the golden parameters', () => {
    const start = startFromDump({ golden, config, docs });
    expect(start.state_dict).toEqual(canonicalParameters(golden, 'initial'));
    expect(start.documents).toEqual(['emma', 'olivia', 'ava']);
  });

  test('of parameters alone has the golden documents', () => {
    const start = startFromDump({ golden, config, params });
    expect(flatten(start.state_dict)).toEqual(flatten(own));
    expect(start.documents).toEqual(recorded.documents);
  });

  test('of golden parameters and documents is the golden start', async () => {
    const dump = {
      params: await paramsOf(recorded.state_dict),
      docs: readDocs(bytesOf(recorded.documents.join('\n'))),
    };
    const { random, ...start } = startFromDump({ golden, config, ...dump });
    expect({ ...start, random: expect.anything() }).toEqual({ ...recorded, random: expect.anything() });
    expect(random.random()).toBe(startFromGolden(golden, CANONICAL).random.random());
    expect(dumpNotes({ ...start, random }, dump)).toEqual([]);
  });

  test('of another dataset draws what is not dumped', async () => {
    const smallDocs = readDocs(bytesOf('zoé\n'));
    expect(startFromDump({ golden, config: small, docs: smallDocs, dataset }).state_dict).toEqual(
      smallStart.state_dict,
    );
    const dumped = startFromDump({ golden, config: small, params: await paramsOf(smallStart.state_dict), dataset });
    expect(dumped.documents).toEqual(smallStart.documents);
    expect(dumped.tokenizer.uchars.join('')).toBe('otzé');
  });

  test('of another vocabulary takes it from the documents', async () => {
    const dump = { params: await paramsOf(smallStart.state_dict), docs: readDocs(dataset) };
    expect(startFromDump({ golden, config: small, ...dump }).tokenizer).toEqual(smallStart.tokenizer);
  });

  test('of tokens has the same documents', () => {
    const tokens = readDocs(bytesOf('26 4 12 12 0 26\n26 0 21 0 26\n'));
    expect(startFromDump({ golden, config, params, docs: tokens }).documents).toEqual(['emma', 'ava']);
  });
});

describe('layouts of a start', () => {
  test('can be chosen', async () => {
    const { lm_head, ...others } = own;
    const dump = await paramsOf([...Object.values(others), lm_head]);
    expect(flatten(startFromDump({ golden, config, params: dump, docs }, 'lm-head-last').state_dict)).toEqual(
      flatten(own),
    );
  });

  test('an unknown one is rejected with those there are', () => {
    expect(() => startFromDump({ golden, config, params }, 'columns')).toThrow(
      /^params: the layout cannot be "columns"; this dump can have standard, alphabetical, layers-first, lm-head-last, /,
    );
    expect(() => startFromDump({ golden, config, docs }, 'transposed')).toThrow(/^params: there is a --layout, and no/);
  });
});

describe('parameters of other sizes than were given', () => {
  const dumpOf = (other: Config) => initialParameters(other, 27, new Random(1));
  const named = (state_dict: object) => readParams(bytesOf(JSON.stringify(state_dict)));
  const wide = configure({ n_embd: 32 });
  test.each([
    ['block_size 8, in one list', paramsOf(dumpOf(configure({ block_size: 8 }))), { block_size: 8 }],
    ['n_layer 2, in one list', paramsOf(dumpOf(configure({ n_layer: 2 }))), { n_layer: 2 }],
    ['n_embd 32, in one list', paramsOf(dumpOf(wide)), { n_embd: 32 }],
    ['block_size 10, by name', named(dumpOf(configure({ block_size: 10 }))), { block_size: 10 }],
    [
      'three sizes at once, by name',
      named(dumpOf(configure({ n_layer: 3, n_embd: 8, block_size: 6 }))),
      { n_layer: 3, n_embd: 8, block_size: 6 },
    ],
    ['no layer, by name', named(dumpOf(configure({ n_layer: 0, n_embd: 24 }))), { n_layer: 0, n_embd: 24 }],
  ])('%s, are taken as they are, and it is said', async (_, dump, sizes) => {
    const { startIn, standard, notes } = dumpedStart({ golden, config, params: await dump, docs });
    expect(startIn(standard).config).toEqual({ ...config, ...sizes });
    expect(notes.join()).toContain(`replayed with ${flagsOf(sizes)}`);
  });

  test('of the sizes that were given need no word', () => {
    expect(dumpedStart({ golden, config, params, docs }).notes).toEqual([]);
  });

  test('that two sizes fit are rejected with both', async () => {
    // 12 n_layer 16^2 = 3072 n_layer, and 16 block_size: 4 layers of n_embd 8 are as many numbers.
    const both = await readParams(bytesOf('0.5 '.repeat(204544)));
    expect(() => startFromDump({ golden, config, params: both })).toThrow(/n_embd 128, block_size 8 would fit/);
  });

  test('that the heads do not divide are rejected', async () => {
    const odd = await named(initialParameters(configure({ n_embd: 6, n_head: 2 }), 27, new Random(1)));
    expect(() => startFromDump({ golden, config, params: odd })).toThrow(
      /^params: n_embd is 6 by the dump, and no multiple of n_head 4; give the port's own --n_head/,
    );
  });
});

describe('parameters that are not finite', () => {
  const broken = (value: unknown) =>
    Object.entries(own).map(([name, w]) => [name, w.map((row) => [...row]), value] as const);
  const text = (value: string) =>
    broken(value).map(
      ([name, w]) =>
        `${name}\n${w
          .flat()
          .map((x, i) => (name === 'lm_head' && i === 37 ? value : x))
          .join('\n')}`,
    );

  test.each([
    ['nan', /^params: lm_head\[2\]\[5\] is NaN; a run starts from finite numbers: dump before the first step/],
    ['-inf', /^params: lm_head\[2\]\[5\] is -Infinity; /],
  ])('%s is named where it stands', async (value, message) => {
    const dump = await readParams(bytesOf(text(value).join('\n')));
    expect(() => startFromDump({ golden, config, params: dump })).toThrow(message);
  });

  test('in a list have their number', async () => {
    const dump = await readParams(
      bytesOf(
        flatten(own)
          .map((x, i) => (i === 433 || i === 900 ? 'nan' : x))
          .join('\n'),
      ),
    );
    expect(() => startFromDump({ golden, config, params: dump })).toThrow(
      /^params: number 434 of 4192 \(wpe\[0\]\[1\] in the order of state_dict\) is NaN, and so are 1 others; /,
    );
  });
});

describe('dumps that do not fit', () => {
  test.each([
    [
      'a wrong number of parameters',
      { params: few },
      'params: 3 parameters; n_layer 1, n_embd 16, block_size 16 with a vocabulary of 27 have 4192',
    ],
    ['a matrix that is missing', { params: missing }, 'params: lm_head missing; dump every matrix of state_dict'],
    [
      'a character outside the vocabulary',
      { docs: readDocs(bytesOf('emma\nzoé')) },
      'docs: "é" in line 2, "zoé", is not in the vocabulary',
    ],
    ['another dataset', { params, dataset }, 'for a vocabulary of 27, and the dataset has 5'],
  ])('%s', (_, dumps, message) => {
    expect(() => startFromDump({ golden, config, ...dumps })).toThrow(message);
  });
});

describe('notes on dumps', () => {
  test('look at what was dumped', () => {
    const start = startFromDump({ golden, config, params, docs });
    const fewDocuments =
      'docs: 3 documents for 1000 steps: step 4 begins again with the first; dump more, if the port has more (training.2)';
    expect(dumpNotes(start, { params, docs })).toEqual([fewDocuments]);
    expect(dumpNotes(start, { params })).toEqual([]);
    expect(dumpNotes(start, { docs, dataset: bytesOf('emma\nolivia\nava\nisabella\n') })).toEqual([
      fewDocuments,
      'docs: the documents are in the order of the file, not shuffled (dataset.5)',
    ]);
  });
});

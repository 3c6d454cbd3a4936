import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { GOLDEN_FOLDER } from '../golden/folder.ts';
import { firstMismatch } from '../port/mismatch.ts';
import { OPS } from '../port/ops.ts';
import { type Config, configure } from '../reference/config.ts';
import { initialParameters, type StateDict } from '../reference/parameters.ts';
import { bisectWeights, Random } from '../reference/random.ts';
import { bookCode, HAS_PYTHON, runBook } from './bookCode.fixture.ts';

const CLI = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const PAGES = ['random', 'parameters', 'backward', 'training', 'inference'];
const BOOK = bookCode(...PAGES);
/** The last has more words than the state of the generator. */
const SEEDS = [
  ['0', 0n],
  ['42', 42n],
  ['-42', -42n],
  ['2**32', 2n ** 32n],
  ['2**100', 2n ** 100n],
  ['7**7200', 7n ** 7200n],
] as const;
const [WORDS, ITEMS, NORMALS] = [1300, 60, 7];
const WEIGHTS = [0, 1, 0.5, 0, 2];

interface Step {
  readonly tokens: readonly number[];
  readonly loss: number;
  readonly grad?: StateDict;
}

interface SmallRun {
  readonly name: string;
  readonly config: Config;
  readonly dataset: string;
  readonly documents: readonly string[];
  readonly initial: StateDict;
  readonly steps: readonly Step[];
  readonly losses: readonly number[];
  readonly samples: readonly { readonly name: string }[];
}

/** The runs of golden/small with microgpt.py's own activation and decay. */
const RUNS = readdirSync(`${GOLDEN_FOLDER}small`)
  .map((name): SmallRun => ({ name, ...JSON.parse(readFileSync(`${GOLDEN_FOLDER}small/${name}`, 'utf8')) }))
  .filter(({ config }) => config.activation === 'relu');

const folder = mkdtempSync(join(tmpdir(), 'book-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(!HAS_PYTHON)('the code of the book', () => {
  test.each(SEEDS)('random.md: from the seed %s it draws what the reference draws', (name, seed) => {
    const lines = `stream = seeded(eval(given[0]))
items = list(range(given[2]))
words = [word(stream) for _ in range(given[1])]
shuffle(stream, items)
normals = [gauss(stream, 0, 1) for _ in range(given[3])]
print(json.dumps([words, items, normals, uniform(stream), choices(uniform(stream), given[4])]))`;
    const random = new Random(seed);
    const words = Array.from({ length: WORDS }, () => Number(random.getrandbits(32)));
    const items = Array.from({ length: ITEMS }, (_, i) => i);
    random.shuffle(items);
    const normals = Array.from({ length: NORMALS }, () => expect.closeTo(random.gauss(), 12));
    expect(runBook(BOOK, lines, [name, WORDS, ITEMS, NORMALS, WEIGHTS])).toEqual([
      words,
      items,
      normals,
      random.random(),
      random.choices(WEIGHTS),
    ]);
  });

  test('random.md: a choice is the one of the reference, at either end too', () => {
    const uniforms = [0, 0.1, 0.285, 0.2857142857142857, 0.5, 0.999, 1 - 2 ** -53];
    expect(runBook(BOOK, 'print(json.dumps([choices(u, given[1]) for u in given[0]]))', [uniforms, WEIGHTS])).toEqual(
      uniforms.map((u) => bisectWeights(WEIGHTS, u)),
    );
    expect(() => runBook(BOOK, 'choices(0.5, [0, 0])', null)).toThrow('the weights have no total');
  });

  test.each([
    { n_layer: 0 },
    { n_layer: 2, n_embd: 6, n_head: 3, block_size: 5, std_residual: 0.5 },
  ])('parameters.md: with %j it draws the parameters of the reference', (overrides) => {
    const config = configure(overrides);
    const drawn = runBook(BOOK, 'print(json.dumps(parameters(given, 11, seeded(42))))', { ...config });
    expect(
      firstMismatch(OPS.parameters.result, initialParameters(config, 11, new Random(42)), drawn, 'f64'),
    ).toBeNull();
  });

  test.each(RUNS)('backward.md: its gradient is the one recorded in $name', ({
    config,
    initial,
    steps: [{ tokens, loss, grad }],
  }) => {
    const lines = 'loss, grad = backward(*given)\nprint(json.dumps({"loss": loss, "grad": grad}))';
    const got = runBook(BOOK, lines, [config, initial, tokens]);
    expect(firstMismatch(OPS.backward.result, { loss, grad }, got, 'f64')).toBeNull();
  });

  test.each(RUNS)('training.md, inference.md: a whole program of them gives losses and samples of $name', (run) => {
    const lines = `config, dataset = given
docs = [line.strip() for line in dataset.split('\\n') if line.strip()]
stream = seeded(config['seed'])
shuffle(stream, docs)
uchars = sorted(set(''.join(docs)))
W = parameters(config, len(uchars) + 1, stream)
tokens = [[len(uchars), *map(uchars.index, doc), len(uchars)] for doc in docs]
losses = train(config, W, tokens, config['num_steps'])
samples = [''.join(uchars[token] for token in sample(config, W, stream)) for _ in range(config['num_samples'])]
print(json.dumps([docs, losses, samples]))`;
    expect(runBook(BOOK, lines, [run.config, run.dataset])).toEqual([
      run.documents,
      run.losses.map((loss) => expect.closeTo(loss, 12)),
      run.samples.map(({ name }) => name),
    ]);
  });

  test('protocol.md: doctor finds no fault in the adapter’s loop, and its answers are right', () => {
    const adapter = join(folder, 'adapter.py');
    writeFileSync(adapter, `${bookCode('backward', 'protocol')}`);
    const doctor = spawnSync(process.execPath, [CLI, 'doctor', '--', 'python3', adapter], { encoding: 'utf8' });
    expect(doctor.status, doctor.stdout).toBe(0);
    const asked = ['run', '--chapter', 'loss', '--chapter', 'protocol', '--runs', '5', '--', 'python3', adapter];
    const run = spawnSync(process.execPath, [CLI, ...asked], { encoding: 'utf8' });
    expect(run.stdout).toContain('verdict: conforms');
  });
});

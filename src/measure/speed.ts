import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Edit, patchedReference, type Reference } from '../deviations/patched.ts';
import { CANONICAL } from '../reference/config.ts';
import { documents, shuffled } from '../reference/dataset.ts';
import { sample } from '../reference/inference.ts';
import { initialParameters } from '../reference/parameters.ts';
import { Random } from '../reference/random.ts';
import { decode, encode, tokenizer } from '../reference/tokenizer.ts';
import { startTraining, train } from '../reference/training.ts';
import { type CanonicalRun, readCanonicalRun } from './canonicalRun.ts';
import { ratio, readSpeed, writeSpeed } from './speedTable.ts';

/**
 * `npm run measure:speed`: how fast the reference runs the canonical 1000 steps, beside the same with an object for each
 * node, and beside microgpt.py where MICROGPT_PY and NAMES name the files (PYTHON the interpreter). Prints ratios; with
 * `--write` it puts them into spec/speed.json, from where `npm run measure -- --render` takes them to the page.
 */

/** Repetitions of each timing; the shortest counts. */
const ROUNDS = 3;

/** An object for each node: the tape is another, and what reads its arrays reads the objects. */
const OBJECTS: readonly Edit[] = [
  {
    file: 'training',
    find: "import { Tape } from './autograd.js';",
    replace: `import { Tape } from '${new URL('../../dist/measure/objectTape.js', import.meta.url).href}';`,
  },
  { file: 'training', find: 'tape.data[loss]', replace: 'loss.data' },
  {
    file: 'training',
    find: 'adam(config, step, tape.data, tape.grad, moments, tape.math);',
    replace: `const params = Object.values(model.state_dict).flat(2);
    const data = Float64Array.from(params, (p) => p.data);
    adam(config, step, data, Float64Array.from(params, (p) => p.grad), moments);
    params.forEach((p, i) => { p.data = data[i]; p.grad = 0; });`,
  },
  { file: 'model', find: 'tape.data[val]', replace: 'val.data' },
];

async function main(write: boolean): Promise<void> {
  const cpython = timeCPython();
  const canonical = readCanonicalRun();
  const objects = await objectRatio(canonical);
  process.stdout.write(`an object for each node: ${objects} times as long as the flat tape\n`);
  if (cpython) process.stdout.write(`microgpt.py under ${cpython.version}: ${cpython.ratio} times as long\n`);
  else process.stdout.write('microgpt.py: set MICROGPT_PY and NAMES to measure it\n');
  if (!write) return;
  writeSpeed({ schema: 1, node: process.versions.node, objects, cpython: cpython ?? previousCPython() });
}

/** Times both in turns, so that whatever else the machine does meets both. */
async function objectRatio(canonical: CanonicalRun): Promise<number> {
  const [flat, objects] = [await patchedReference([]), await patchedReference(OBJECTS)];
  if (lossesOf(flat, canonical).join() !== lossesOf(objects, canonical).join()) {
    throw new Error('speed: the tape of objects gives other losses than the flat one');
  }
  const times = Array.from({ length: ROUNDS }, () => [flat, objects].map((it) => timed(() => lossesOf(it, canonical))));
  const least = (i: number) => Math.min(...times.map((round) => round[i]));
  return ratio(least(1) / least(0));
}

function lossesOf({ training }: Reference, canonical: CanonicalRun): number[] {
  return [...training.train(training.startTraining(CANONICAL, canonical.initial), canonical.documents)];
}

/** The whole of microgpt.py, once under CPython and once here, from reading the file to the last sample. */
function timeCPython(): { ratio: number; version: string } | null {
  const { MICROGPT_PY, NAMES, PYTHON = 'python3' } = process.env;
  if (MICROGPT_PY === undefined || NAMES === undefined) return null;
  const here = timed(() => program(readFileSync(NAMES)));
  const folder = mkdtempSync(join(tmpdir(), 'microgpt-spec-'));
  try {
    copyFileSync(NAMES, join(folder, 'input.txt'));
    process.stderr.write('running microgpt.py under CPython: some minutes\n');
    const there = timed(() => python(PYTHON, [resolve(MICROGPT_PY)], folder));
    return { ratio: ratio(there / here), version: `C${python(PYTHON, ['--version'], folder).trim()}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function program(bytes: Uint8Array): string[] {
  const random = new Random(CANONICAL.seed);
  const docs = shuffled(documents(bytes), random);
  const { uchars, vocab_size } = tokenizer(docs);
  const training = startTraining(CANONICAL, initialParameters(CANONICAL, vocab_size, random));
  const tokens = docs.slice(0, CANONICAL.num_steps).map((doc) => encode(uchars, doc));
  for (const loss of train(training, tokens)) if (Number.isNaN(loss)) throw new Error('speed: a loss is NaN');
  return Array.from({ length: CANONICAL.num_samples }, () =>
    decode(uchars, sample(training.model, () => random.random()).tokens),
  );
}

function python(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (error || status !== 0) throw new Error(`speed: ${command} ${args.join(' ')} failed`, { cause: error });
  return stdout;
}

/** The version measured before, where this time there is none. */
function previousCPython(): { ratio: number; version: string } | null {
  try {
    return readSpeed().cpython;
  } catch {
    return null;
  }
}

/** Milliseconds. */
function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.includes('--write'));

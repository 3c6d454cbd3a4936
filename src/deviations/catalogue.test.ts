import { describe, expect, test } from 'vitest';
import { startFromDataset, startFromGolden } from '../diff/replay/start.ts';
import { canonicalParameters } from '../golden/canonical.ts';
import { openGolden } from '../golden/folder.ts';
import { CANONICAL, configure } from '../reference/config.ts';
import { readSpec } from '../spec/clauses.ts';
import { CATALOGUE, deviationOf } from './catalogue.ts';
import { COMPILED, patchedReference } from './compiledReference.ts';
import { type DeviantRun, type DeviantStart, deviantRun } from './deviantRun.ts';
import type { Deviation, Shows } from './deviation.ts';
import type { Reference } from './patched.ts';

/** Beyond the rounding of a forward pass, which is about 1e-15. */
const DIFFERENT = 1e-13;
/** Within rounding after some steps. */
const SAME = 1e-12;
/** Beyond the rounding of log, sin and cos in a drawn parameter. */
const OTHER_DRAW = 1e-6;
/** Steps within which a deviation in the update shows in a loss. */
const SOON = 100;
/** Steps for which a deviation that the losses do not show is watched. */
const STEPS = 20;

const golden = openGolden();
const lines = (...documents: readonly string[]) => new TextEncoder().encode(`${documents.join('\n')}\n`);
const canonical = startFromGolden(golden, CANONICAL);
const trained: DeviantStart = { ...canonical, state_dict: canonicalParameters(golden, 'final') };
/** The canonical documents as a dataset file, some of them twice: it stands in for names.txt, which is not here. */
const dataset = lines(...canonical.documents, ...canonical.documents.slice(0, STEPS));
const fromDataset: DeviantStart = { ...startFromDataset(CANONICAL, dataset), dataset };
const startOf = ({ needsDataset }: Deviation) => (needsDataset ? fromDataset : canonical);

/** Other sizes, and documents longer and shorter than the block. */
const otherDataset = lines('bacabacab', 'a', 'bc', 'cabca');
const OTHER = { n_layer: 2, n_embd: 6, n_head: 3, block_size: 5, num_steps: 3, num_samples: 2 };
const otherSizes: DeviantStart = { ...startFromDataset(configure(OTHER), otherDataset), dataset: otherDataset };

const right = await run([], canonical);
const rightLosses = take(right.losses, SOON);

/** What a deviation does to an input that no run has, and what is right there. */
const WITNESSES: Readonly<Record<string, (reference: Reference) => unknown>> = {
  'choices-left': ({ random }) => random.bisectWeights([0, 1], 0),
  'empty-lines-kept': ({ dataset: { documents } }) => documents(lines('emma', '', 'ava')),
  'lines-not-stripped': ({ dataset: { documents } }) => documents(lines('emma ')),
  'utf16-order': ({ tokenizer }) => tokenizer.tokenizer(['\u{ff5e}\u{1f331}']).uchars,
  'utf16-units': ({ tokenizer }) => tokenizer.tokenizer(['\u{1f331}']).vocab_size,
  'relu-derivative': ({ autograd }) => {
    const tape = new autograd.Tape();
    const zero = tape.leaf(0);
    tape.backward(tape.relu(zero));
    return tape.grad[zero];
  },
  'sub-gradient': ({ autograd }) => {
    const tape = new autograd.Tape();
    const [a, b] = [tape.leaf(3), tape.leaf(2)];
    tape.backward(tape.sub(a, b));
    return tape.grad[b];
  },
  'softmax-max': ({ autograd, model }) => {
    const tape = new autograd.Tape();
    return model.softmax(tape, [tape.leaf(1000), tape.leaf(0)]).map((p) => tape.data[p]);
  },
  'log-clamp': ({ autograd, loss }) => {
    const tape = new autograd.Tape();
    return tape.data[loss.positionLoss(tape, [tape.leaf(1e-20)], 0)];
  },
  'cache-shared': (reference) => lossesOf(reference, otherSizes, [3, 0, 1, 3]),
  'block-clip': (reference) => lossesOf(reference, otherSizes, [3, 0, 1, 2, 0, 1, 2, 3]),
  'block-clip-short': (reference) => lossesOf(reference, otherSizes, [3, 0, 1, 2, 0, 1, 2, 3]),
  'sample-last-character': ({ autograd, inference, model }) => {
    const { config, state_dict } = otherSizes;
    return inference.sample(model.createModel(new autograd.Tape(), config, state_dict), () => 0).tokens.length;
  },
};

describe('the catalogue', () => {
  test('has each identifier once, in kebab-case', () => {
    const ids = CATALOGUE.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z\d]+([-.][a-z\d]+)*$/.test(id))).toEqual([]);
  });

  test('names clauses that the specification has', () => {
    const clauses = new Set(readSpec().map(({ id }) => id));
    expect(CATALOGUE.filter(({ clause }) => !clauses.has(clause))).toEqual([]);
  });

  test('has a title of one line and an explanation of one to three sentences for each', () => {
    const titles = CATALOGUE.map(({ title }) => title);
    expect(titles.filter((title) => title.length > 72 || title.endsWith('.'))).toEqual([]);
    expect(new Set(titles).size).toBe(titles.length);
    expect(CATALOGUE.filter(({ explanation }) => !/^[^\n]{30,320}\.$/.test(explanation))).toEqual([]);
  });

  test('is looked up by identifier', () => {
    expect(deviationOf('log2').clause).toBe('loss.1');
    expect(() => deviationOf('log3')).toThrow(
      new RangeError('deviationOf: there is no log3 in the catalogue; see src/deviations/catalogue'),
    );
  });
});

describe('a deviation shows where the catalogue says', () => {
  test.each(
    showing('documents'),
  )('%s %s: other documents or tokens, the same loss of each', async (_clause, _id, deviation) => {
    const start = startOf(deviation);
    const [wrong, control] = [await run([deviation], start), await run([], start)];
    const reference = await patchedReference(deviation.edits);
    const [loss] = lossesOf(reference, start, control.tokens[0]);
    expect([loss]).toEqual(take(control.losses, 1));
    expect(difference(take(wrong.losses, 1), [loss])).toBeGreaterThan(DIFFERENT);
  });

  test.each(showing('parameters'))('%s %s: other initial parameters', async (_clause, _id, deviation) => {
    const { state_dict } = await run([deviation], canonical);
    const deltas = Object.entries(canonical.state_dict).flatMap(([name, rows]) =>
      rows.flatMap((row, i) => row.map((p, j) => Math.abs(p - (state_dict[name]?.[i]?.[j] ?? Infinity)))),
    );
    expect(Math.max(...deltas)).toBeGreaterThan(OTHER_DRAW);
  });

  test.each(showing('forward'))('%s %s: another loss of step 1', async (_clause, _id, deviation) => {
    const wrong = await run([deviation], canonical);
    expect(wrong.state_dict).toBe(canonical.state_dict);
    expect(wrong.tokens).toEqual(right.tokens);
    expect(difference(take(wrong.losses, 1), rightLosses)).toBeGreaterThan(DIFFERENT);
  });

  test.each(showing('update'))('%s %s: the same loss of step 1, another one soon', async (_clause, _id, deviation) => {
    const wrong = await run([deviation], canonical);
    expect(take(wrong.losses, 1)).toEqual(rightLosses.slice(0, 1));
    const other = rightLosses
      .slice(1)
      .find((loss) => !(Math.abs(Number(wrong.losses.next().value) - loss) <= DIFFERENT));
    expect(other).toBeDefined();
  });

  test.each(showing('samples'))('%s %s: the same losses, other samples', async (_clause, _id, deviation) => {
    expect(take((await run([deviation], canonical)).losses, STEPS)).toEqual(rightLosses.slice(0, STEPS));
    expect((await run([deviation], trained)).samples()).not.toEqual((await run([], trained)).samples());
  });

  test.each(showing('law'))('%s %s: nothing but an input that no run has', async (_clause, _id, deviation) => {
    const losses = take((await run([deviation], canonical)).losses, STEPS);
    expect(losses).toHaveLength(STEPS);
    expect(difference(losses, rightLosses)).toBeLessThanOrEqual(SAME);
    expect((await run([deviation], trained)).samples()).toEqual((await run([], trained)).samples());
    const witness = WITNESSES[deviation.id];
    const [wrong, control] = [await patchedReference(deviation.edits), await patchedReference([])];
    expect(outcome(() => witness(wrong))).not.toEqual(outcome(() => witness(control)));
  });
});

describe('a deviation is one at any sizes', () => {
  test.each(named(CATALOGUE))('%s %s runs', async (_clause, _id, deviation) => {
    const wrong = await run([deviation], otherSizes);
    expect(wrong.config.n_layer).toBe(OTHER.n_layer);
    expect(take(wrong.losses, OTHER.num_steps)).not.toEqual([]);
    expect(wrong.samples()).toHaveLength(OTHER.num_samples);
  });
});

function showing(where: Shows): ReturnType<typeof named> {
  return named(CATALOGUE.filter(({ shows }) => shows === where));
}

/** Deviations with what stands in a title. */
function named(deviations: readonly Deviation[]): [clause: string, id: string, deviation: Deviation][] {
  return deviations.map((deviation) => [deviation.clause, deviation.id, deviation]);
}

async function run(deviations: readonly Deviation[], start: DeviantStart): Promise<DeviantRun> {
  const made = await deviantRun(deviations, start, COMPILED);
  if (made === null) throw new Error('these deviations do not go together');
  return made;
}

function take(losses: Iterator<number, void>, count: number): number[] {
  const taken: number[] = [];
  for (let next = losses.next(); !next.done; next = losses.next()) {
    if (taken.push(next.value) === count) break;
  }
  return taken;
}

/** Greatest |delta|, over as many losses as the first list has; NaN where a loss is. */
function difference(losses: readonly number[], expected: readonly number[]): number {
  return Math.max(...losses.map((loss, i) => Math.abs(loss - expected[i])));
}

/** Loss of the document, then of its positions. */
function lossesOf(reference: Reference, { config, state_dict }: DeviantStart, tokens: readonly number[]): number[] {
  const tape = new reference.autograd.Tape();
  const { loss, losses } = reference.loss.documentLoss(reference.model.createModel(tape, config, state_dict), tokens);
  return [loss, ...losses].map((node) => tape.data[node]);
}

/** A result, or the error in its place. */
function outcome(compute: () => unknown): unknown {
  try {
    return compute();
  } catch (error) {
    return String(error);
  }
}

import { describe, expect, test } from 'vitest';
import { deviationOf } from '../deviations/catalogue.ts';
import { type DeviantStart, deviantRun } from '../deviations/deviantRun.ts';
import { canonicalDataset, canonicalLosses } from '../golden/canonical.ts';
import { fixed, repr, sampleText } from '../golden/runOutput.ts';
import { flatten } from '../port/flatten.ts';
import { CANONICAL, configure } from '../reference/config.ts';
import type { StateDict } from '../reference/parameters.ts';
import { diffSources } from '../report/diffSources.ts';
import type { Diff } from './diff.ts';
import { diffJson } from './diffJson.ts';
import { type DiffRequest, diffLog } from './diffLog.ts';
import { readParams } from './replay/paramsDump.ts';
import { startFromGolden } from './replay/start.ts';
import { beginningLines, summaryLines } from './summary.ts';

const sources = diffSources();
const { golden, compiled } = sources;
const losses = canonicalLosses(golden);
/** Steps of the runs in these tests. */
const STEPS = 60;

/** Another start than Python's, as a port would dump it. */
const own = startFromGolden(golden, configure({ seed: 7 }));
const documents = [...own.documents].reverse();
const docs = { kind: 'text', documents, lines: documents.map((_, i) => i + 1) } as const;
const ownStart = { ...own, documents };

const request: DiffRequest = {
  ...sources,
  config: CANONICAL,
  stepsGiven: false,
  diagnosis: 'full',
  onProgress: () => {},
};

function diff(log: string, options: Partial<DiffRequest> = {}) {
  return diffLog(once(log), { ...request, ...options });
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

function paramsOf(state_dict: StateDict) {
  return { kind: 'numbers', values: Float64Array.from(flatten(state_dict)) } as const;
}

/** A log of a run with mistakes, from a start. */
async function logOf(
  ids: readonly string[],
  print: (loss: number) => string,
  start: DeviantStart = ownStart,
  steps = STEPS,
): Promise<string> {
  const run = await deviantRun(ids.map(deviationOf), start, compiled);
  const lines: string[] = [];
  for (const loss of run?.losses ?? []) {
    lines.push(`step ${lines.length + 1} / 1000 | loss ${print(loss)}\n`);
    if (lines.length === steps) break;
  }
  return lines.join('');
}

const named = ({ diagnosis }: Awaited<ReturnType<typeof diffLog>>) =>
  diagnosis?.explanations.map(({ deviations }) => deviations.map(({ id }) => id).join('+')) ?? [];

describe('a run from a start of its own', () => {
  const params = paramsOf(own.state_dict);

  test('is replayed from its parameters and documents', async () => {
    const result = await diff(await logOf([], repr), { params, docs });
    expect(result).toMatchObject({ verdict: 'exact', expected: { source: 'replay' }, dumpNotes: [] });
    expect(result.losses.steps).toBe(STEPS);
  });

  test('with the golden documents needs its parameters alone, with the golden parameters its documents', async () => {
    const withGoldenDocs = { ...own, documents: own.documents };
    expect((await diff(await logOf([], fixed, withGoldenDocs), { params })).verdict).toBe('printed');
    const withGoldenParams = { ...startFromGolden(golden, CANONICAL), documents };
    expect((await diff(await logOf([], fixed, withGoldenParams), { docs })).verdict).toBe('printed');
  });

  test('whose parameters are stored otherwise is read so, and the layout is said', async () => {
    const { wte, wpe, lm_head, ...layers } = own.state_dict;
    const result = await diff(await logOf([], repr), { params: paramsOf({ ...layers, wte, wpe, lm_head }), docs });
    expect(result).toMatchObject({ verdict: 'exact', layout: { id: 'layers-first' } });
    expect(summaryLines(result).join('\n')).toContain('--layout layers-first');
    const given = await diff(await logOf([], repr), {
      params: paramsOf({ ...layers, wte, wpe, lm_head }),
      docs,
      layout: 'layers-first',
    });
    expect(given.verdict).toBe('exact');
    expect(summaryLines(given).join('\n')).not.toContain('only so does step 1 agree');
  });

  test('whose parameters are stored otherwise is not searched for their order without a diagnosis', async () => {
    const { wte, wpe, lm_head, ...layers } = own.state_dict;
    const tried = new Set<string>();
    const onProgress: DiffRequest['onProgress'] = (_, what) => tried.add(what);
    const params = paramsOf({ ...layers, wte, wpe, lm_head });
    const result = await diff(await logOf([], repr), { params, docs, diagnosis: 'none', onProgress });
    expect(result).toMatchObject({ verdict: 'diverges', layout: { id: 'standard' } });
    expect(summaryLines(result).join('\n')).toContain('without --no-diagnosis other readings are tried');
    expect([...tried]).toEqual([]);
  });

  test('whose file of parameters is cut off in its last number has a note', async () => {
    const text = flatten(own.state_dict).map(repr).join('\n');
    const paramsFrom = (end: number) => readParams(new TextEncoder().encode(text.slice(0, end)));
    const cut = await diff(await logOf([], repr), { params: await paramsFrom(-9), docs });
    expect(cut.dumpNotes.join()).toContain('which has fewer digits than the numbers before it, and no line end');
    const whole = await diff(await logOf([], repr), { params: await paramsFrom(text.length), docs });
    expect([whole.verdict, whole.dumpNotes]).toEqual(['exact', []]);
  });

  test('that is drawn otherwise is noted', async () => {
    const wild = startFromGolden(golden, configure({ seed: 7, std: 0.8 }));
    const log = await logOf([], repr, { ...wild, documents });
    const result = await diff(log, { params: paramsOf(wild.state_dict), docs });
    expect(result.verdict).toBe('exact');
    expect(result.dumpNotes.join()).toContain('0.8');
  });

  test('of another length has the learning rate of that length', async () => {
    const run = await deviantRun([], { ...ownStart, config: configure({ num_steps: 30 }) }, compiled);
    const log = [...(run?.losses ?? [])].map((loss, i) => `step ${i + 1} / 30 | loss ${repr(loss)}\n`).join('');
    expect(await diff(log, { params, docs })).toMatchObject({ verdict: 'exact', losses: { steps: 30 } });
  });

  test('names the mistake, at full precision and at four decimals', async () => {
    const full = await diff(await logOf(['learning-rate'], repr), { params, docs });
    expect(named(full)).toEqual(['learning-rate']);
    expect(full.diagnosis?.explanations[0].precision).toBe('exact');
    expect(full.verdict).toBe('diverges');
    const printed = await diff(await logOf(['rmsnorm-mean'], fixed), { params, docs });
    expect(named(printed)).toEqual(['rmsnorm-mean']);
    expect(summaryLines(printed).join('\n')).toContain('explained by a known mistake: all 60 losses agree to their 4');
  });

  test('names a mistake in the forward pass before the orders of its list are tried', async () => {
    const tried = new Map<string, number>();
    const onProgress: DiffRequest['onProgress'] = (count, what) => tried.set(what, count);
    const result = await diff(await logOf(['rmsnorm-mean'], repr), { params, docs, onProgress });
    expect(named(result)).toEqual(['rmsnorm-mean']);
    expect(result).toMatchObject({ layout: { id: 'standard' }, dumpAdvice: [] });
    expect(tried.get('readings')).toBeLessThan(5000);
    expect(tried.get('mistakes')).toBeGreaterThan(10);
  });

  test('names three mistakes together', async () => {
    const ids = ['rmsnorm-mean', 'bias-correction', 'learning-rate'];
    const result = await diff(await logOf(ids, repr), { params, docs, layout: 'standard' });
    expect(named(result)[0].split('+').sort()).toEqual(ids.toSorted());
    expect(diffJson(result)).toMatchObject({ diagnosis: [{ clause: 'model.6+optimizer.4+optimizer.7' }] });
  });
});

describe("a run from Python's start", () => {
  test('with a mistake in its first loss diverges where that is known', async () => {
    const log = await logOf(['attention-unscaled'], fixed, startFromGolden(golden, CANONICAL));
    const result = await diff(log);
    expect([result.verdict, named(result)]).toEqual(['diverges', ['attention-unscaled']]);
  });

  test('a mistake within f32 is named where the digits are those of a double', async () => {
    const log = await logOf(['log-eps-1e-10'], repr, startFromGolden(golden, CANONICAL));
    const result = await diff(log);
    expect([result.verdict, named(result)]).toEqual(['f32', ['log-eps-1e-10']]);
  });

  test('the early revision with a mistake on top is named as both', async () => {
    const log = await logOf(['early-revision', 'learning-rate'], repr, startFromGolden(golden, CANONICAL));
    expect(named(await diff(log.replaceAll('/ 1000', '/ 500')))[0]).toBe('early-revision+learning-rate');
  });

  test('that one changed digit makes is no other run', async () => {
    const log = losses.map((loss, i) => `${i + 1} ${fixed(loss + (i === 500 ? 0.001 : 0))}\n`).join('');
    expect(await diff(log)).toMatchObject({ verdict: 'diverges', diagnosis: null, losses: { divergent: 1 } });
  });

  test('that has right losses and wrong samples names the mistake in sampling', async () => {
    const steps = losses.map((loss, i) => `step ${i + 1} / 1000 | loss ${fixed(loss)}\n`).join('');
    const { state_dict } = await (await diff(steps)).expected.trained();
    const trained = { ...startFromGolden(golden, CANONICAL), state_dict };
    const run = await deviantRun([deviationOf('temperature-multiplied')], trained, compiled);
    const names = run?.samples() ?? [];
    const result = await diff(steps + names.map((name, i) => sampleText(i + 1, name)).join(''));
    expect(result.verdict).toBe('diverges');
    expect(result.samplesDiagnosis.map(({ id }) => id)).toEqual(['temperature-multiplied']);
  });

  test('nothing is named that does not agree', async () => {
    const log = losses.map((loss, i) => `${i + 1} ${repr(loss * (1 + 0.001 * Math.sin(i)))}\n`).join('');
    const result = await diff(log, { diagnosis: 'quick' });
    expect(named(result)).toEqual([]);
    expect(summaryLines(result).join('\n')).toMatch(/not explained: none of the \d+ known mistakes/);
  });

  test.each(['3.9', 'nan'])('one loss, %s, is too little to name a mistake', async (loss) => {
    const result = await diff(`step 1 / 1000 | loss ${loss}\n`);
    expect(result.diagnosis?.extent).toBe('too-short');
  });

  test('losses that are no numbers alone name nothing, since many errors give such: they are counted', async () => {
    const log = await logOf(['adam-root-missing'], repr, startFromGolden(golden, CANONICAL));
    const result = await diff(`${log}step 2 / 1000 | loss nan\nstep 3 / 1000 | loss nan\n`);
    expect(named(result)).toEqual([]);
    expect(result.diagnosis?.weak).toBeGreaterThan(0);
  });
});

describe('a run from another random generator', () => {
  test('that nothing explains has another start: door 1 is shown, and a usual curve is not called anything', async () => {
    const log = await logOf([], fixed, ownStart, 200);
    const undiagnosed = summaryLines(await diff(log, { diagnosis: 'none' })).join('\n');
    expect(undiagnosed).toContain('--params params.txt --docs docs.txt');
    const result = await diff(log, { diagnosis: 'quick' });
    const summary = summaryLines(result).join('\n');
    expect(result.verdict).toBe('different-start');
    expect(summary).not.toMatch(/curve|healthy/);
    expect(summary).toContain('--params params.txt --docs docs.txt');
    expect(summary).toContain('; --search tries two and three together');
  });
});

describe('a log that starts elsewhere', () => {
  test('is told so before mistakes are looked for, and by the same lines as in the end', async () => {
    const told: string[][] = [];
    const onOtherStart = async (begun: Diff) => {
      told.push(beginningLines(begun));
    };
    const result = await diff(await logOf([], fixed, ownStart, 200), { diagnosis: 'usual', onOtherStart });
    expect(told).toEqual([summaryLines(result).slice(0, told[0].length)]);
    expect(told[0].join('\n')).toContain('the run starts elsewhere');
    expect(result.diagnosis).toMatchObject({ extent: 'singles', more: true });
  });

  test('with half of its start given is told the other half', async () => {
    const log = await logOf([], fixed);
    const params = paramsOf(own.state_dict);
    const half = summaryLines(await diff(log, { params, layout: 'standard', diagnosis: 'none' })).join('\n');
    expect(half).toContain(
      "the documents are microgpt.py's here; give its documents in training order, --docs docs.txt, too",
    );
    expect(half).not.toContain('have the port write');
  });

  test("with one mistake on top of Python's start is named; for two it takes the whole search", async () => {
    const start = startFromGolden(golden, CANONICAL);
    const one = await diff(await logOf(['log2'], fixed, start), { diagnosis: 'usual' });
    expect([one.verdict, named(one)]).toEqual(['diverges', ['log2']]);
    const both = await logOf(['log2', 'learning-rate'], fixed, start);
    expect(named(await diff(both, { diagnosis: 'usual' }))).toEqual([]);
    expect(named(await diff(both, { diagnosis: 'full' }))).toContain('log2+learning-rate');
  });
});

describe('a replay that nothing explains says at which stage it leaves', () => {
  const params = paramsOf(own.state_dict);

  /** What is said of the run's own losses before a step, and of losses of no run from there on, at some of the steps. */
  async function saidOf(wrongFrom: number, printed: readonly number[]): Promise<string> {
    const right = (await logOf([], repr)).split('\n');
    const lines = printed.map((step) =>
      step < wrongFrom ? right[step - 1] : `step ${step} / 1000 | loss ${2 + Math.sin(step) / 3}`,
    );
    return summaryLines(await diff(lines.join('\n'), { params, docs, diagnosis: 'quick' })).join('\n');
  }

  const all = Array.from({ length: STEPS }, (_, i) => i + 1);

  test.each([
    [1, all, 'step 1 differs: the order of the parameters, the place of BOS, or the forward pass'],
    [2, all, 'step 1 agrees and step 2 does not: the gradient, or the update of Adam'],
    [5, all, 'the first steps agree: the learning rate of a later step'],
    [10, [1, ...all.slice(9)], 'step 1 agrees, and the next in the log does not'],
    [10, all.slice(8), 'step 1 is not in the log: print it'],
  ])('first wrong at step %i', async (wrongFrom, printed, words) => {
    const summary = await saidOf(wrongFrom, printed);
    expect(summary).toContain(words);
    expect(summary).toMatch(
      /init dump c \(or another language\) prints the lines[\s\S]*npx microgpt-spec run --chapter .* -- \.\/adapter/,
    );
  });
});

test('another dataset is replayed, not taken for the golden one', async () => {
  const { documents: first } = canonicalDataset(golden);
  const log = losses.slice(0, 5).map((loss, i) => `${i + 1} ${repr(loss)}\n`);
  const text = `${first.join('\n')}\n`;
  // A dataset whose shuffle gives other documents: they are replayed, not taken for the golden ones.
  const other = await diff(log.join(''), { dataset: new TextEncoder().encode(text), diagnosis: 'none' });
  expect(other.expected.source).toBe('replay');
});

describe('another log in place of a run', () => {
  test('is compared as far as both go', async () => {
    const log = losses.slice(0, 20).map((loss, i) => `step ${i + 1} | loss ${fixed(loss)}\n`);
    const same = await diff(log.join(''), { against: once(log.slice(0, 10).join('')) });
    expect(same).toMatchObject({ expected: { source: 'log' }, losses: { steps: 10, firstDivergence: null } });
    const other = await diff(log.join(''), { against: once(log.join('').replace('3.4243', '3.4253')) });
    expect(other.losses.firstDivergence?.step).toBe(2);
    const elsewhere = await diff(log.join(''), { against: once(log.join('').replace(/loss ./g, 'loss 9')) });
    expect(summaryLines(elsewhere).join()).not.toContain('random generator');
  });
});

test('documents beyond the golden ones need the dataset', async () => {
  const log = Array.from({ length: 1005 }, (_, i) => `step ${i + 1} / 2000 | loss 3.0\n`).join('');
  const { expected, completeness } = await diff(log, { diagnosis: 'none' });
  expect(expected.losses.length).toBe(canonicalDataset(golden).documents.length);
  expect(completeness.reasons).toEqual(['1005 of 2000 steps', '5 losses were not compared']);
});

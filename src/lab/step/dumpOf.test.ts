import { describe, expect, test } from 'vitest';
import { CATALOGUE, deviationOf } from '../../deviations/catalogue.ts';
import type { DeviantStart } from '../../deviations/deviantRun.ts';
import type { StepDump } from '../../diff/step/stepDump.ts';
import { openGolden } from '../../golden/folder.ts';
import { readGoldenText } from '../../golden/golden.ts';
import { type Config, configure } from '../../reference/config.ts';
import type { StateDict } from '../../reference/parameters.ts';
import { tokenizer } from '../../reference/tokenizer.ts';
import { handDumps, referenceDumps } from './dumpOf.ts';
import { TWO_LAYERS } from './starts.ts';

const golden = openGolden();
const RUNS = ['two_layers', 'four_layers', 'early', 'no_layers', 'head_of_one', 'code_points', 'block_of_one'];
/** Far above what another libm and another order of additions do, far below any mistake. */
const CLOSE = 1e-10;

interface GoldenRun {
  readonly config: Config;
  readonly documents: readonly string[];
  readonly uchars: readonly string[];
  readonly initial: StateDict;
  readonly steps: readonly {
    readonly tokens: readonly number[];
    readonly losses: readonly number[];
    readonly loss: number;
    readonly trace?: readonly { readonly name: string; readonly value: readonly number[] }[];
    readonly grad?: StateDict;
    readonly m?: StateDict;
    readonly v?: StateDict;
    readonly params?: StateDict;
  }[];
}

function goldenRun(name: string): GoldenRun {
  return JSON.parse(readGoldenText(golden, `small/${name}.json`)) as GoldenRun;
}

function startOf({ config, documents, initial, uchars }: GoldenRun): DeviantStart {
  const start = { config: configure(config), num_docs: documents.length, documents, state_dict: initial };
  return { ...start, tokenizer: tokenizer(uchars) };
}

describe.each(RUNS)('golden/small/%s', (name) => {
  const run = goldenRun(name);

  test('is what the port by hand dumps', () => {
    expectGolden(handDumps([], startOf(run)), run);
  });

  test('is what the watched reference dumps', async () => {
    expectGolden((await referenceDumps([], startOf(run))) ?? [], run);
  });
});

function expectGolden(dumps: readonly StepDump[], { steps }: GoldenRun): void {
  expect(dumps.map(({ step }) => step)).toEqual([1, 2, 3]);
  for (const [i, dump] of dumps.entries()) {
    const { tokens, losses, loss, trace = [], grad = {}, m = {}, v = {}, params = {} } = steps[i];
    expect(dump.tokens).toEqual(tokens);
    expectClose([dump.loss, dump.losses], [loss, losses]);
    for (const part of [{ grad }, { m }, { v }, { updated: params }]) {
      for (const [name, dict] of Object.entries(part)) {
        expectClose(numbersOf(dump[name as 'grad'], Object.keys(dict)), numbersOf(dict, Object.keys(dict)));
      }
    }
    if (trace.length > 0) expect([...dump.trace.keys()]).toEqual(trace.map(({ name }) => name));
    for (const { name, value } of trace) expectClose(dump.trace.get(name), value);
  }
}

function numbersOf(dict: StateDict | null, names: readonly string[]): unknown {
  return names.map((name) => dict?.[name]);
}

function expectClose(got: unknown, expected: unknown): void {
  const [a, b] = [got, expected].map((value) => [value].flat(Infinity) as number[]);
  expect(a).toHaveLength(b.length);
  expect(Math.max(0, ...a.map((x, i) => Math.abs(x - b[i])))).toBeLessThanOrEqual(CLOSE);
}

describe('deviations of the catalogue', () => {
  const entries = CATALOGUE.filter(({ needsDataset }) => !needsDataset);
  const places = (trace: Iterable<string>) => [...new Set([...trace].map((name) => name.replace(/^pos\d+\./, '')))];

  test('are dumped, but for the one whose run ends with an error, and have the whole trace but for these values', async () => {
    const [right] = (await referenceDumps([], TWO_LAYERS)) ?? [];
    const lacking: Record<string, string[]> = {};
    const undumped: string[] = [];
    for (const entry of entries) {
      const dumps = (await referenceDumps([entry], TWO_LAYERS)) ?? [];
      if (dumps.length < 3) undumped.push(entry.id);
      const names = new Set(places(dumps.flatMap(({ trace }) => [...trace.keys()])));
      const missing = places(right.trace.keys()).filter((name) => !names.has(name));
      if (dumps.length > 0 && missing.length > 0) lacking[entry.id] = missing;
    }
    const inLayers = places(right.trace.keys()).filter((name) => name.startsWith('layer'));
    const inHead = (h: number) => inLayers.filter((name) => name.includes(`.head${h}.`));
    expect(undumped).toEqual(['block-clip']);
    expect(lacking).toEqual({
      'layers-never-run': ['embedding', 'x', ...inLayers],
      'first-rmsnorm': ['embedding', 'x'],
      'attention-norm-missing': ['embedding', 'x', 'layer0.mlp_residual'],
      'mlp-norm-missing': ['layer0.attn_residual', 'layer1.attn_residual'],
      'single-head': inHead(1),
    });
  });

  test('a trace holds numbers alone', async () => {
    const dumps = await referenceDumps([deviationOf('attention-padded')], TWO_LAYERS);
    const values = [...(dumps?.[0].trace.values() ?? [])];
    expect(values.filter((row) => row.length === 0 || row.some((x) => typeof x !== 'number'))).toEqual([]);
  });
});

import { openGolden } from '../../src/golden/folder.ts';
import type { Config, StateDict } from '../../src/port/config.ts';
import { firstMismatch } from '../../src/port/mismatch.ts';
import { OPS, type Part } from '../../src/port/ops.ts';
import type { OpName } from '../../src/port/port.ts';
import type { Needs } from './needs.ts';
import { port } from './subject.ts';
import { compared } from './tolerance.ts';
import { Unequal } from './unequal.ts';
import { witness } from './witness.ts';

const folder = openGolden();

/** The runs of golden/small/: other shapes than the canonical one, on a few short documents. */
export const SMALL_RUNS = [
  'two_layers',
  'four_layers',
  'early',
  'no_layers',
  'one_head',
  'head_of_one',
  'odd_head_dim',
  'block_of_one',
  'other_constants',
  'code_points',
] as const;

/** The steps of the canonical run that are recorded in full, counted from 1. */
export const CANONICAL_STEPS = [1, 2, 10, 100, 1000] as const;

/** One step of microgpt.py (spec/traces.md). */
export interface GoldenStep {
  /** Counted from 1, as it is printed. */
  readonly step: number;
  readonly tokens: readonly number[];
  /** Position losses, in nats. */
  readonly losses: readonly number[];
  /** Loss before the update, in nats. */
  readonly loss: number;
}

/** A step of which the logits, the gradient, and what Adam made of it were kept. */
export interface FullStep extends GoldenStep {
  readonly logits: readonly (readonly number[])[];
  readonly grad: StateDict;
  readonly m: StateDict;
  readonly v: StateDict;
  readonly params: StateDict;
}

/** One printed sample: the uniforms drawn, and the probabilities they were drawn from. */
export interface GoldenSample {
  readonly name: string;
  readonly tokens: readonly number[];
  readonly uniforms: readonly number[];
  readonly probs: readonly (readonly number[])[];
}

/** What every recorded run of the whole program has. */
export interface GoldenRun {
  readonly config: Config;
  readonly uchars: readonly string[];
  /** In training order. */
  readonly documents: readonly string[];
  readonly initial: StateDict;
  readonly final: StateDict;
  readonly losses: readonly number[];
  readonly samples: readonly GoldenSample[];
}

/** A run of golden/small/: the dataset too, and the first steps with every value in them. */
export interface SmallRun extends GoldenRun {
  /** Text of the dataset file. */
  readonly dataset: string;
  readonly steps: readonly (GoldenStep & Partial<FullStep> & { readonly trace?: readonly TraceEntry[] })[];
}

/** A value on the way through the model: `pos0.logits`. */
export interface TraceEntry {
  readonly name: string;
  readonly value: readonly number[];
}

/** Reads golden/small/<name>.json. */
export function smallRun(name: (typeof SMALL_RUNS)[number]): SmallRun {
  return read<SmallRun>(`small/${name}.json`, 'losses');
}

/** Reads the canonical run: golden/canonical/. */
export function canonicalRun(): GoldenRun {
  const { uchars, documents } = read<GoldenRun>('canonical/dataset.json', 'documents');
  return {
    config: read('canonical/config.json', 'n_embd'),
    uchars,
    documents,
    initial: read('canonical/initial.json', 'wte'),
    final: read('canonical/final.json', 'wte'),
    losses: read('canonical/losses.json', 'length'),
    samples: read('canonical/samples.json', 'length'),
  };
}

/** Reads golden/canonical/steps/<step>.json. */
export function canonicalStep(step: (typeof CANONICAL_STEPS)[number]): FullStep {
  return read(`canonical/steps/${step}.json`, 'grad');
}

/** The tokens of a run's documents, BOS on both sides, by their place in uchars. */
export function tokensOf({ uchars, documents }: Pick<GoldenRun, 'uchars' | 'documents'>): number[][] {
  const BOS = uchars.length;
  return documents.map((doc) => [BOS, ...Array.from(doc, (character) => uchars.indexOf(character)), BOS]);
}

/**
 * Demands that some parts of an operation's result agree with the recorded ones, within the port's precision class.
 *
 * @param want - the parts, by name; parts of the operation that it leaves out are not compared
 */
export function agrees(op: OpName, want: Readonly<Record<string, unknown>>, got: unknown, law: string): void {
  witness(op, got);
  const parts = Object.entries(OPS[op].result).filter(
    (entry): entry is [string, Part] => Object.hasOwn(want, entry[0]) && typeof entry[1] === 'object',
  );
  const mismatch = firstMismatch(Object.fromEntries(parts), want, got, port.dtype, false, compared);
  if (mismatch) throw Unequal.at(law, mismatch, got);
}

/** What a port must be built for, or leave open, to repeat a run. */
export function madeFor({ config, uchars }: Pick<GoldenRun, 'config' | 'uchars'>): Needs {
  return { ...config, vocab_size: uchars.length + 1 };
}

/** Files are read once: several checks ask for the same. */
const files = new Map<string, unknown>();

function read<T>(file: string, has: string): T {
  const json: unknown = files.get(file) ?? JSON.parse(new TextDecoder().decode(folder.read(file)));
  if (typeof json !== 'object' || json === null || !(has in json)) throw new Error(`golden/${file}: has no ${has}`);
  files.set(file, json);
  return json as T;
}

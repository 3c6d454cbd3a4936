import { float, integer, list, matrix, object, parse, text } from '../port/json.ts';
import { type Config, configure } from '../reference/config.ts';
import type { StateDict } from '../reference/parameters.ts';
import { type Golden, readGoldenText } from './golden.ts';
import { decodeGolden } from './goldenFault.ts';

/** Where the canonical run lies in a golden folder. */
const CANONICAL_FOLDER = 'canonical/';

/** The dataset of the canonical run, as far as training saw it (canonical/dataset.json). */
export interface GoldenDataset {
  /** Number of documents in the whole dataset. */
  readonly num_docs: number;
  readonly vocab_size: number;
  readonly num_params: number;
  readonly BOS: number;
  readonly uchars: readonly string[];
  /** The documents trained on, one a step, in order. */
  readonly documents: readonly string[];
}

/** A sample of the canonical run (canonical/samples.json). */
export interface GoldenSample {
  readonly name: string;
  /** Its tokens, BOS left out at both ends. */
  readonly tokens: readonly number[];
  /** The uniforms that drew them, the one that drew BOS included. */
  readonly uniforms: readonly number[];
}

/** A recording (`golden record`), which has the files of the canonical run in its own folder, read as that is. */
export function asCanonical(recording: Golden): Golden {
  return { read: (path) => recording.read(path.replace(CANONICAL_FOLDER, '')) };
}

/** The constants of the canonical run. Like all functions here it throws GoldenFault where a file cannot be used. */
export function canonicalConfig(golden: Golden): Config {
  return load(golden, 'config.json', (json, where) => {
    const { seed, ...constants } = object(json, where);
    return configure({ ...constants, seed: typeof seed === 'string' ? BigInt(seed) : integer(seed, `${where}: seed`) });
  });
}

export function canonicalDataset(golden: Golden): GoldenDataset {
  return load(golden, 'dataset.json', (json, where) => {
    const { num_docs, vocab_size, num_params, BOS, uchars, documents } = object(json, where);
    return {
      num_docs: integer(num_docs, `${where}: num_docs`),
      vocab_size: integer(vocab_size, `${where}: vocab_size`),
      num_params: integer(num_params, `${where}: num_params`),
      BOS: integer(BOS, `${where}: BOS`),
      uchars: list(uchars, `${where}: uchars`, text),
      documents: list(documents, `${where}: documents`, text),
    };
  });
}

/** The parameters before training, or after it, by name in the order of state_dict. */
export function canonicalParameters(golden: Golden, when: 'initial' | 'final'): StateDict {
  return load(golden, `${when}.json`, (json, where) => {
    const matrices = Object.entries(object(json, where));
    return Object.fromEntries(matrices.map(([name, rows]) => [name, matrix(rows, `${where}: ${name}`)]));
  });
}

/** The loss of each step, in nats. */
export function canonicalLosses(golden: Golden): number[] {
  return load(golden, 'losses.json', (json, where) => list(json, where, float));
}

export function canonicalSamples(golden: Golden): GoldenSample[] {
  return load(golden, 'samples.json', (json, where) => list(json, where, sampleOf));
}

/** What microgpt.py printed, to the byte. */
export function canonicalOutput(golden: Golden): string {
  return readGoldenText(golden, `${CANONICAL_FOLDER}output.txt`);
}

function sampleOf(json: unknown, where: string): GoldenSample {
  const { name, tokens, uniforms } = object(json, where);
  return {
    name: text(name, `${where}: name`),
    tokens: list(tokens, `${where}: tokens`, integer),
    uniforms: list(uniforms, `${where}: uniforms`, float),
  };
}

function load<T>(golden: Golden, name: string, decode: (json: unknown, where: string) => T): T {
  const path = `${CANONICAL_FOLDER}${name}`;
  const where = `golden: ${path}`;
  const source = readGoldenText(golden, path);
  return decodeGolden(() => decode(parse(source, where), where));
}

import { blocksInPlaceOfLog, blocksOf } from '../diff/log/dumpLike.ts';
import { type DocsDump, readDocs } from '../diff/replay/docsDump.ts';
import { type ParamsDump, readParams } from '../diff/replay/paramsDump.ts';
import type { StepFile } from '../diff/step/readStep.ts';
import { endsOf, type NamedBlob, type Role } from './roles.ts';

/** A file, and what it is to `diff`. */
export interface RoledBlob extends NamedBlob {
  readonly role: Role;
}

/** What a comparison reads, sorted by what it is. */
export interface Inputs {
  readonly log: NamedBlob | null;
  /** Another log, in place of a run. */
  readonly against: NamedBlob | null;
  readonly params: ParamsDump | undefined;
  readonly docs: DocsDump | undefined;
  readonly dataset: Uint8Array | undefined;
  readonly steps: readonly StepFile[];
}

/**
 * Reads the files of a start and of steps; the log is read later, piece by piece.
 *
 * @throws RangeError where two are given of which there is one, there is nothing to judge, or a file is no such dump
 */
export async function inputsOf(files: readonly RoledBlob[]): Promise<Inputs> {
  const of = (role: Role) => files.filter((file) => file.role === role);
  const log = only(of('log'), 'log');
  if (log === null && of('step').length === 0) {
    throw new RangeError('there is no log and no step: paste or drop what the port prints, or a dumped step');
  }
  const blocks = log === null ? null : blocksOf(await endsOf(log.blob));
  if (log !== null && blocks !== null) throw new RangeError(blocksInPlaceOfLog(log.name, blocks));
  const dataset = only(of('input'), 'dataset');
  const steps = of('step').map(async ({ name, blob }) => ({ name, bytes: await bytesOf(blob) }));
  return {
    log,
    against: only(of('against'), 'other log'),
    params: await dump(only(of('params'), 'file of parameters'), readParams),
    docs: await dump(only(of('docs'), 'file of documents'), readDocs),
    dataset: dataset === null ? undefined : await bytesOf(dataset.blob),
    steps: await Promise.all(steps),
  };
}

/** Bytes of a log that are read at once. */
const PIECE = 2 ** 18;

/** A log's bytes, piece by piece. */
export async function* piecesOf(blob: Blob): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < blob.size; at += PIECE) yield bytesOf(blob.slice(at, at + PIECE));
}

function only(files: readonly NamedBlob[], what: string): NamedBlob | null {
  if (files.length > 1) {
    throw new RangeError(`${files[0].name} and ${files[1].name}: one ${what} at a time; say what the others are`);
  }
  return files[0] ?? null;
}

async function dump<T>(file: NamedBlob | null, parse: (bytes: Uint8Array) => T | Promise<T>): Promise<T | undefined> {
  if (file === null) return undefined;
  try {
    return await parse(await bytesOf(file.blob));
  } catch (error) {
    throw error instanceof RangeError ? new RangeError(`${file.name}: ${error.message}`) : error;
  }
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}

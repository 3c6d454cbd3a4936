import { type DocsDump, MAX_DOCS_BYTES, readDocs } from '../diff/replay/docsDump.ts';
import { MAX_DUMP_BYTES } from '../diff/replay/formats/dumpedArray.ts';
import { type ParamsDump, readParams } from '../diff/replay/paramsDump.ts';
import { Fault } from './fault.ts';
import { readInput } from './files.ts';

/** The files of a start, as far as they are named. */
export interface DumpFiles {
  readonly params?: string;
  readonly docs?: string;
  readonly input?: string;
}

/** Reads a port's dumps, and the dataset. Throws Fault where a file cannot be read, or is no such dump. */
export async function dumpsOf({ params, docs, input }: DumpFiles): Promise<{
  readonly params: ParamsDump | undefined;
  readonly docs: DocsDump | undefined;
  readonly dataset: Uint8Array | undefined;
}> {
  return {
    params:
      params === undefined
        ? undefined
        : await read(params, readParams, MAX_DUMP_BYTES, '; dump the initial parameters alone'),
    docs:
      docs === undefined
        ? undefined
        : await read(docs, readDocs, MAX_DOCS_BYTES, '; dump the documents trained on alone'),
    dataset: input === undefined ? undefined : await readInput('diff', input),
  };
}

async function read<T>(
  file: string,
  parse: (bytes: Uint8Array) => T | Promise<T>,
  most: number,
  advice: string,
): Promise<T> {
  const bytes = await readInput('diff', file, most, advice);
  try {
    return await parse(bytes);
  } catch (error) {
    throw error instanceof RangeError ? new Fault(`diff: ${file}: ${error.message}`) : error;
  }
}

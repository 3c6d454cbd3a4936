import { closeSync, readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { Fault } from './fault.ts';
import { inputStream, openedInput } from './openedInput.ts';

/** Plain words for what the system says of a file. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EEXIST: 'a file is in its place',
  ENOSPC: 'no space is left',
  EFBIG: 'the file would be too large',
  EROFS: 'the file system is read-only',
};

/** Bytes of a pipe that are read whole; a file has a size, which is known before. */
const MOST_PIPED = 2 ** 28;

/**
 * Reads a whole file or pipe that the user named.
 *
 * @throws Fault where it cannot be read
 */
export async function readInput(command: string, file: string): Promise<Uint8Array> {
  try {
    const input = openedInput(file);
    return input.kind === 'pipe' ? await readPipe(input.stream) : readOpened(input.fd);
  } catch (error) {
    throw new Fault(`${command}: cannot read ${file}: ${reasonOf(error)}`);
  }
}

function readOpened(fd: number): Uint8Array {
  try {
    return readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}

async function readPipe(stream: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MOST_PIPED) throw new Error(`it gave more than ${MOST_PIPED} bytes; write them to a file`);
  }
  return Buffer.concat(chunks);
}

/**
 * Reads a file that the user named, or standard input where there is no name, piece by piece.
 *
 * @throws Fault where it cannot be read
 */
export async function* streamInput(command: string, file: string | undefined): AsyncGenerator<Uint8Array> {
  try {
    yield* file === undefined ? process.stdin : inputStream(file);
  } catch (error) {
    throw new Fault(`${command}: cannot read ${file ?? 'standard input'}: ${reasonOf(error)}`);
  }
}

/** Why the system refused, without its code and path. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error));
}

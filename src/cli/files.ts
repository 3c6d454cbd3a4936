import { createReadStream, readFileSync } from 'node:fs';
import { Fault } from './fault.ts';

/** Plain words for what the system says of a file. */
export const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EEXIST: 'a file is in its place',
  ENOSPC: 'no space is left',
  EFBIG: 'the file would be too large',
  EROFS: 'the file system is read-only',
  EMFILE: 'no more files can be opened here; raise the limit (ulimit -n)',
  ENFILE: 'no more files can be opened on this machine',
  ENOMEM: 'there is not enough memory',
  EAGAIN: 'the system has no room for another process or thread; raise the limit (ulimit -u)',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead in a circle',
  EDQUOT: 'the quota is used up',
  EIO: 'the device fails',
};

/**
 * Reads a whole file that the user named.
 *
 * @throws Fault where it cannot be read
 */
export function readInput(command: string, file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Fault(`${command}: cannot read ${file}: ${reasonOf(error)}`);
  }
}

/**
 * Reads a file that the user named, or standard input where there is no name, piece by piece.
 *
 * @throws Fault where it cannot be read
 */
export async function* streamInput(command: string, file: string | undefined): AsyncGenerator<Uint8Array> {
  const source = file === undefined ? process.stdin : createReadStream(file);
  try {
    yield* source;
  } catch (error) {
    throw new Fault(`${command}: cannot read ${file ?? 'standard input'}: ${reasonOf(error)}`);
  }
}

/** Why the system refused, without its code and path. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error));
}

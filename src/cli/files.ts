import { closeSync, fstatSync, readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { Fault } from './fault.ts';
import { inputStream, openedInput } from './openedInput.ts';

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
  ELOOP: 'its links lead in a circle; name what they were to lead to',
  EDQUOT: 'the quota is used up',
  EIO: 'the device fails',
};

/** How long a pipe may be silent until it is said that it is waited for: its writer may not be there. */
const SILENT_MS = 5000;

/** Bytes that are read whole, if nothing else is said: a dataset of ten million names. */
const MOST = 2 ** 28;

/**
 * Reads a whole file or pipe that the user named.
 *
 * @param most - bytes that it may have: a file that has more is not read at all
 * @param advice - what to do where it has more, behind a semicolon
 * @throws Fault where it cannot be read
 */
export async function readInput(command: string, file: string, most = MOST, advice = ''): Promise<Uint8Array> {
  checkIsNamed(command, file);
  try {
    const input = openedInput(file);
    if (input.kind === 'file') return readOpened(input.fd, most, advice);
    const isSilent = () =>
      process.stderr.write(`${command}: waits for somebody to write to the pipe ${file}; Ctrl-C ends it\n`);
    const silence = setTimeout(isSilent, SILENT_MS);
    return await readPipe(input.stream, most, advice, () => clearTimeout(silence));
  } catch (error) {
    throw new Fault(`${command}: cannot read ${file}: ${reasonOf(error)}`);
  }
}

/**
 * The same as text, in UTF-8 or UTF-16, with a byte order mark or without.
 *
 * @throws Fault where it cannot be read
 */
export async function readText(command: string, file: string, most: number): Promise<string> {
  const { Decoder } = await import('../diff/log/text/encoding.ts');
  const decoder = new Decoder();
  return decoder.push(await readInput(command, file, most)) + decoder.end();
}

function readOpened(fd: number, most: number, advice: string): Uint8Array {
  try {
    const { size } = fstatSync(fd);
    if (size > most) throw new Error(`it has ${size} bytes, and at most ${most} are read${advice}`);
    return readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}

async function readPipe(stream: Readable, most: number, advice: string, onData: () => void): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  stream.once('end', onData).once('error', onData);
  for await (const chunk of stream) {
    onData();
    chunks.push(chunk);
    length += chunk.length;
    if (length > most) throw new Error(`it gave more than ${most} bytes, and no more are read${advice}`);
  }
  return Buffer.concat(chunks);
}

/**
 * Reads a file that the user named, or standard input where there is no name, piece by piece.
 *
 * @throws Fault where it cannot be read
 */
export async function* streamInput(command: string, file: string | undefined): AsyncGenerator<Uint8Array> {
  if (file !== undefined) checkIsNamed(command, file);
  try {
    yield* file === undefined ? process.stdin : inputStream(file);
  } catch (error) {
    throw new Fault(`${command}: cannot read ${file ?? 'standard input'}: ${reasonOf(error)}`);
  }
}

/** Throws Fault where `-`, which is standard input, stands in place of a file. */
function checkIsNamed(command: string, file: string): void {
  if (file !== '-') return;
  throw new Fault(
    `${command}: a file is read here, and "-" is standard input; write it into a file and name that (./- for a file of that name)`,
  );
}

/** Why the system refused, without its code and path. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error));
}

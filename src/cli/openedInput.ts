import { closeSync, constants, createReadStream, fstatSync, openSync, type Stats, statSync } from 'node:fs';
import { Socket } from 'node:net';
import { devNull } from 'node:os';
import { Readable } from 'node:stream';

/** What a name stands for that the user gave, opened. */
export type OpenedInput =
  | { readonly kind: 'file'; readonly fd: number }
  /** Has no size, and may be waited for. */
  | { readonly kind: 'pipe'; readonly stream: Readable };

/**
 * Opens a file or a pipe to be read, so that an interrupt ends the wait for whoever writes to the pipe: the usual calls wait for them
 * where no signal is seen.
 *
 * @throws Error where the system refuses it, or where it is a folder or a device
 */
export function openedInput(file: string): OpenedInput {
  const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return opened(fd, fstatSync(fd));
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** The same, piece by piece. */
export function inputStream(file: string): Readable {
  const input = openedInput(file);
  return input.kind === 'file' ? createReadStream(file, { fd: input.fd }) : input.stream;
}

function opened(fd: number, about: Stats): OpenedInput {
  if (about.isFile()) return { kind: 'file', fd };
  if (about.isFIFO() || about.isSocket()) {
    return { kind: 'pipe', stream: new Socket({ fd, readable: true, writable: false }) };
  }
  if (about.isDirectory()) throw new Error('it is a folder');
  if (about.rdev !== statSync(devNull).rdev) throw new Error('it is a device; name a file or a pipe');
  closeSync(fd);
  return { kind: 'pipe', stream: Readable.from([]) };
}

import { realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** What tells a file from others, whatever it is called and whether it is there yet; null of a folder, a device or a pipe. */
export function identityOf(file: string): string | null {
  const there = statsOf(file);
  if (there !== null) return there.isFile() ? `${there.dev} ${there.ino}` : null;
  const folder = dirname(resolve(file));
  return join(statsOf(folder) === null ? folder : realpathSync(folder), basename(file));
}

/** What the system says of a file; null where it is not there, or cannot be reached: whoever opens it says why. */
export function statsOf(file: string): Stats | null {
  try {
    return statSync(file);
  } catch {
    return null;
  }
}

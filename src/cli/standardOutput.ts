import { jsonText } from '../port/jsonText.ts';
import { EXIT, Fault } from './fault.ts';
import { reasonOf } from './files.ts';
import { statusSoFar } from './judgement.ts';
import { tell } from './tell.ts';
import { writeWhole } from './writeFile.ts';

/** In place of a file's name: standard output. */
export const STANDARD_OUTPUT = '-';

let watching = false;

/**
 * Writes to standard output. Where its reader is gone (`| head`), the process ends quietly, with the status so far: 2 where a
 * verdict was due.
 *
 * @returns a promise that is kept when the text is taken
 */
export function print(text: string): Promise<void> {
  watchOutput();
  return new Promise((resolve) => {
    process.stdout.write(text, () => resolve());
  });
}

/**
 * Writes a result as JSON.
 *
 * @param command - the command, for the message
 * @param file - a file, written whole or not at all, or `-` for standard output
 * @throws Fault where the file cannot be written
 */
export async function writeJson(command: string, file: string, result: object): Promise<void> {
  const text = jsonText(result);
  if (file === STANDARD_OUTPUT) {
    await print(text);
    return;
  }
  writeWhole(command, file, text);
}

/** Has the process end quietly where the reader of standard output is gone, whoever writes to it. */
export function watchOutput(): void {
  if (watching) return;
  watching = true;
  process.stdout.on('error', endQuietly);
  process.stderr.on('error', () => {}); // nobody is left to be told
}

function endQuietly(error: Error): void {
  if ('code' in error && error.code === 'EPIPE') process.exit(statusSoFar());
  tell(new Fault(`cannot write to standard output: ${reasonOf(error)}`));
  process.exit(EXIT.fault);
}

import { Fault } from './fault.ts';
import { identityOf, statsOf } from './fileIdentity.ts';
import { STANDARD_OUTPUT } from './standardOutput.ts';

/** Where something is written, by the flag that says it; undefined where the flag is not there. */
export type NamedOutputs = Readonly<Record<string, string | undefined>>;

/**
 * Refuses an output that would be written over an input or over another output, before anything is done.
 *
 * @param command - the command, for the message
 * @param outputs - by flag, such as `--json`
 * @param inputs - files that the command reads; folders count for nothing
 * @throws Fault where two are the same
 */
export function checkOutputsApart(command: string, outputs: NamedOutputs, inputs: readonly string[] = []): void {
  const read = new Map(inputs.map((file) => [identityOf(file), file]));
  const written = new Map<string, string>();
  for (const [flag, file] of Object.entries(outputs)) {
    if (file === undefined) continue;
    const identity = file === STANDARD_OUTPUT ? STANDARD_OUTPUT : identityOf(file);
    if (identity === null) continue;
    const input = read.get(identity);
    if (input !== undefined) {
      throw new Fault(`${command}: ${flag} ${file} would be written over ${input}, which is read; name another file`);
    }
    const other = written.get(identity);
    if (other !== undefined) {
      const where = file === STANDARD_OUTPUT ? 'would both be printed' : `would both be written to ${file}`;
      throw new Fault(`${command}: ${other} and ${flag} ${where}; name a file for one of them`);
    }
    written.set(identity, flag);
  }
}

/**
 * Refuses a folder where a file is to be written, before anything is done.
 *
 * @throws Fault where one of the outputs is a folder
 */
export function checkNoFolders(command: string, outputs: NamedOutputs): void {
  const found = Object.entries(outputs).find(([, file]) => file !== undefined && statsOf(file)?.isDirectory() === true);
  if (found !== undefined)
    throw new Fault(`${command}: ${found[0]} ${found[1]} is a folder; name a file in it, or another`);
}

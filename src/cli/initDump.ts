import { DUMP_LANGUAGES, readDumpLines } from '../adapters/dumps.ts';
import { shownOnLine } from '../port/shown.ts';
import { Fault } from './fault.ts';
import { languageCalled, meantBy } from './languageMeant.ts';
import { print, STANDARD_OUTPUT } from './standardOutput.ts';

const NAMES = DUMP_LANGUAGES.map(({ name }) => name).join(', ');
/** Characters of an operand that a message shows. */
const SHOWN = 60;

/**
 * `init dump LANGUAGE`: prints the lines that make a port write down a training step, for `diff --step`.
 *
 * @param name - the language; undefined where none is named
 * @param surplus - operands behind it: `-` alone says what is done anyway
 * @param flags - names of the flags that stand there, none of which goes with it
 */
export async function initDump(
  name: string | undefined,
  surplus: readonly string[],
  flags: readonly string[],
): Promise<void> {
  if (name === undefined) throw new Fault(`init dump: name a language: ${NAMES}`);
  const language = languageCalled(name, DUMP_LANGUAGES);
  if (language === undefined) {
    const near = meantBy(name, DUMP_LANGUAGES).join(' or ');
    throw new Fault(
      `init dump: there are no lines for ${shownOnLine(name, SHOWN)}; did you mean ${near}? There are ${NAMES}`,
    );
  }
  if (flags.length > 0) throw new Fault(`init dump: --${flags[0]} does not go with it; leave it out`);
  if (surplus.some((operand) => operand !== STANDARD_OUTPUT)) {
    throw new Fault(
      `init dump: the lines are printed, to be pasted into the port, and no folder is written to; npx microgpt-spec init dump ${name} > FILE keeps them`,
    );
  }
  await print(readDumpLines(language));
}

import { withPlainAnswers } from '../../port/plainAnswers.ts';
import type { Port } from '../../port/port.ts';
import { referencePort } from '../../port/reference.ts';
import { portOf, SUBJECTS, subjectNamed } from './subjects.ts';

/**
 * What the checks load when many ports take turns (properties/harness/subject.ts): the port of a name, and fast-check's
 * seed for its turn, null for the usual one.
 */
export async function turn(name: string): Promise<{ readonly port: Port; readonly seed: number | null }> {
  const { kind, seed } = subjectNamed(name);
  if (kind === 'seed') return { port: referencePort('0'), seed: seed ?? null };
  return { port: withPlainAnswers(await portOf(name)), seed: null };
}

/** Those that can take turns: they say the same of themselves as the reference does, and so are asked the same. */
export const TURNS = SUBJECTS.filter(({ alone }) => !alone);

/** The port that stands there for all of them: the reference, but as a port like any other. */
export default referencePort('0');

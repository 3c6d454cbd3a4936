import { withPlainAnswers } from '../../port/plainAnswers.ts';
import type { Port } from '../../port/port.ts';
import { referencePort } from '../../port/reference.ts';
import { portOf, REFERENCE, SUBJECTS, subjectNamed } from './subjects.ts';

/**
 * What the checks load when many ports take turns (properties/harness/subject.ts): the port of a name, and fast-check's
 * seed for its turn, null for the usual one.
 */
export async function turn(name: string): Promise<{ readonly port: Port; readonly seed: number | null }> {
  const { reseeded } = subjectNamed(name);
  if (reseeded === undefined) return { port: withPlainAnswers(await portOf(name)), seed: null };
  const { of, seed } = reseeded;
  const port = of === REFERENCE ? referencePort('0') : withPlainAnswers(await portOf(`variant:${of}`));
  return { port, seed };
}

/** Those that can take turns: they say the same of themselves as the reference does, and so are asked the same. */
export const TURNS = SUBJECTS.filter(({ alone, reseeded }) => !alone && reseeded === undefined);

/** The port that stands there for all of them: the reference, but as a port like any other. */
export default referencePort('0');

import { Driver, type Sent } from '../../src/protocol/driver.ts';
import type { ProcessChoice } from './newProcess.ts';
import { mayStart, started } from './startedProcesses.ts';

/** Requests of which the last is answered otherwise than when it is asked alone; or how many before it were tried in vain. */
export type Behind =
  | {
      readonly kind: 'found';
      readonly bodies: readonly string[];
      /** The values that the last is answered with; null where it is not answered with ok. */
      readonly answer: string | null;
      /** Whether that is the answer that it has had. */
      readonly isTheSame: boolean;
    }
  | { readonly kind: 'none'; readonly tried: number };

/**
 * The fewest requests that a process must be asked to give its last answer again; or else the fewest for which that is
 * another than it gives alone.
 *
 * @param sent - what a process was sent, and what it answered; the last is the one that went wrong
 */
export async function requestsBehind(choice: ProcessChoice, sent: readonly Sent[]): Promise<Behind> {
  const last = sent[sent.length - 1];
  const bodies = sent.map(({ body }) => body);
  const alone = await lastAnswer(choice, [last.body]);
  let other: Behind | null = null;
  let tried = 0;
  if (alone === last.answer) return { kind: 'none', tried };
  const those = doubling(sent.length - 1).map((before) => bodies.slice(-before - 1));
  // What was kept may have come long before; often a request keeps something itself.
  for (const some of [...those, [last.body, last.body]]) {
    if (!mayStart()) break;
    const answer = await lastAnswer(choice, some);
    tried = Math.max(tried, some.length - 1);
    if (answer === last.answer) return { kind: 'found', bodies: some, answer, isTheSame: true };
    if (answer !== alone) other ??= { kind: 'found', bodies: some, answer, isTheSame: false };
  }
  return other ?? { kind: 'none', tried };
}

/** 1, 2, 4, ..., and the end. */
function doubling(end: number): number[] {
  const sizes: number[] = [];
  for (let size = 1; size < end; size *= 2) sizes.push(size);
  return end > 0 ? [...sizes, end] : [];
}

/** What a new process answers to the last of some requests; null where it does not answer with ok. */
async function lastAnswer({ command, deadline }: ProcessChoice, bodies: readonly string[]): Promise<string | null> {
  started();
  const driver = new Driver(command, { deadline, window: 1 });
  try {
    let answer: string | null = null;
    for (const body of bodies) {
      answer = await driver.ask(body).then(
        (values) => values.join(' '),
        () => null,
      );
    }
    return answer;
  } finally {
    await driver.close();
  }
}

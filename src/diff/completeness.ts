import { type Expected, loggedRun } from './dueRun.ts';
import { divergingRuns } from './laterRuns.ts';
import { MOST_STEPS } from './log/mostSteps.ts';
import type { Trace } from './log/readLog.ts';

/** Whether a log holds all of its run. */
export interface Completeness {
  /** null where the log does not reach the end of the run that is due, and nobody says how many steps its own has. */
  readonly complete: boolean | null;
  /** Why it is not complete, the strongest reason first; none where it is, or where that is not known. */
  readonly reasons: readonly string[];
  /** How the command that printed the log ended; null where that was well, or there was none. */
  readonly ending: string | null;
}

/** What is known of a log from elsewhere. */
export interface Origin {
  /** Whether num_steps was asked for. */
  readonly stepsGiven: boolean;
  /** How the command that printed the log ended, as in `exited with 3`; null where that was well, or there was none. */
  readonly ending: string | null;
  /** The script in Python that was trained for the log, where one was. */
  readonly script?: ScriptRun | undefined;
}

/** A script in Python that diff trained itself. */
export interface ScriptRun {
  /** The flags that name it to `run`, to be pasted. */
  readonly port: string;
  /** Steps that were asked for; undefined where that is all. */
  readonly steps: number | undefined;
}

/**
 * Whether a log holds all of its run: its last step lies within one interval of its steps before the last of the run, every
 * training loss was compared, no JSON was cut off, no later run in the same log diverges, and the command that printed it ended well; two logs have
 * the same steps and samples beside. How many steps the run has says the log itself,
 * else the caller; and where neither does, it is enough to reach the end of the run that is due. Of a script whose first
 * steps were asked for alone there is no reason against these.
 *
 * @param trace - the log
 * @param expected - what it is compared with
 */
export function completenessOf(trace: Trace, expected: Expected, { stepsGiven, ending, script }: Origin): Completeness {
  const { num_steps } = expected.config;
  const given = stepsGiven ? num_steps : null;
  const { reasons, total } =
    expected.log === null
      ? besideRun(trace, expected, trace.num_steps ?? given, script?.steps)
      : besideLog(trace, expected, expected.log, greater(trace.num_steps, expected.log.num_steps) ?? given);
  const all = [...(ending === null ? [] : [`the command ${ending}`]), ...reasons];
  const isKnown = total !== null || expected.log !== null || reachesEnd(trace, num_steps);
  const isPart = all.length > 0 || isBeginning(script, total);
  return { complete: isPart ? false : isKnown || null, reasons: all, ending };
}

/**
 * Whether a log goes on to the end of a run: whether the next step that it would have shown, at the distance of its last two,
 * lies beyond.
 *
 * @param trace - the log
 * @param num_steps - length of the run
 */
export function reachesEnd({ losses, outside }: Trace, num_steps: number): boolean {
  const [last = 0, before = last - 1] = [...losses.keys()].sort((a, b) => b - a);
  return outside.losses > 0 || last + (last - before) > num_steps;
}

/** The last step that a log has; 0 without losses. */
export function lastStepOf({ losses }: Pick<Trace, 'losses'>): number {
  return Math.max(0, ...losses.keys());
}

/** Whether no more than the beginning of a training was asked for. */
export function isBeginning(script: ScriptRun | undefined, total: number | null): boolean {
  return script?.steps !== undefined && total !== null && script.steps < total;
}

interface Missing {
  readonly reasons: readonly string[];
  /** Number of steps that the run has; null where that is not known. */
  readonly total: number | null;
}

function besideRun(trace: Trace, expected: Expected, total: number | null, asked = Number.POSITIVE_INFINITY): Missing {
  const { config, losses } = expected;
  const isCut = total !== null && !reachesEnd(trace, Math.min(total, asked));
  const unknown = [...trace.losses.keys()].filter((step) => step > losses.length && step <= config.num_steps).length;
  const outside = config.num_steps > MOST_STEPS ? trace.outside.losses : 0;
  return {
    reasons: [
      ...tornReason(trace, 'this log'),
      ...(isCut ? [stepsReason(lastStepOf(trace), total)] : []),
      ...lossesReason(unknown + outside + (trace.unread ?? 0)),
      ...divergingRuns({ trace, expected }).map((number) => `run ${number} of this log diverges`),
    ],
    total,
  };
}

function besideLog(a: Trace, expected: Expected, b: Trace, total: number | null): Missing {
  const isCut = total !== null && ![a, b].every((trace) => reachesEnd(trace, total));
  const shared = [...a.losses.keys()].filter((step) => b.losses.has(step)).length;
  const all = new Set([...a.losses.keys(), ...b.losses.keys()]).size;
  const left = [a, b].reduce((count, { outside, unread = 0 }) => count + outside.losses + unread, 0);
  const cut = isCut ? [stepsReason(Math.min(lastStepOf(a), lastStepOf(b)), total)] : [];
  const lacking = !isCut && shared < all ? [stepsReason(shared, all)] : [];
  const torn = [...tornReason(a, 'this log'), ...tornReason(b, 'the other log')];
  const later = [
    ...divergingRuns({ trace: a, expected }).map((number) => `run ${number} of this log diverges`),
    ...divergingRuns({ trace: b, expected: loggedRun(a, expected.config) }).map(
      (number) => `run ${number} of the other log diverges`,
    ),
  ];
  return { reasons: [...torn, ...cut, ...lacking, ...lossesReason(left), ...samplesReason(a, b), ...later], total };
}

/** Samples that one log has and the other lacks; a log of losses alone lacks none. */
function samplesReason(a: Trace, b: Trace): string[] {
  const shared = [...a.samples.keys()].filter((index) => b.samples.has(index)).length;
  const all = new Set([...a.samples.keys(), ...b.samples.keys()]).size;
  return a.samples.size === 0 || b.samples.size === 0 || shared === all ? [] : [`${shared} of ${all} samples`];
}

/** JSON says itself where it ends. */
function tornReason({ isTorn }: Trace, what: string): string[] {
  return isTorn ? [`the JSON of ${what} is cut off`] : [];
}

function stepsReason(steps: number, total: number): string {
  return `${steps} of ${total} steps`;
}

function lossesReason(count: number): string[] {
  if (count === 0) return [];
  return [`${count} ${count === 1 ? 'loss was' : 'losses were'} not compared`];
}

function greater(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

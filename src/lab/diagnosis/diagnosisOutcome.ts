import { deviationOf } from '../../deviations/catalogue.ts';
import { type DiffRequest, diffLog, type LogDiff } from '../../diff/diffLog.ts';
import { isConforming } from '../../diff/verdict.ts';
import { CANONICAL, type Config } from '../../reference/config.ts';
import { diffSources } from '../../report/diffSources.ts';
import { type Claim, claimName, claimText, isTrue, type Told } from './claims.ts';
import type { Given } from './diagnosisLogs.ts';

/** What `diff` says of a log with a mistake. */
export type DiagnosisOutcome =
  /** The mistake comes first, alone or with others that give the same log to its digits. */
  | 'named'
  /** Another comes first that agrees as well. */
  | 'behind'
  /** The log conforms: the mistake does not show in it, or the dump of its start has it. */
  | 'silent'
  /** Nothing agrees. */
  | 'unnamed'
  /** The log says too little, and `diff` says so. */
  | 'too-little'
  /** The dump of its start is refused, with a line that says why. */
  | 'refused'
  /** What is named is not so. */
  | 'wrong'
  /** It was not asked yet. */
  | 'unmeasured';

/** An explanation as it is told here. */
export interface Said {
  /** Identifiers, and families of constants. */
  readonly name: string;
  /** With the constants. */
  readonly text: string;
}

/** The outcome for one log. */
export interface Judgement {
  readonly outcome: DiagnosisOutcome;
  /** What was named, in the order in which `diff` names it. */
  readonly said: readonly Said[];
  /** How far the search went; null where nothing was searched for. */
  readonly extent: NonNullable<LogDiff['diagnosis']>['extent'] | null;
}

const SOURCES = diffSources();
/** The mean of all losses so far, which `diff` tells by the losses themselves. */
const RUNNING_MEAN = 'loss-running-mean';
/** The order of state_dict, in which dumps are written here. */
const STANDARD = 'standard';

/**
 * Asks `diff` for a log, with the whole of its search.
 *
 * @param text - the log
 * @param given - its start
 * @param mistake - what it has
 */
export async function judged(text: string, given: Given, mistake: Told): Promise<Judgement> {
  const diff = await diffed(text, given);
  if (diff === null) return { outcome: 'refused', said: [], extent: null };
  const groups = claimsIn(diff);
  const said = [
    ...groups.flat().map((claim) => ({ name: claimName(claim), text: claimText(claim) })),
    ...readingOf(diff).map((reading) => ({ name: reading, text: reading })),
  ];
  return { outcome: outcomeIn(diff, groups, mistake), said, extent: diff.diagnosis?.extent ?? null };
}

/** null where the dump is refused. */
async function diffed(text: string, given: Given): Promise<LogDiff | null> {
  const options = { config: CANONICAL, stepsGiven: false, diagnosis: 'full', onProgress: () => {} } as const;
  const stated = { dialect: null, constants: {} };
  const request: DiffRequest = { ...SOURCES, ...options, stated, ...given };
  try {
    return await diffLog(once(text), request);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** What was named, in groups that agree equally well, the best first. */
function claimsIn({ verdict, expected, diagnosis, samplesDiagnosis, smoothed }: LogDiff): Claim[][] {
  if (smoothed?.kind === 'mean' && smoothed.length === null) return [[{ deviations: [deviationOf(RUNNING_MEAN)] }]];
  if (smoothed !== null) return [[{ deviations: [], average: `${smoothed.kind} average` }]];
  const config = otherwise(expected.config);
  const groups = new Map<string, Claim[]>();
  for (const explanation of diagnosis?.explanations ?? []) {
    const key = `${explanation.precision} ${explanation.comparison.beyondF64}`;
    groups.set(key, [...(groups.get(key) ?? []), { ...explanation, config }]);
  }
  const samples = samplesDiagnosis.map((deviation): Claim => ({ deviations: [deviation], config }));
  const dialect = isConforming(verdict) && Object.keys(config).length > 0 ? [{ deviations: [], config }] : [];
  return [...groups.values(), samples, dialect].filter((group) => group.length > 0);
}

/** How the dump was read, where that is not as it was written: no name of a mistake, but told beside them. */
function readingOf({ layout }: LogDiff): string[] {
  return layout === null || layout.id === STANDARD ? [] : [`layout ${layout.id}`];
}

/** Its constants that are not microgpt.py's; how many steps a run has says the log itself. */
function otherwise(config: Config): Partial<Config> {
  const own = { ...CANONICAL, num_steps: config.num_steps };
  return Object.fromEntries(Object.entries(config).filter(([name, value]) => Reflect.get(own, name) !== value));
}

function outcomeIn(
  { verdict, diagnosis }: LogDiff,
  groups: readonly (readonly Claim[])[],
  mistake: Told,
): DiagnosisOutcome {
  if (groups.length === 0) {
    if (isConforming(verdict)) return 'silent';
    const isTooLittle = diagnosis?.extent === 'too-short' || (diagnosis?.weak ?? 0) > 0;
    return isTooLittle ? 'too-little' : 'unnamed';
  }
  const index = groups.findIndex((group) => group.some((claim) => isTrue(claim, mistake)));
  if (index < 0) return 'wrong';
  return index === 0 ? 'named' : 'behind';
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

import { CATALOGUE } from '../../deviations/catalogue.ts';
import type { DeviantStart } from '../../deviations/deviantRun.ts';
import { type DiffRequest, diffLog, type LogDiff } from '../../diff/diffLog.ts';
import { startFromDataset } from '../../diff/replay/start.ts';
import { openGolden } from '../../golden/folder.ts';
import { fullPrecisionStepText, sampleText } from '../../golden/runOutput.ts';
import { CANONICAL } from '../../reference/config.ts';
import { shapes } from '../../reference/parameters.ts';
import { diffSources } from '../../report/diffSources.ts';
import { canonicalStart, type DiagnosisCase, diagnosisCases, logText, otherStart } from './diagnosisCases.ts';
import { alone, type Mistake, OUTSIDE } from './outside/outside.ts';

/** What `diff` says of a log with a known mistake. */
export type DiagnosisOutcome =
  /** The mistake comes first, alone or with those that give the same log to its digits. */
  | 'named'
  /** Another comes first that agrees as well. */
  | 'behind'
  /** The log conforms: the mistake does not show in it, or the dump of its start has it. */
  | 'silent'
  /** Nothing agrees. */
  | 'unnamed'
  /** The dump of its start is refused, with a line that says why. */
  | 'refused'
  /** Something else agrees. */
  | 'wrong';

export interface OutcomeRow {
  readonly id: string;
  readonly title: string;
  /** At four decimals, from Python's start. */
  readonly printed: DiagnosisOutcome;
  /** At full precision, from another start that the port has dumped. */
  readonly replayed: DiagnosisOutcome;
  /** What was named in its place, or beside it. */
  readonly others: readonly string[];
  /** Milliseconds of the slower one; not published. */
  readonly ms: number;
}

/** Every mistake of the catalogue, and those outside it. */
export const DIAGNOSED: readonly (Mistake & { readonly listed: boolean })[] = [
  ...CATALOGUE.map((entry) => ({ ...alone(entry, { kind: 'entry', id: entry.id }), listed: true })),
  ...OUTSIDE.map((mistake) => ({ ...mistake, listed: false })),
];

/** Diagnoses both logs of a mistake. */
export async function outcomeOf(id: string, dataset: Uint8Array): Promise<OutcomeRow> {
  const golden = openGolden();
  const subject = DIAGNOSED.find((candidate) => candidate.id === id);
  if (subject === undefined) throw new Error(`diagnosis: there is no mistake ${id}`);
  const made = async (start: DeviantStart): Promise<DiagnosisCase> => {
    const diagnosisCase = await diagnosisCases({ ...start, dataset })(subject);
    if (diagnosisCase === null) throw new Error(`diagnosis: ${id} cannot be run`);
    return diagnosisCase;
  };
  const { documents } = startFromDataset(CANONICAL, dataset); // the golden ones, and those behind them
  const printed = await made({ ...canonicalStart(golden), documents });
  const replayed = await made(otherStart(golden));
  const first = await judged(subject, logText(printed), { dataset });
  const second = await judged(subject, fullText(replayed), dumpsOf(replayed));
  return {
    id,
    title: subject.title,
    printed: first.outcome,
    replayed: second.outcome,
    others: [...new Set([...first.others, ...second.others])],
    ms: Math.max(first.ms, second.ms),
  };
}

type Judgement = Pick<OutcomeRow, 'others' | 'ms'> & { readonly outcome: DiagnosisOutcome };

async function judged(
  { id, listed }: (typeof DIAGNOSED)[number],
  text: string,
  dumps: Pick<DiffRequest, 'params' | 'docs' | 'dataset'>,
): Promise<Judgement> {
  const before = performance.now();
  const diff = await diffed(text, dumps);
  if (diff === null) return { outcome: 'refused', others: [], ms: performance.now() - before };
  const names = namesIn(diff);
  const others = names.flat().filter((name) => name !== id);
  return { outcome: outcomeIn(diff, names, listed ? id : null), others, ms: performance.now() - before };
}

/** null where the dump is refused. */
async function diffed(text: string, dumps: Pick<DiffRequest, 'params' | 'docs' | 'dataset'>): Promise<LogDiff | null> {
  const options = { config: CANONICAL, stepsGiven: false, diagnosis: 'full', onProgress: () => {} } as const;
  try {
    return await diffLog(once(text), { ...diffSources(), ...options, ...dumps });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** What was named, in groups that agree equally well, the best first. */
function namesIn({ diagnosis, samplesDiagnosis, smoothed }: LogDiff): string[][] {
  if (smoothed?.kind === 'mean' && smoothed.length === null) return [['loss-running-mean']];
  const groups = new Map<string, string[]>();
  for (const { deviations, precision, comparison } of diagnosis?.explanations ?? []) {
    const key = `${precision} ${comparison.beyondF64}`;
    groups.set(key, [...(groups.get(key) ?? []), deviations.map((deviation) => deviation.id).join('+')]);
  }
  return [...groups.values(), samplesDiagnosis.map((deviation) => deviation.id)].filter((group) => group.length > 0);
}

function outcomeIn({ verdict }: LogDiff, names: readonly (readonly string[])[], id: string | null): DiagnosisOutcome {
  if (names.length === 0) return ['diverges', 'different-start'].includes(verdict) ? 'unnamed' : 'silent';
  if (id === null || !names.flat().includes(id)) return 'wrong';
  return names[0].includes(id) ? 'named' : 'behind';
}

function dumpsOf({ start }: DiagnosisCase): Pick<DiffRequest, 'params' | 'docs'> {
  return {
    // In the order of state_dict, whatever order the mistake has drawn it in.
    params: {
      kind: 'numbers',
      values: Float64Array.from(
        shapes(start.config, start.state_dict.wte.length).flatMap(({ name }) => start.state_dict[name].flat()),
      ),
    },
    docs: { kind: 'text', documents: start.documents, lines: start.documents.map((_, i) => i + 1) },
  };
}

function fullText({ losses, num_steps, samples }: DiagnosisCase): string {
  const lines = losses.map((loss, i) => fullPrecisionStepText(i + 1, num_steps, loss));
  return [...lines, ...samples.map((name, i) => sampleText(i + 1, name))].join('');
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

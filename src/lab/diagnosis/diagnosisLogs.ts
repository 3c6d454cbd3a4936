import type { DeviantStart } from '../../deviations/deviantRun.ts';
import type { DiffRequest } from '../../diff/diffLog.ts';
import { startFromDataset } from '../../diff/replay/start.ts';
import { openGolden } from '../../golden/folder.ts';
import { fullPrecisionStepText, sampleText, stepText } from '../../golden/runOutput.ts';
import { CANONICAL } from '../../reference/config.ts';
import { shapes } from '../../reference/parameters.ts';
import { canonicalStart, type DiagnosisCase, diagnosisCases, otherStart, type Subject } from './diagnosisCases.ts';

/** How a log is printed, and what `diff` is given with it. */
export interface Form {
  readonly id: string;
  readonly title: string;
  readonly start: keyof Cases;
  readonly digits: 4 | 17;
}

/** A mistake's run from each start. */
export interface Cases {
  /** Python's start, found from the dataset. */
  readonly python: DiagnosisCase;
  /** Another, whose parameters and documents the port has dumped. */
  readonly other: DiagnosisCase;
}

/** What `diff` is given of a run's start. */
export type Given = Pick<DiffRequest, 'params' | 'docs' | 'dataset'>;

export const FORMS: readonly Form[] = [
  { id: 'python-4', title: "Python's start, four decimals", start: 'python', digits: 4 },
  { id: 'python-17', title: "Python's start, full precision", start: 'python', digits: 17 },
  { id: 'other-4', title: 'own start, four decimals', start: 'other', digits: 4 },
  { id: 'other-17', title: 'own start, full precision', start: 'other', digits: 17 },
];

/** Steps that a log goes to, the longest first: the whole run, and what is left where somebody cut it. */
export const LENGTHS = [1000, 100, 30, 10] as const;

/** Runs a mistake from both starts. */
export async function casesOf(mistake: Subject, dataset: Uint8Array): Promise<Cases> {
  const golden = openGolden();
  const made = async (start: DeviantStart): Promise<DiagnosisCase> => {
    const diagnosisCase = await diagnosisCases({ ...start, dataset })(mistake);
    if (diagnosisCase === null) throw new Error(`diagnosis: ${mistake.id} cannot be run`);
    return diagnosisCase;
  };
  const { documents } = startFromDataset(CANONICAL, dataset); // the golden ones, and those behind them
  return { python: await made({ ...canonicalStart(golden), documents }), other: await made(otherStart(golden)) };
}

/**
 * What the port prints, as far as the log goes: a line a loss, and behind the whole run its samples.
 *
 * @param digits - significant ones, or the 4 decimals of microgpt.py
 * @param steps - where the log ends
 */
export function logText(
  { losses, num_steps, samples }: DiagnosisCase,
  digits: Form['digits'],
  steps: number = LENGTHS[0],
): string {
  const text = digits === 4 ? stepText : fullPrecisionStepText;
  const lines = losses.slice(0, steps).map((loss, i) => text(i + 1, num_steps, loss).replace('\r', '\n'));
  const names = steps < LENGTHS[0] ? [] : samples;
  return [...lines, ...names.map((name, i) => sampleText(i + 1, name))].join('');
}

/** What `diff` is given with a log. */
export function givenFor(form: Form, cases: Cases, dataset: Uint8Array): Given {
  return form.start === 'python' ? { dataset } : dumpsOf(cases.other);
}

function dumpsOf({ start }: DiagnosisCase): Given {
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

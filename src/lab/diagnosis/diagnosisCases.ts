import { COMPILED } from '../../deviations/compiledReference.ts';
import { type DeviantStart, deviantRun } from '../../deviations/deviantRun.ts';
import { startFromGolden } from '../../diff/replay/start.ts';
import type { Golden } from '../../golden/golden.ts';
import { CANONICAL, configure } from '../../reference/config.ts';
import { decode } from '../../reference/tokenizer.ts';
import type { Mistake } from './outside/outside.ts';

/** What a log is made with. */
export type Subject = Pick<Mistake, 'id' | 'deviations'>;

/** What a port with a mistake, or with none, makes of a start. */
export interface DiagnosisCase {
  /** Its identifier; null for the reference itself. */
  readonly mistake: string | null;
  /** The start that the port would dump: with the parameters that it has drawn itself, where it draws other ones. */
  readonly start: DeviantStart;
  /** Number of steps that its log names; where its run is longer, the canonical one. */
  readonly num_steps: number;
  /** Loss of each step, in nats; fewer where a mistake ends the run. */
  readonly losses: readonly number[];
  readonly samples: readonly string[];
}

/** It goes through the list of documents from its end. */
const BACKWARDS = 'last-first';
/** Seed of the other start, and by how many documents its list is turned. */
const OTHER_SEED = 7;
const TURNED = 500;

/** The start of the golden run. */
export function canonicalStart(golden: Golden): DeviantStart {
  return startFromGolden(golden, CANONICAL);
}

/** Another: parameters from another seed, and the golden documents from the middle on. */
export function otherStart(golden: Golden): DeviantStart {
  const start = startFromGolden(golden, configure({ seed: OTHER_SEED }));
  return { ...start, documents: [...start.documents.slice(TURNED), ...start.documents.slice(0, TURNED)] };
}

/**
 * Cases from one start, each run when it is asked for, and kept as long as this function's result is.
 *
 * @param start - where the right run starts
 * @param steps - steps to take; the samples are drawn behind them
 * @returns gives the case of a mistake, or of none; null where it needs a dataset and the start has none
 */
export function diagnosisCases(
  start: DeviantStart,
  steps: number = CANONICAL.num_steps,
): (mistake: Subject | null) => Promise<DiagnosisCase | null> {
  const made = new Map<string | null, Promise<DiagnosisCase | null>>();
  return (mistake) => {
    const id = mistake?.id ?? null;
    const known = made.get(id) ?? caseOf(mistake, start, steps);
    made.set(id, known);
    return known;
  };
}

async function caseOf(mistake: Subject | null, start: DeviantStart, steps: number): Promise<DiagnosisCase | null> {
  const deviations = mistake?.deviations ?? [];
  const needsDataset = deviations.some((deviation) => deviation.needsDataset);
  if (needsDataset && start.dataset === undefined) return null;
  const run = await deviantRun(deviations, start, COMPILED);
  if (run === null) throw new Error(`diagnosisCases: ${mistake?.id} makes no run`);
  const { config, state_dict, tokens } = run;
  const { uchars } = start.tokenizer;
  // Where a mistake takes other documents, those are what its port would dump, in the order in which it takes them.
  const documents = needsDataset
    ? (deviations.some(({ id }) => id === BACKWARDS) ? tokens.toReversed() : tokens)
        .slice(0, steps)
        .map((doc) => decode(uchars, doc.slice(1, -1)))
    : start.documents;
  const losses: number[] = [];
  while (losses.length < steps) {
    const { value } = run.losses.next();
    if (typeof value !== 'number') break;
    losses.push(value);
  }
  return {
    mistake: mistake?.id ?? null,
    start: { ...start, state_dict, documents },
    num_steps: Math.min(config.num_steps, start.config.num_steps),
    losses,
    samples: run.samples(),
  };
}

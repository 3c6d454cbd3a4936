import type { Diff } from './diff.ts';

/** Where in a step a run that is replayed from its own start leaves the specification, and what to look at next. */
interface Stage {
  /** What can be wrong. */
  readonly suspects: string;
  /** Chapters whose clauses tell more. */
  readonly chapters: readonly string[];
}

/** How a log whose mistake is not known can be looked into: where the first divergence is tells the stage. */
const STAGES = {
  forward: {
    suspects: 'step 1 differs: the order of the parameters, the place of BOS, or the forward pass and its loss',
    chapters: ['tokenizer', 'model', 'loss'],
  },
  update: {
    suspects: 'step 1 agrees and step 2 does not: the gradient, or the update of Adam',
    chapters: ['autograd', 'model', 'optimizer'],
  },
  either: {
    suspects:
      'step 1 agrees, and the next in the log does not: the gradient, the update of Adam, or the learning rate of a later step',
    chapters: ['autograd', 'model', 'optimizer', 'training'],
  },
  unknown: {
    suspects: 'step 1 is not in the log: print it, to tell the forward pass from the rest',
    chapters: ['model', 'loss', 'optimizer'],
  },
  later: {
    suspects:
      'the first steps agree: the learning rate of a later step, the moments, the next document, or a small gradient',
    chapters: ['optimizer', 'training', 'model'],
  },
} as const satisfies Record<string, Stage>;

/**
 * Where the run leaves the specification, as far as its losses tell, and the next command. Lines without their ends; none
 * where the run is not known to start as the log does.
 *
 * @param diff - a log that diverges, and that no known mistake explains
 */
export function stageLines({
  losses,
  expected,
  startsElsewhere,
  trace,
  script,
}: Pick<Diff, 'losses' | 'expected' | 'startsElsewhere' | 'trace' | 'script'>): string[] {
  const first = losses.firstDivergence;
  if (first === null || expected.source === 'log' || startsElsewhere) return [];
  const { suspects, chapters } = stageAt(first.step, [...trace.losses.keys()]);
  const asked = chapters.map((chapter) => `--chapter ${chapter}`).join(' ');
  if (script !== undefined) {
    return [suspects, 'to see which, ask it clause by clause:', `  npx microgpt-spec run ${asked} ${script.port}`];
  }
  return [
    suspects,
    'to see which, dump a step: npx microgpt-spec init dump c (or another language) prints the lines, and npx microgpt-spec diff --step step1.txt judges it',
    'or give the port an adapter (npx microgpt-spec init c, or another language) and ask it clause by clause:',
    `  npx microgpt-spec run ${asked} -- ./adapter`,
  ];
}

/**
 * The stage of a divergence.
 *
 * @param step - the first that differs
 * @param steps - those that the log has: of the others nothing is known
 */
function stageAt(step: number, steps: readonly number[]): Stage {
  if (step === 1) return STAGES.forward;
  const before = steps.filter((other) => other < step);
  if (!before.includes(1)) return STAGES.unknown;
  if (before.length > 1) return STAGES.later;
  return step === 2 ? STAGES.update : STAGES.either;
}

import { CATALOGUE } from '../../deviations/catalogue.ts';
import { deviantPort } from '../../deviations/deviantPort.ts';
import type { Edit } from '../../deviations/patched.ts';
import type { Port } from '../../port/port.ts';
import { DEFAULT_SAMPLING } from '../../suite/sampling.ts';
import { CORRECT_VARIANTS } from './correctVariants.ts';
import { MISTAKES, type Mistake } from './mistakes.ts';
import { mistakenProgram } from './programs/programMistake.ts';
import { PROGRAM_MISTAKES } from './programs/programs.ts';

/** What the suite is put to, by its name: `deviation:rmsnorm-no-mean`, `variant:fma`, `impostor:echo`, `seed:7`. */
export interface Subject {
  readonly kind: 'deviation' | 'program' | 'variant' | 'impostor' | 'seed' | 'mistaken';
  readonly id: string;
  /** A correct port under another seed of fast-check's than the suite's own. */
  readonly reseeded?: Reseeded;
  /** It is asked in a run of its own: as a process, or because it is built for other sizes or another type. */
  readonly alone?: true;
}

/** A correct port whose inputs are drawn with another seed. */
export interface Reseeded {
  /** The variant; `reference` for the reference. */
  readonly of: string;
  readonly seed: number;
  /** Inputs for each law. */
  readonly runs: number;
}

/** Ports that know nothing, or nearly nothing; the first that passes a check is the cheapest. */
export const IMPOSTORS = ['no', 'constant', 'echo', 'random', 'shape', 'noise'] as const;

/** The reference among the ports that are reseeded. */
export const REFERENCE = 'reference';

/** How many seeds the reference has, in double and in single precision, and how many each other variant. */
const MOST_SEEDS = 200;
const SEEDS = 5;
/** A variant's seeds share the inputs of a run. */
const SHARED_RUNS = DEFAULT_SAMPLING.runs / SEEDS;

/** Every correct port under other seeds. */
const RESEEDED: readonly Subject[] = [
  ...reseeded(REFERENCE, MOST_SEEDS, DEFAULT_SAMPLING.runs),
  ...CORRECT_VARIANTS.flatMap(({ id }) =>
    id === 'float32' ? reseeded(id, MOST_SEEDS, DEFAULT_SAMPLING.runs) : reseeded(id, SEEDS, SHARED_RUNS),
  ),
];

function reseeded(of: string, seeds: number, runs: number): Subject[] {
  return Array.from({ length: seeds }, (_, i): Subject => {
    const seed = i + 1;
    return { kind: 'seed', id: `${of}/${seed}`, reseeded: { of, seed, runs } };
  });
}

/** Everything that the suite is put to. */
export const SUBJECTS: readonly Subject[] = [
  ...CATALOGUE.map(({ id }): Subject => ({ kind: 'deviation', id })),
  ...PROGRAM_MISTAKES.map(({ id }): Subject => ({ kind: 'program', id })),
  ...IMPOSTORS.map((id): Subject => ({ kind: 'impostor', id, alone: true })),
  ...CORRECT_VARIANTS.map(({ id, alone }): Subject => ({ kind: 'variant', id, ...(alone && { alone }) })),
  ...RESEEDED,
];

/** Each of the mistakes in each right port, `kahan+log2`: not swept, but asked for by a test. */
const MISTAKEN: readonly Subject[] = CORRECT_VARIANTS.flatMap(({ id }) =>
  Object.keys(MISTAKES).map((mistake): Subject => ({ kind: 'mistaken', id: `${id}+${mistake}` })),
);

/** The environment variable that names the subject, for the module that `run --module` loads. */
export const SUBJECT = 'MICROGPT_SPEC_SUBJECT';

/** `deviation:rmsnorm-no-mean` */
export function nameOf({ kind, id }: Subject): string {
  return `${kind}:${id}`;
}

/** @throws RangeError where there is none of that name */
export function subjectNamed(name: string): Subject {
  const subject = [...SUBJECTS, ...MISTAKEN].find((entry) => nameOf(entry) === name);
  if (subject === undefined)
    throw new RangeError(`subjectNamed: there is no ${name}; see src/lab/strength/subjects.ts`);
  return subject;
}

/** The reference's own pass in single precision, and alone: their trace is put to the checks. */
const TRACED: ReadonlySet<string> = new Set(['variant:float32', 'variant:only-trace']);

/**
 * The port of a deviation or a variant. The reference's trace is read off its tape, where a pass of another form has other
 * nodes; and ports are measured as most are, which have none.
 */
export async function portOf(name: string): Promise<Port> {
  const port = await wholePortOf(name);
  if (TRACED.has(name)) return port;
  const { trace: _, ...others } = port;
  return others;
}

async function wholePortOf(name: string): Promise<Port> {
  const [kind, id] = name.split(':');
  const deviation = CATALOGUE.find((entry) => kind === 'deviation' && entry.id === id);
  if (deviation !== undefined) return deviantPort(deviation);
  const program = PROGRAM_MISTAKES.find((entry) => kind === 'program' && entry.id === id);
  if (program !== undefined) return mistakenProgram(program);
  const [right, mistake] = id.split('+');
  const variant = CORRECT_VARIANTS.find((entry) => ['variant', 'mistaken'].includes(kind) && entry.id === right);
  if (variant !== undefined) return variant.port(mistake === undefined ? [] : editsOf(right, MISTAKES[mistake]));
  throw new RangeError(`portOf: there is no ${name}; see src/lab/strength/subjects.ts`);
}

function editsOf(variant: string, { edits, inForm = {} }: Mistake): readonly Edit[] {
  return inForm[variant] ?? edits;
}

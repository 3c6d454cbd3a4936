import { CATALOGUE } from '../../deviations/catalogue.ts';
import { patchedReference } from '../../deviations/compiledReference.ts';
import { deviantPort } from '../../deviations/deviantPort.ts';
import type { Port } from '../../port/port.ts';
import { referencePort } from '../../port/reference.ts';
import { CORRECT_VARIANTS, OTHER_FORMS } from './correctVariants.ts';

/** What the suite is put to, by its name: `deviation:rmsnorm-no-mean`, `variant:fma`, `impostor:echo`, `seed:7`. */
export interface Subject {
  readonly kind: 'deviation' | 'variant' | 'impostor' | 'seed' | 'mistaken';
  readonly id: string;
  /** fast-check's seed; the suite's own where it is not given. */
  readonly seed?: number;
  /** It is asked in a run of its own: as a process, or because it is built for other sizes or another type. */
  readonly alone?: true;
}

/** Ports that know nothing, or nearly nothing; the first that passes a check is the cheapest. */
export const IMPOSTORS = ['no', 'constant', 'echo', 'random', 'shape', 'noise'] as const;

/** Seeds of fast-check under which the reference is tested. */
const SEEDS = Array.from({ length: 100 }, (_, i) => i + 1);

/** Everything that the suite is put to. */
export const SUBJECTS: readonly Subject[] = [
  ...CATALOGUE.map(({ id }): Subject => ({ kind: 'deviation', id })),
  ...IMPOSTORS.map((id): Subject => ({ kind: 'impostor', id, alone: true })),
  ...CORRECT_VARIANTS.map(({ id, alone }): Subject => ({ kind: 'variant', id, ...(alone && { alone }) })),
  ...SEEDS.map((seed): Subject => ({ kind: 'seed', id: String(seed), seed })),
];

/** Mistakes that are put into right ports of another form, by their id in the catalogue. */
export const MISTAKES = ['log-eps-1e-10', 'log2', 'softmax-max'] as const;

/** Each of them in each form, `kahan+log2`: not swept, but asked for by a test. */
export const MISTAKEN: readonly Subject[] = Object.keys(OTHER_FORMS).flatMap((form) =>
  MISTAKES.map((mistake): Subject => ({ kind: 'mistaken', id: `${form}+${mistake}` })),
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

/** The port of a deviation or a variant. */
export async function portOf(name: string): Promise<Port> {
  const [kind, id] = name.split(':');
  const deviation = CATALOGUE.find((entry) => kind === 'deviation' && entry.id === id);
  if (deviation !== undefined) return deviantPort(deviation);
  const variant = CORRECT_VARIANTS.find((entry) => kind === 'variant' && entry.id === id);
  if (variant !== undefined) return variant.port();
  const [form, mistake] = id.split('+');
  const put = CATALOGUE.find((entry) => kind === 'mistaken' && entry.id === mistake);
  if (put !== undefined) return referencePort('0', await patchedReference([...OTHER_FORMS[form][1], ...put.edits]));
  throw new RangeError(`portOf: there is no ${name}; see src/lab/strength/subjects.ts`);
}

import type { Edit } from '../../../deviations/patched.ts';
import type { StepDump } from '../../../diff/step/stepDump.ts';
import type { HandEdit } from '../handPort.ts';
import { linesOf, type Place, type Stage } from './place.ts';

/** A mistake that a step's dump can show, and where it must be found. */
export type StepMistake = StepMistakeOf<'hand', HandEdit> | StepMistakeOf<'reference', Edit>;

interface StepMistakeOf<Program extends string, E> {
  /** Stable, in kebab-case. */
  readonly id: string;
  /** As in a table: 'gradient of attn_wo transposed'. */
  readonly title: string;
  /** What the port does, in a sentence. */
  readonly what: string;
  readonly place: Place;
  /** The first step that shows it. */
  readonly from: 1 | 2;
  /** What must be in the dump, beside tokens and params, to see that something is wrong; Adam's needs the step before too. */
  readonly sees: readonly (keyof StepDump)[];
  /** What a run must have to show it; any run does where it is absent. */
  readonly needs?: 'two layers' | 'squared ReLU' | 'a token twice';
  /** Which program is changed: the port that goes back by hand, or the reference with its tape. */
  readonly program: Program;
  readonly edits: readonly E[];
}

/** A mistake as it is written down: what is usual is left out. */
export interface Draft<E> {
  readonly id: string;
  readonly title: string;
  readonly what: string;
  readonly name: string;
  readonly or?: readonly string[];
  readonly lines?: Place['lines'];
  readonly also?: readonly string[];
  readonly from?: 2;
  readonly needs?: StepMistake['needs'];
  readonly edits: readonly E[];
}

/** Mistakes of the port that goes back by hand. */
export function byHand(stage: Stage, drafts: readonly Draft<HandEdit>[]): StepMistake[] {
  return drafts.map(({ edits, ...draft }) => ({ ...common(stage, draft), program: 'hand', edits }));
}

/** Mistakes of the reference, on the way back. */
export function ofTape(drafts: readonly Draft<Edit>[]): StepMistake[] {
  return drafts.map(({ edits, ...draft }) => ({ ...common('backward', draft), program: 'reference', edits }));
}

function common(
  stage: Stage,
  { id, title, what, name, or = [], lines, also, from, needs }: Omit<Draft<never>, 'edits'>,
) {
  const place: Place = {
    stage,
    name,
    or,
    lines: lines ?? linesOf(stage, name),
    ...(also === undefined ? {} : { also }),
  };
  return {
    id,
    title,
    what,
    place,
    from: from ?? (1 as const),
    sees: [seenIn(place)],
    ...(needs === undefined ? {} : { needs }),
  };
}

/** The part of a dump that a mistake shows in first. */
function seenIn({ stage, name }: Place): keyof StepDump {
  if (stage === 'backward') return 'grad';
  const [part] = name.split('.');
  const own = ['probs', 'losses', 'loss', 'm', 'v', 'updated'] as const;
  return own.find((candidate) => candidate === part) ?? 'trace';
}

/** An edit of the backward pass that goes back by hand. */
export function backwardEdit(find: string, replace: string): HandEdit {
  return { file: 'backward', find, replace };
}

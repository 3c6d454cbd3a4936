import type { Part, StageResult } from './stageResult.ts';
import { withoutPosition } from './stages.ts';
import { missingBefore } from './suspects.ts';

/** Something that is wrong in a step by itself, and where. */
export interface Finding {
  readonly part: Part;
  /** The value that shows it: of the trace without its position and head, or a matrix. */
  readonly shownBy: string;
  /**
   * What is computed wrong: one name, or where a dump does not tell these apart, all that it may be: the value that shows it first,
   * behind it those that it is made of and that are not in the dump. On the way back a value of
   * the trace stands for the derivative of its computation, and a matrix for its own gradient.
   */
  readonly places: readonly string[];
  /** Values of the forward pass that may be wrong in place of a gradient; empty where they are known, or where it is no gradient. */
  readonly forward: readonly string[];
  readonly stage: StageResult & { readonly status: 'wrong' | 'shape' };
}

const OF_ATTENTION = /^grad\.(layer\d+\.)attn_w([qkv])$/;

/**
 * What is wrong in a step by itself, a finding a place, in the order of execution. Values at several positions and heads are one
 * finding.
 */
export function findingsOf(stages: readonly StageResult[]): Finding[] {
  const findings = new Map<string, Finding>();
  for (const stage of stages) {
    if (stage.status !== 'wrong' && stage.status !== 'shape') continue;
    const shownBy = shownByOf(stage);
    const places = placesOf(stage, stages);
    // Gradients that one mistake on the way to them has spoilt are one finding.
    const key = stage.part === 'backward' ? `backward ${places.join(' ')}` : `${stage.part} ${shownBy}`;
    const forward = stage.status === 'wrong' ? (stage.forward ?? []) : [];
    if (!findings.has(key)) findings.set(key, { part: stage.part, shownBy, places, forward, stage });
  }
  return [...findings.values()];
}

/** The value that a stage is of: `layer0.q` of `pos3.layer0.q`, `layer0.attn_wq` of `grad.layer0.attn_wq`; Adam's names stay. */
export function shownByOf({ part, name }: Pick<StageResult, 'part' | 'name'>): string {
  if (part === 'backward') return name.replace(/^grad\./, '');
  return withoutPosition(name);
}

function placesOf(stage: Finding['stage'], stages: readonly StageResult[]): readonly string[] {
  const own = shownByOf(stage);
  if (stage.status === 'shape') return [own];
  if (stage.part === 'forward') return [own, ...missingBefore(own, stages)];
  if (stage.part === 'adam') return [own, ...missingMoments(own, stages)];
  if (stage.places !== undefined) return stage.places;
  if (stage.fault === 'product' || stage.fault === undefined) return [own];
  return stage.fault === 'flow' ? onTheWay(stage, stages) : [own, ...onTheWay(stage, stages)];
}

/** The moments that an update is made of, where they are not in the dump. */
function missingMoments(own: string, stages: readonly StageResult[]): readonly string[] {
  if (!own.startsWith('updated.')) return [];
  const names = ['m', 'v'].map((moment) => own.replace('updated', moment));
  return names.filter((name) => stages.some((one) => one.name === name && one.status === 'not given'));
}

/** Whose computation the gradient may come back through wrong before it reaches this matrix. */
function onTheWay(
  stage: Finding['stage'] & { readonly status: 'wrong' },
  stages: readonly StageResult[],
): readonly string[] {
  const own = shownByOf(stage);
  const through = stage.through ?? [];
  const layer = OF_ATTENTION.exec(stage.name)?.[1];
  if (layer === undefined) return through;
  const beside = stages.filter((other) => OF_ATTENTION.exec(other.name)?.[1] === layer && other !== stage);
  const alike = beside.filter((other) => other.status === 'wrong' && other.fault === 'flow');
  const right = beside.filter(({ status }) => status === 'held');
  return narrowed(through, own, layer, alike, right);
}

/** What is on the way to values, keys and queries, and of which of them it says something when these are right. */
function narrowed(
  through: readonly string[],
  own: string,
  layer: string,
  alike: readonly StageResult[],
  right: readonly StageResult[],
): readonly string[] {
  const kindOf = ({ name }: StageResult) => OF_ATTENTION.exec(name)?.[2];
  const valuesWrong = own.endsWith('v') || alike.some((one) => kindOf(one) === 'v');
  const keysAndQueries = [own, ...alike.map(({ name }) => name)].filter((name) => /attn_w[qk]$/.test(name)).length;
  const shared = new Set(['attn_out', 'x_attn'].map((name) => layer + name));
  const ofScores = new Set(['attn_weights', 'attn_logits'].map((name) => layer + name));
  // Values and scores spoilt alike: what both come through.
  if (valuesWrong && keysAndQueries > 0) return through.filter((name) => !ofScores.has(name));
  const rest = right.length > 0 ? through.filter((name) => !shared.has(name)) : through;
  if (keysAndQueries === 2) return rest;
  // One of them alone: its own sum over positions, and nothing that the others come through too.
  const alone = own.replace('attn_w', '');
  if (valuesWrong) return [...rest.filter((name) => !ofScores.has(name)), alone];
  return [...rest.filter((name) => name.endsWith('attn_logits')), alone];
}

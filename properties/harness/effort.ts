import type { OpName } from '../../src/port/port.ts';
import type { CheckKind } from '../../src/report/result.ts';

/**
 * The share of `--runs` that a law draws, by what its operations cost: an answer about a document takes the
 * reference some 5 times as long as one about a few numbers, and a short run of training 15 times as long. Operations that
 * are not here get all.
 */
const SHARE: Partial<Readonly<Record<OpName, number>>> = {
  parameters: 0.5,
  sample: 0.4,
  forward: 0.3,
  trace: 0.3,
  microgpt: 0.25,
  train: 0.25,
  backward: 0.2,
};

/** Why an input of some laws costs more than their operations usually do, and the share of their share that is left. */
const HEAVY = {
  'whole states of the generator': 0.2,
  'parameters of the canonical size': 0.2,
  'gradients along a path': 0.6,
  'a model eight times as wide': 0.3,
  'larger models': 0.4,
  'sequences of requests': 0.05,
} as const;

/** A reason to draw fewer inputs than the operations ask for. */
export type Heavy = keyof typeof HEAVY;

/**
 * The share of the run's samples that a check takes.
 *
 * @param kind - an input that must be rejected costs little, whatever the operation: all are drawn
 * @param ops - what it asks for: the most expensive decides
 */
export function shareOf(kind: CheckKind, ops: readonly OpName[], heavy?: Heavy): number {
  if (kind === 'error') return 1;
  const share = Math.min(1, ...ops.map((op) => SHARE[op] ?? 1));
  return heavy === undefined ? share : share * HEAVY[heavy];
}

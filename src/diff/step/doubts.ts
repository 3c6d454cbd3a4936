import type { Config } from '../../reference/config.ts';
import { learningRate } from '../../reference/optimizer.ts';
import type { StateDict } from '../../reference/parameters.ts';
import { judgeForward } from './forwardStages.ts';
import { SampledBalls } from './sampledBalls.ts';
import type { StageResult } from './stageResult.ts';
import { Stages } from './stages.ts';
import type { StepDump } from './stepDump.ts';
import { StepModel } from './stepModel.ts';

const AFTER_UPDATE = 'write params before the update, and a copy of them where the update changes them in place';

/**
 * What a dump itself seems to have wrong, so that its step cannot be judged by it: a sentence each, with what to write.
 *
 * @param stages - as the step was judged
 */
export function doubtsOf(dump: StepDump, stages: readonly StageResult[], config: Config): string[] {
  const isForwardWrong = stages.some(
    ({ part, status }) => part === 'forward' && (status === 'wrong' || status === 'shape'),
  );
  return [notANumber(dump), ...tokenDoubts(dump, config), isForwardWrong ? behindUpdate(dump, config) : null].filter(
    (doubt) => doubt !== null,
  );
}

/** The first parameter that is none. */
function notANumber({ params }: StepDump): string | null {
  for (const [name, rows] of Object.entries(params ?? {})) {
    const i = rows.findIndex((row) => !row.every(Number.isFinite));
    if (i < 0) continue;
    const j = rows[i].findIndex((x) => !Number.isFinite(x));
    return `params.${name}[${i}][${j}] is ${rows[i][j]} before the step: find the step that made it so, or write it anew`;
  }
  return null;
}

/** BOS, the document, BOS: on both sides, and one more than there are positions (tokenizer.3, loss.7). */
function tokenDoubts({ tokens, logits, probs, losses }: StepDump, { block_size }: Config): string[] {
  if (tokens === null) return [];
  if (tokens.length < 2) return ["tokens are too few: write BOS, the document's tokens and BOS (tokenizer.3)"];
  const [first, last] = [tokens[0], tokens[tokens.length - 1]];
  const due = Math.min(block_size, tokens.length - 1);
  const counts = new Set([logits, probs, losses].flatMap((rows) => (rows === null ? [] : [rows.length])));
  const [count] = counts;
  const isPadded = count < due && tokens.slice(count + 1).every((token) => token === tokens[count + 1]);
  if (counts.size === 1 && count > 0 && isPadded && tokens[count] === first) {
    return [
      `tokens has ${tokens.length} numbers, and ${tokens.length - count - 1} behind the second BOS are of no position: leave these out`,
    ];
  }
  const doubts =
    tokens.length <= block_size && first !== last
      ? [
          `tokens begin with ${first} and end with ${last}: write BOS before and behind the document's tokens (tokenizer.3)`,
        ]
      : [];
  if (doubts.length > 0 || counts.size !== 1 || count === due) return doubts;
  return [
    `tokens has ${tokens.length} numbers, which make ${due} positions, and the rest is of ${count}: write BOS, the document's tokens and BOS, and what is computed at every position (loss.7)`,
  ];
}

/** Whether the parameters are those behind the update: the forward pass is of others. */
function behindUpdate(dump: StepDump, config: Config): string | null {
  const { params, updated } = dump;
  if (params === null) return null;
  const both = Object.keys(params).filter((name) => updated?.[name] !== undefined);
  if (both.length > 0 && both.every((name) => areEqual(params[name].flat(), updated?.[name].flat() ?? []))) {
    return `params and updated are the same numbers, and the forward pass is of others: ${AFTER_UPDATE}`;
  }
  const before = takenBack(dump, config);
  if (before === null) return null;
  const stages = new Stages();
  // What the change costs when it is taken back is more than rounding in the port's own precision.
  judgeForward(new StepModel(config, before, new SampledBalls('f32')), dump, stages);
  const judged = stages.results.filter(({ status }) => status !== 'not given' && status !== 'not judged');
  const holds = judged.length > 0 && judged.every(({ status }) => status === 'held');
  return holds
    ? `params are those behind the update, with which the forward pass does not agree: ${AFTER_UPDATE}`
    : null;
}

function areEqual(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((x, i) => Object.is(x, b[i]));
}

/** The parameters with Adam's change taken back; null where the dump does not tell it. */
function takenBack({ params, grad, m, v, step }: StepDump, config: Config): StateDict | null {
  const { beta1, beta2, eps_adam } = config;
  const lr_t = learningRate(config, step - 1);
  const [of1, of2] = [1 - beta1 ** step, 1 - beta2 ** step];
  const back: Record<string, number[][]> = {};
  for (const [name, rows] of Object.entries(params ?? {})) {
    const g = step === 1 ? grad?.[name] : undefined;
    const [first, second] = [m?.[name], v?.[name]];
    if (g === undefined && (first === undefined || second === undefined)) return null;
    back[name] = rows.map((row, i) =>
      row.map((x, j) => {
        const m_hat = first === undefined ? Number(g?.[i][j]) : first[i][j] / of1;
        const v_hat = second === undefined ? Number(g?.[i][j]) ** 2 : second[i][j] / of2;
        return x + (lr_t * m_hat) / (Math.sqrt(v_hat) + eps_adam);
      }),
    );
  }
  return back;
}

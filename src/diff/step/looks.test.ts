import { describe, expect, test } from 'vitest';
import { type Ball, Balls, exact } from '../../port/balls.ts';
import { CANONICAL, configure } from '../../reference/config.ts';
import type { Matrix, StateDict } from '../../reference/parameters.ts';
import { explains } from './explains.ts';
import { judgeSteps } from './judgeStep.ts';
import { PROBES } from './looks.ts';
import { Numbers } from './stageResult.ts';
import type { StepDump } from './stepDump.ts';

const CONFIG = configure({ ...CANONICAL, n_layer: 0, n_embd: 4, n_head: 2, block_size: 4, num_steps: 10 });
const NOTHING: StepDump = {
  step: 1,
  tokens: null,
  params: null,
  logits: null,
  probs: null,
  losses: null,
  loss: null,
  grad: null,
  m: null,
  v: null,
  updated: null,
  trace: new Map(),
};
const TOKENS = [4, 0, 1, 0, 4];
/** Numbers without a pattern, the same at every run. */
const drawn = (rows: number, columns: number, salt: number): Matrix =>
  Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => Math.sin(12.9898 * (i + 1) + 78.233 * (j + 1) + salt)),
  );
const PARAMS: StateDict = { wte: drawn(5, 4, 1), wpe: drawn(4, 4, 2), lm_head: drawn(5, 4, 3) };

describe('of a gradient', () => {
  const dump: StepDump = { ...NOTHING, tokens: TOKENS, params: PARAMS };
  const zeros = PARAMS.lm_head.map((row) => row.map(() => 0));
  const due = rowsOf(dueOf({ ...dump, grad: { lm_head: zeros } }, 'grad.lm_head'), 4);
  const last = positions((t) => t === 3);
  const lookAt = (lm_head: Matrix) => lookOf({ ...dump, grad: { lm_head } }, 'grad.lm_head');

  test('that is right nothing is said', () => {
    expect(lookAt(due)).toBeUndefined();
  });

  test.each([
    ['zero', zeros, 'All entries are 0.'],
    ['factor', mapped(due, (x) => -x), 'Every entry is what is due times -1: only the sign is wrong.'],
    [
      'factor',
      mapped(due, (x) => x / 4),
      'Every entry is what is due times 0.25, which is 1/n and 1/block_size and 1/n_embd here.',
    ],
    ['factor', mapped(due, (x) => x * 3.7), 'Every entry is what is due times 3.7.'],
    ['factor', mapped(due, (x) => x * (1 - 2e-8)), 'Every entry is what is due times 1 - 2e-8.'],
    ['not-a-number', mapped(due, (x, i) => (i === 1 ? Number.NaN : x)), '4 of 20 entries are NaN or infinite.'],
    [
      'rows-missing',
      mapped(due, (x, i) => (i > 0 && i < 4 ? 0 : x)),
      'All entries of rows 1 to 3 are 0; the other rows hold.',
    ],
    [
      'rows-moved',
      [...due.slice(1), due[0]],
      'The rows are not in their places: row i is that of i + 1, around the end.',
    ],
    [
      'columns-moved',
      due.map((row) => row.toReversed()),
      'The columns are not in their places: they are in reverse order.',
    ],
    [
      'rows-moved',
      [due[2], due[0], due[1], due[4], due[3]],
      'The rows are not in their places: in their order they are the due rows 2, 0, 1, 4, 3.',
    ],
    [
      'clipped',
      mapped(due, (x) => Math.max(-0.05, Math.min(0.05, x))),
      'Every entry is what is due, held within 0.05 of 0.',
    ],
    ['constant-added', mapped(due, (x) => x + 0.5), 'Every entry is what is due, and 0.5 more.'],
    // No later gradient tells which of the two it is.
    [
      'logits-loss-of-last',
      last,
      'It is the gradient that comes out where of the losses, or of the terms in its sum over positions, the last position alone counts.',
    ],
  ])('%s: %#', (id, lm_head, sentence) => {
    expect(lookAt(lm_head)).toEqual({ id, at: 'grad.lm_head', sentence });
  });

  test('where one entry alone does not fit nothing is said', () => {
    expect(lookAt(mapped(due, (x, i, j) => (i === 2 && j === 2 ? x : -x)))).toBeNull();
  });

  /** What positions add to the gradient of lm_head: the last alone is what the others leave of it. */
  function positions(kept: (t: number) => boolean): Matrix {
    const x = TOKENS.slice(0, 4).map((token, t) => normed(PARAMS.wte[token].map((w, j) => w + PARAMS.wpe[t][j])));
    const probs = x.map((row) => softmax(PARAMS.lm_head.map((of) => of.reduce((sum, w, j) => sum + w * row[j], 0))));
    return mapped(zeros, (_, i, j) =>
      probs.reduce((sum, p, t) => sum + (kept(t) ? ((p[i] - (i === TOKENS[t + 1] ? 1 : 0)) / 4) * x[t][j] : 0), 0),
    );
  }
});

describe('of Adam', () => {
  const grad = { wte: drawn(5, 4, 5) };
  const dump: StepDump = { ...NOTHING, params: PARAMS, grad };
  const m = mapped(grad.wte, (g) => (1 - CONFIG.beta1) * g);
  const v = mapped(grad.wte, (g) => (1 - CONFIG.beta2) * g * g);
  const updated = rowsOf(
    dueOf({ ...dump, m: { wte: m }, v: { wte: v }, updated: { wte: mapped(m, () => 9) } }, 'updated.wte'),
    4,
  );
  const lookAt = (part: 'm' | 'v' | 'updated', wte: Matrix) => {
    const all = { ...dump, m: { wte: m }, v: { wte: v }, [part]: { wte } };
    return lookOf(all, `${part}.wte`);
  };

  test.each([
    ['m', 'm-whole-at-first', grad.wte],
    ['m', 'm-of-square', mapped(grad.wte, (g) => (1 - CONFIG.beta1) * g * g)],
    ['v', 'factor', mapped(v, (x) => 4 * x)],
    ['v', 'v-whole-at-first', mapped(grad.wte, (g) => g * g)],
    ['updated', 'unchanged', PARAMS.wte],
    ['updated', 'update-ascends', mapped(updated, (x, i, j) => 2 * PARAMS.wte[i][j] - x)],
    ['updated', 'weight-decay', mapped(updated, (x, i, j) => x - 0.001 * PARAMS.wte[i][j])],
    ['updated', 'change-by-factor', mapped(updated, (x, i, j) => PARAMS.wte[i][j] + 1.7 * (x - PARAMS.wte[i][j]))],
    [
      'updated',
      'update-by-lr-and-gradient',
      mapped(PARAMS.wte, (p, i, j) => p - CONFIG.learning_rate * grad.wte[i][j]),
    ],
  ] as const)('%s: %s', (part, id, wte) => {
    const look = lookAt(part, wte);
    expect(look?.id).toBe(id);
    // 4 is n_embd, too, and Adam does not know it.
    if (id === 'factor') expect(look?.sentence).toBe('Every entry is what is due times 4.');
  });
});

describe('of Adam at step 2', () => {
  const dump: StepDump = {
    ...NOTHING,
    step: 2,
    params: PARAMS,
    grad: { wte: drawn(5, 4, 5) },
    m: { wte: drawn(5, 4, 6) },
  };
  const behind = { ...dump, v: { wte: mapped(drawn(5, 4, 7), (x) => x * x) } };
  const due = rowsOf(dueOf({ ...behind, updated: { wte: mapped(PARAMS.wte, () => 9) } }, 'updated.wte'), 4);
  const times = (factor: number) => mapped(due, (x, i, j) => PARAMS.wte[i][j] + factor * (x - PARAMS.wte[i][j]));

  test.each([
    ['lr-of-other-num-steps', (1 - 1 / 4) / (1 - 1 / CONFIG.num_steps), 'num_steps is 4;'],
    ['change-by-factor', 0.7, 'times 0.7'],
  ])('%s', (id, factor, words) => {
    const look = lookOf({ ...behind, updated: { wte: times(factor) } }, 'updated.wte');
    expect(look).toMatchObject({ id, sentence: expect.stringContaining(words) });
  });
});

describe('of the forward pass', () => {
  const dump: StepDump = { ...NOTHING, tokens: TOKENS, params: PARAMS };

  test('an embedding without its position', () => {
    const trace = new Map([['pos1.embedding', PARAMS.wte[0]]]);
    const look = lookOf({ ...dump, trace }, 'pos1.embedding');
    expect(look?.sentence).toBe('It is row 0 of wte alone, and the other embedding is not added.');
  });

  test('logits by another matrix', () => {
    const x = PARAMS.wte[2];
    const logits = PARAMS.wte.map((of) => of.reduce((sum, w, j) => sum + w * x[j], 0));
    const trace = new Map([
      ['pos0.x', x],
      ['pos0.logits', logits],
    ]);
    expect(lookOf({ ...dump, trace }, 'pos0.logits')?.sentence).toBe('It is what wte in place of lm_head gives.');
  });
});

describe('a guess', () => {
  const due: Ball[] = [1, 2, 3, 4].map((mid) => ({ mid, rad: 1e-9 }));
  const guess = due.map(({ mid, rad }): Ball => ({ mid: 2 * mid, rad }));

  test('explains numbers that are all what it makes of them', () => {
    expect(explains(new Numbers([2, 4, 6, 8], due, null), guess)).toBe(true);
  });

  test('does not where one is not, or where fewer than three tell it from what is due', () => {
    expect(explains(new Numbers([2, 4, 6, 8.001], due, null), guess)).toBe(false);
    const two = [exact(2), exact(4), ...due.slice(2)];
    expect(explains(new Numbers([2, 4, 3, 4], due, null), two)).toBe(false);
  });

  test('does not where rounding may cost nearly as much as the difference is', () => {
    const wide = guess.map(({ mid }): Ball => ({ mid, rad: 0.4 }));
    expect(explains(new Numbers([2, 4, 6, 8], due, null), wide)).toBe(false);
  });
});

test('every probe has its own id and one sentence, and numbers are left out of JSON', () => {
  const ids = PROBES.map(({ id }) => id);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  for (const { sentence } of PROBES) expect(sentence).toMatch(/^[A-Z{].*\.$/);
  expect(JSON.stringify({ numbers: new Numbers([1], [exact(1)], null) })).toBe('{}');
});

function stageOf(dump: StepDump, name: string) {
  const [judged] = judgeSteps([dump], CONFIG, 'f64');
  const stage = judged.stages.find((one) => one.name === name);
  if (stage === undefined) throw new Error(`no stage ${name}`);
  return { judged, stage };
}

function dueOf(dump: StepDump, name: string): number[] {
  const { stage } = stageOf(dump, name);
  return stage.status === 'wrong' ? stage.numbers.due.map(({ mid }) => mid) : [];
}

/** undefined where the stage holds. */
function lookOf(dump: StepDump, name: string) {
  const { judged, stage } = stageOf(dump, name);
  return stage.status === 'wrong' ? judged.lookOf(stage) : undefined;
}

function rowsOf(numbers: readonly number[], columns: number): Matrix {
  return Array.from({ length: numbers.length / columns }, (_, i) => numbers.slice(i * columns, (i + 1) * columns));
}

function mapped(matrix: Matrix, change: (x: number, i: number, j: number) => number): Matrix {
  return matrix.map((row, i) => row.map((x, j) => change(x, i, j)));
}

function normed(x: readonly number[]): number[] {
  const scale = (x.reduce((sum, xi) => sum + xi * xi, 0) / x.length + 1e-5) ** -0.5;
  return x.map((xi) => xi * scale);
}

function softmax(x: readonly number[]): number[] {
  return new Balls('f64').softmax(x.map(exact)).map(({ mid }) => mid);
}

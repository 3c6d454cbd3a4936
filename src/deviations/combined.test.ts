import { describe, expect, test } from 'vitest';
import { deviationOf } from './catalogue.ts';
import { combined } from './combined.ts';
import { COMPILED } from './compiledReference.ts';

const together = (...ids: readonly string[]) => combined(ids.map(deviationOf), COMPILED);

describe('combined', () => {
  test('puts edits and constants of deviations together', () => {
    const [rate, eps, beta1] = ['learning-rate', 'rmsnorm-eps-0', 'beta1'].map(deviationOf);
    expect(combined([rate, eps, beta1], COMPILED)).toEqual({
      edits: [...rate.edits, ...eps.edits],
      config: { beta1: 0.9 },
    });
  });

  test('of none, it is the reference', () => expect(combined([], COMPILED)).toEqual({ edits: [], config: {} }));

  test('the same constant twice is no contradiction', () => {
    expect(together('beta1', 'betas-0.9-0.95')?.config).toEqual({ beta1: 0.9, beta2: 0.95 });
  });

  test.each([
    [['beta2', 'betas-0.9-0.95'], 'set a constant otherwise'],
    [['rmsnorm-eps-1e-8', 'rmsnorm-eps-0'], 'change the same text'],
    [['no-shuffle', 'shuffle-left-out'], 'change the same text'],
    [['first-rmsnorm', 'log-eps-1e-8', 'loss-sum', 'log-clamp'], 'change the same text, two of them'],
    [['sgd', 'sgd-momentum'], 'overlap'],
    [['final-rmsnorm', 'final-rmsnorm-forward-only'], 'change the same text'],
    [['attention-residual-missing', 'attention-residual-missing'], 'are one'],
  ])('%j are refused: they %s', (ids) => expect(together(...ids)).toBeNull());

  test.each([
    [['learning-rate', 'bias-correction']],
    [['bias-correction', 'adam-eps-inside', 'gradient-clipped']],
    [['first-rmsnorm', 'final-rmsnorm', 'lm-head-is-wte']],
    [['last-target', 'mean-over-tokens', 'log-eps-1e-10']],
    [['relu-squared', 'attention-scale', 'f32']],
    [['fc2-gradient-before-activation', 'fc1-gradient-before-norm', 'cache-input-detached']],
    [['adam-eps-uncorrected', 'learning-rate', 'neg-gradient']],
    [['key-input-detached', 'lm-head-gradient-before-mlp', 'layers-never-run']],
  ])('%j apply together', (ids) => expect(together(...ids)).not.toBeNull());
});

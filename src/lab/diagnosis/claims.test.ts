import { expect, test } from 'vitest';
import { deviationOf } from '../../deviations/catalogue.ts';
import { type Claim, claimName, claimText, isTrue } from './claims.ts';
import { DIAGNOSED } from './diagnosisRow.ts';

const of = (...ids: string[]): Claim => ({ deviations: ids.map(deviationOf) });
const fits = (family: string, least: number, most: number) => ({ family, best: (least + most) / 2, least, most });
const isTrueOf = (claim: Claim, id: string) => {
  const mistake = DIAGNOSED.find((candidate) => candidate.id === id);
  return mistake === undefined ? null : isTrue(claim, mistake);
};

test('an entry is named by itself, and by nothing more', () => {
  expect(isTrueOf(of('beta2'), 'beta2')).toBe(true);
  expect(isTrueOf(of('beta2-0.95'), 'beta2')).toBe(false);
  expect(isTrueOf(of('beta2', 'learning-rate'), 'beta2')).toBe(false);
});

test.each([
  ['beta2', 'beta2', 0.999],
  ['rmsnorm-eps-1.19e-7', 'rmsnorm-eps', 1.1920929e-7],
  ['weight-decay-0.1', 'weight-decay', 0.1],
  ['log-eps-1e-8', 'log-eps', 1e-8],
  ['softmax-eps', 'softmax-epsilon', 1e-8],
  ['attention-unscaled', 'attention-factor', 1],
])('%s is named by a constant of %s that may be %d', (id, family, value) => {
  const claim = (least: number, most: number) => ({ deviations: [], fitted: [fits(family, least, most)] });
  expect(isTrueOf(claim(value, value), id)).toBe(true);
  expect(isTrueOf(claim(1.01 * value, 2 * value), id)).toBe(false);
  expect(isTrueOf({ deviations: [], fitted: [fits('std', value, value)] }, id)).toBe(false);
});

test('a constant is named by an interval that holds it, not by the value of an entry near it', () => {
  const claim = { deviations: [], fitted: [fits('eps_adam', 2e-9, 4e-9)] };
  expect(isTrueOf(claim, 'outside-eps-adam-3e-9')).toBe(true);
  expect(isTrueOf(of('adam-eps-1e-9'), 'outside-eps-adam-3e-9')).toBe(false);
});

test('an entry that stands for a fitted constant says no more than the interval', () => {
  const claim = { ...of('adam-eps-1e-9'), fitted: [fits('eps_adam', 2e-9, 4e-9)] };
  expect(isTrueOf(claim, 'outside-eps-adam-3e-9')).toBe(true);
  expect(isTrueOf({ ...claim, fitted: [fits('eps_adam', 4e-9, 5e-9)] }, 'outside-eps-adam-3e-9')).toBe(false);
});

test('a pair is named by both in any form, and by one where the log does not show the other', () => {
  const id = 'outside-beta2+weight-decay-0.01';
  expect(isTrueOf(of('weight-decay-0.01', 'beta2'), id)).toBe(true);
  expect(isTrueOf({ ...of('weight-decay-0.01'), fitted: [fits('beta2', 0.998, 0.9995)] }, id)).toBe(true);
  expect(isTrueOf(of('beta2'), id)).toBe(true);
  expect(isTrueOf(of('beta2', 'weight-decay-0.1'), id)).toBe(false);
});

test('two constants are the entry that sets both', () => {
  expect(isTrueOf(of('betas-0.9-0.999'), 'outside-gelu-tanh+betas-0.9-0.999')).toBe(true);
  expect(isTrueOf(of('gelu-tanh', 'beta2', 'beta1'), 'outside-gelu-tanh+betas-0.9-0.999')).toBe(true);
});

test('whatever is named is not so where nothing that is known agrees', () => {
  expect(isTrueOf(of('adam-eps-1e-9'), 'outside-nadam')).toBe(false);
  expect(isTrueOf({ deviations: [], config: { decay: 'cosine' } }, 'outside-nadam')).toBe(false);
  expect(isTrueOf({ deviations: [], average: 'exponential average' }, 'outside-nadam')).toBe(false);
});

test('a dialect is named by the constants that it sets', () => {
  expect(isTrueOf({ deviations: [], config: { decay: 'cosine', block_size: 8 } }, 'early-revision')).toBe(true);
  expect(isTrueOf({ deviations: [], config: { decay: 'cosine' } }, 'relu-squared')).toBe(false);
});

test('a claim is told in a line', () => {
  const claim = { ...of('beta2'), fitted: [fits('eps_adam', 1, 3)], config: { n_layer: 2 } };
  expect(claimName(claim)).toBe('n_layer+beta2+eps_adam');
  expect(claimText(claim)).toBe('n_layer 2 + beta2 + eps_adam 2 (1 to 3)');
});

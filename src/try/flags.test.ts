import { describe, expect, test } from 'vitest';
import { CANONICAL, DIALECTS } from '../reference/config.ts';
import { flagsOf } from './flags.ts';

describe('flags in the page', () => {
  test('none leave all open', () => {
    expect(flagsOf(' ')).toEqual({ stated: { dialect: null, constants: {} }, config: CANONICAL, layout: undefined });
  });

  test('they are written as for the command', () => {
    const { stated, config, layout } = flagsOf(
      '--dialect early --n-layer=2  --seed 123456789012345678901 --layout alphabetical',
    );
    expect(stated).toEqual({ dialect: 'early', constants: { n_layer: 2, seed: 123456789012345678901n } });
    expect(config.activation).toBe(DIALECTS.early.activation);
    expect(layout).toBe('alphabetical');
  });

  test.each([
    ['--n_layr 2', /^flags: --n_layr is none that the page takes/],
    ['n_layer 2', /^flags: n_layer is none/],
    ['--n_layer', /^flags: --n_layer has no value/],
    ['--n_layer two', /^flags: --n_layer two is no number/],
    ['--dialect late', /^flags: there is no dialect late; there are canonical, early/],
    ['--n_embd 1000000', /make .* parameters, and at most/],
  ])('%s is a fault that says what to write', (text, message) => {
    expect(() => flagsOf(text)).toThrow(message);
  });
});

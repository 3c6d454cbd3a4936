import { describe, expect, it } from 'vitest';
import { hiddenFix, symptomFix } from './symptoms.ts';

describe('what a value that cannot be read looks like', () => {
  it.each([
    ['0,5', /decimal comma/],
    ['-1,25e-3', /decimal comma/],
    ['np.float64(0.5)', /NumPy/],
    ['float32(0.5)', /NumPy/],
    ['tensor(0.5)', /array in place of a number/],
    ['0.5d0', /Fortran/],
    ['1.25D-3', /Fortran/],
    ['(0.5+0j)', /complex/],
    ['0.5+0i', /complex/],
    ['0x1.8p-1', /hexadecimal/],
    ['0.5f', /suffix/],
    ['0.5_f64', /suffix/],
    ['1/2', /fraction/],
    ['1_000', /groups/],
    ['"0.5"', /quotation/],
    ["'0.5'", /quotation/],
    ['[0.5', /brackets/],
    ['0.5]', /brackets/],
    ['0.5,', /brackets or commas/],
    ['None', /no number was computed/],
    ['undefined', /no number was computed/],
  ])('%s', (token, fix) => {
    expect(symptomFix(token)).toMatch(fix);
  });

  it.each(['0.5', '-0', 'nan', 'inf', '1e-300', '12', 'ok', '5.0e-324', 'half'])('%s is none of them', (token) => {
    expect(symptomFix(token)).toBeNull();
  });
});

describe('what hides a reply', () => {
  it.each([
    ['\u00ef\u00bb\u00bf@1 ok 1', /byte order mark/],
    ['\u00ff\u00fe@\0', /byte order mark/],
    ['  @1 ok 1', /white space/],
    ['loss 2.5@1 ok 1', /newline/],
  ])('%j', (line, fix) => {
    expect(hiddenFix(line)).toMatch(fix);
  });
});

import { describe, expect, test } from 'vitest';
import { OPS } from '../port/ops.ts';
import { readSpec } from '../spec/clauses.ts';
import { protocolSection } from '../spec/protocolSections.ts';
import { formulaText, withMathText } from './mathText.ts';

describe('formulaText', () => {
  test.each([
    ['\\frac{1}{n} \\sum_{t=0}^{n-1} -\\ln p_t(\\text{target}_t)', '(1 / n) ∑_t=0^(n-1) -ln p_t(target_t)'],
    ['\\text{learning\\_rate} \\cdot \\tfrac12 (1 + \\cos(\\pi\\,x))', 'learning_rate · ½ (1 + cos(π x))'],
    ['s = (\\text{ms} + \\varepsilon)^{-1/2}', 's = (ms + ε)^(-1/2)'],
    ['\\frac{\\hat m}{\\sqrt{\\hat v} + \\text{eps\\_adam}}', 'm̂ / (√v̂ + eps_adam)'],
    ['x = \\frac{1}{n}\\sum_j x_j', 'x = (1 / n) ∑_j x_j'],
    ['2^{-53}', '2^-53'],
  ])('%s', (formula, text) => {
    expect(formulaText(formula)).toBe(text);
  });
});

describe('withMathText', () => {
  test('leaves code, examples and prices as they are', () => {
    const text = 'the `$x$` of\n\n```example\nexp("\\u0041") ~ $1\n```\n\ncosts $5';
    expect(withMathText(text)).toBe(text);
  });

  test('sets a block of mathematics in, a line a line', () => {
    expect(withMathText('as\n\n```math\n\\begin{aligned}\na &= b \\\\\nc &= d\n\\end{aligned}\n```\n')).toBe(
      'as\n\n    a = b\n    c = d\n',
    );
  });

  test('leaves no TeX in any clause, and none of what is said of an operation', () => {
    const texts = [...readSpec().map(({ text }) => text), ...Object.keys(OPS).map((op) => protocolSection(op) ?? '')];
    const withoutCode = texts.map((text) => withMathText(text).replace(/^```[\s\S]*?^```$|`[^`\n]+`/gm, ''));
    expect(withoutCode.flatMap((text) => text.match(/.*(?:\\[a-z]|[{}$]).*/g) ?? [])).toEqual([]);
  });
});

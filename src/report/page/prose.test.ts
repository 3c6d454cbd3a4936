import { expect, test } from 'vitest';
import { readSpec } from '../../spec/clauses.ts';
import { prose } from './prose.ts';

test("no TeX is left in any clause's sentence", () => {
  const left = readSpec().map(({ statement }) => prose(statement).text);
  expect(left.filter((text) => /[\\$`{}]/.test(text.replace(/<code>.*?<\/code>/g, '')))).toEqual([]);
});

test('mathematics, code and what could be an element', () => {
  expect(prose('`a < b` MUST be $-\\ln p_{\\text{target}}$, <b>').text).toBe(
    '<code>a &lt; b</code> MUST be <i>-ln p<sub>target</sub></i>, &lt;b&gt;',
  );
});

test('a formula that keeps its backslashes from Markdown is mathematics too', () => {
  expect(prose('$`W_q \\, x`$ and `x`').text).toBe('<i>W<sub>q</sub>   x</i> and <code>x</code>');
});

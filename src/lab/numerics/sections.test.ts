import { describe, expect, test } from 'vitest';
import { renewSections } from './sections.ts';

const page = 'a\n\n<!-- measured:begin x -->\n\nold\n\n<!-- measured:end x -->\n\nb\n';

describe('renewSections', () => {
  test('replaces what stands between the marks, and nothing else', () => {
    expect(renewSections(page, { x: 'new' })).toBe(page.replace('old', 'new'));
    expect(renewSections(page, { x: 'old' })).toBe(page);
  });

  test('a section that is missing is an error', () => {
    expect(() => renewSections(page, { x: 'new', y: 'new' })).toThrow(/marks of y exactly once/);
  });

  test('a section that stands there twice is an error', () => {
    expect(() => renewSections(page + page, { x: 'new' })).toThrow(/marks of x exactly once/);
  });

  test('a section that was not measured is an error', () => {
    expect(() => renewSections(page, {})).toThrow(/section x, which is not measured/);
  });
});

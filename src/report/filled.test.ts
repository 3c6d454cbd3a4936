import { describe, expect, test } from 'vitest';
import { filled } from './filled.ts';

describe('filled', () => {
  test('breaks between words, and gives a longer word a line of its own', () => {
    expect(filled('one two threefourfive six', { columns: 8 })).toBe('one two\nthreefourfive\nsix');
  });

  test('sets the first line and the others in', () => {
    expect(filled('aa bb cc', { first: '- ', next: '    ', columns: 7 })).toBe('- aa bb\n    cc');
  });

  test('keeps a command of ours whole', () => {
    const text = 'see it there (npx microgpt-spec explain loss.3); then on';
    expect(filled(text, { columns: 30 })).toBe('see it there\n(npx microgpt-spec explain loss.3);\nthen on');
  });

  test('counts no marks of colour', () => {
    const red = '\x1b[31mab\x1b[39m';
    expect(filled(`${red} ${red}`, { columns: 5 })).toBe(`${red} ${red}`);
  });
});

import { expect, test } from 'vitest';
import { livePage } from './livePage.ts';

const PICTURES = 'a ![b](./figures/loss.svg)\n\nc ![d](./figures/emma.svg)\n';

test('what can be tried stands behind the picture that says the same', () => {
  const page = livePage('spec/loss.md', PICTURES);
  expect(page).toMatch(/^a !\[b\]\(\.\/figures\/loss\.svg\)\n\n<LossOfP \/>\n\nc !/);
  expect(page).toMatch(/emma\.svg\)\n\n<LossOfName :start='\{"name":"emma",[^']*\}' \/>\n$/);
  expect(livePage('spec/model.md', 'a')).toBe('a');
});

test.each(['loss', 'emma'])('a page without the picture %s is told', (name) => {
  expect(() => livePage('spec/loss.md', PICTURES.replace(`(./figures/${name}.svg)`, ''))).toThrow(
    `site: spec/loss.md has no picture (./figures/${name}.svg); say in livePage.ts`,
  );
});

import { expect, test } from 'vitest';
import { curve, disc, label } from './marks.ts';

test('a curve has a gap where a value is no number', () => {
  const points = [1, 2, NaN, 4, 5].map((y, x) => [x, y] as const);
  expect(curve('port', points).text).toBe('<path class="port" d="M0,1L1,2M3,4L4,5"/>');
});

test('coordinates have one decimal, and none where it is 0', () => {
  expect(disc(null, [1 / 3, 2], 4).text).toBe('<circle cx="0.3" cy="2" r="4"/>');
});

test('text among the marks stays text', () => {
  expect(label('name', [1, 2], '<b>').text).toContain('>&lt;b&gt;</text>');
});

import { expect, test } from 'vitest';
import { lossCurves } from './lossCurves.ts';

const due = [3.4, 3.2, 3.1, 2.9];
const own = (points: readonly (readonly [number, number])[], first: number | null) => ({
  lines: ['verdict: diverges'],
  first,
  points,
  isGolden: true,
});
/** Lines of a curve's path, and how many places it has. */
const placesOf = (svg: string, name: string) =>
  new RegExp(`<g class="${name}"><path d="([^"]*)"`).exec(svg)?.[1].match(/[ML]/g)?.length ?? 0;

test.each(['wide', 'narrow'] as const)('%s: the curve that is trained grows over the one that is due', (size) => {
  const svg = lossCurves({ due, trained: due.slice(0, 2), own: null }, size);
  expect([placesOf(svg, 'due'), placesOf(svg, 'trained'), placesOf(svg, 'own')]).toEqual([4, 2, 0]);
  expect(svg).toContain('; over it 2 steps trained in this page"');
  expect(svg).not.toContain('divergence');
});

test("a log of one's own is drawn over both, with its first divergence and its verdict", () => {
  const svg = lossCurves({ due, trained: [], own: own([[1, 3.4], [2, 3], [4, Number.NaN], [6, 2.8]], 2) }, 'wide'); // biome-ignore format: a line
  expect(placesOf(svg, 'own')).toBe(3);
  expect(svg).toContain('first divergence: step 2');
  expect(svg).toContain('your log: verdict: diverges"');
});

test('a log out of all measure does not flatten the curve', () => {
  const due = (points: readonly (readonly [number, number])[]) =>
    /class="y-ticks">(.*)<\/g>/.exec(lossCurves({ due: [3.4, 3], trained: [], own: own(points, 1) }, 'wide'))?.[1];
  expect(due([[1, 1e9], [2, Number.POSITIVE_INFINITY]])).toBe(due([])); // biome-ignore format: a line
  expect(due([[1, 6]])).not.toBe(due([]));
});

test('without a loss there are the axes', () => {
  expect(lossCurves({ due: [], trained: [], own: null }, 'wide')).not.toContain('NaN');
});

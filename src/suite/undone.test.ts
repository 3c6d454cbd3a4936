import { expect, test } from 'vitest';
import { flat } from '../../properties/harness/flat.ts';
import type { FullStep } from '../../properties/harness/golden.ts';
import { undone } from '../../properties/harness/oracle/undone.ts';
import { openGolden } from '../golden/folder.ts';
import { readGoldenText } from '../golden/golden.ts';
import type { Config } from '../port/config.ts';

/** A few roundings, relative to the largest number of all. */
const ROUNDING = 1e-15;

test('a recorded step of Adam undone is the recorded step before it', () => {
  const config = recorded<Config>('config.json');
  const [one, two] = [recorded<FullStep>('steps/1.json'), recorded<FullStep>('steps/2.json')];
  const after = { data: flat(two.params), m: flat(two.m), v: flat(two.v) };
  const before = undone(config, 2, after, flat(two.grad));
  expect(distance(before.data, flat(one.params))).toBeLessThan(ROUNDING);
  expect(distance(before.m, flat(one.m))).toBeLessThan(ROUNDING);
  expect(distance(before.v, flat(one.v))).toBeLessThan(ROUNDING);
});

function recorded<T>(file: string): T {
  return JSON.parse(readGoldenText(openGolden(), `canonical/${file}`));
}

/** The largest difference, relative to the largest number. */
function distance(got: readonly number[], want: readonly number[]): number {
  const largest = (x: readonly number[]) => Math.max(...x.map(Math.abs));
  return largest(want.map((x, i) => x - got[i])) / largest(want);
}

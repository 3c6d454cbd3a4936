import { expect, test } from 'vitest';
import { textOf } from './siteFiles.ts';
import { surpriseOf } from './surprise.ts';

const ROW = /^\| ([\d.]+) +\| ([\d.]+) +\| ([\d.]+) +\|/gm;
const DIGITS = 3;

test("the slider's numbers are those of the loss chapter's table", () => {
  const rows = [...textOf('spec/loss.md').matchAll(ROW)].map((row) => row.slice(1).map(Number));
  expect(rows.length).toBeGreaterThan(4);
  for (const [p, nats, bits] of rows) {
    expect(surpriseOf(p).nats).toBeCloseTo(nats, DIGITS);
    expect(surpriseOf(p).bits).toBeCloseTo(bits, DIGITS);
  }
});

test('its slope is the derivative, and it is 0 at 1', () => {
  const [p, h] = [0.05, 2 ** -20];
  const difference = (surpriseOf(p + h).nats - surpriseOf(p - h).nats) / (2 * h);
  expect(surpriseOf(p).slope).toBeCloseTo(difference, DIGITS);
  expect(surpriseOf(1)).toEqual({ nats: 0, bits: 0, slope: -1, contrast: 0 });
});

import { expect, test } from 'vitest';
import { canonicalConfig, canonicalLosses, canonicalParameters } from '../../../golden/canonical.ts';
import { openGolden } from '../../../golden/folder.ts';
import { CLASS_TOLERANCE } from '../../../port/precision.ts';
import { referencePort } from '../../../port/reference.ts';
import { encode } from '../../../reference/tokenizer.ts';
import { LiveRun } from './liveRun.ts';

const golden = openGolden();
const UCHARS = [...'abcdefghijklmnopqrstuvwxyz'];
const reference = referencePort('0');
/** Longer than block_size, and of its length; the chapter's; one letter. */
const NAMES = ['emma', 'a', 'maximilianusmaxi', 'maximilianusmaximus'];

/** Decimals that a loss of the engine has in common with the reference's, float64's class being 1e-12. */
const DIGITS = 11;

test.each(NAMES)("at step 0 the losses of %s are the reference's", async (name) => {
  const { losses, loss } = await reference.forward(
    canonicalConfig(golden),
    canonicalParameters(golden, 'initial'),
    encode(UCHARS, name),
  );
  const read = new LiveRun(golden).reading(name);
  expect(read).toMatchObject({ kind: 'positions', name, loss: expect.closeTo(loss, DIGITS) });
  expect(read).toMatchObject({ positions: losses.map((loss) => ({ loss: expect.closeTo(loss, DIGITS) })) });
});

test('after 1000 steps the losses are golden, and a name has those of the golden parameters', async () => {
  const run = new LiveRun(golden);
  run.advance(300);
  run.reading('maximilianusmaximus'); // what is read between leaves no trace
  run.advance(1000);
  expect(run.isDone).toBe(true);
  expect(run.outside).toBe(0);
  const due = canonicalLosses(golden);
  expect(run.losses).toHaveLength(due.length);
  const off = run.losses.filter((loss, i) => Math.abs(loss - due[i]) > CLASS_TOLERANCE.f64 * Math.max(1, due[i]));
  expect(off).toEqual([]);
  const { loss } = await reference.forward(
    canonicalConfig(golden),
    canonicalParameters(golden, 'final'),
    encode(UCHARS, 'emma'),
  );
  expect(run.reading('emma')).toMatchObject({ loss: expect.closeTo(loss, DIGITS) });
});

test('a loss that is not golden is counted', () => {
  const run = new LiveRun(golden);
  run.advance(3);
  run.losses[1] += 1e-9;
  run.losses[2] = Number.NaN;
  expect(run.outside).toBe(2);
});

test('a position says its token, its target, and the probability of each; they sum to 1', () => {
  const read = new LiveRun(golden).reading('em');
  expect(read).toMatchObject({
    positions: [
      { token: 'BOS', target: 'e' },
      { token: 'e', target: 'm' },
      { token: 'm', target: 'BOS' },
    ],
  });
  const { positions } = Object(read);
  for (const { probs, p, loss } of positions) {
    expect(probs.reduce((sum: number, one: number) => sum + one, 0)).toBeCloseTo(1, DIGITS);
    expect(Math.log(1 / p)).toBeCloseTo(loss, DIGITS);
    expect(probs).toContain(p);
  }
});

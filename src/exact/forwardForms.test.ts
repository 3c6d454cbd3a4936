import { expect, test } from 'vitest';
import { CANONICAL, configure, type StateDict } from '../port/config.ts';
import { packageVersion } from '../port/packageVersion.ts';
import { type CompletePort, referencePort } from '../port/reference.ts';
import type { Libm } from '../reference/python.ts';
import { ARITHMETIC, referenceIn } from './arithmetic.ts';
import { FORWARD_FORMS } from './forwardForms.ts';

/** Of heads whose inverse root is not the power of -0.5, in either type. */
const MODEL = configure({ ...CANONICAL, n_layer: 1, n_embd: 28, n_head: 4, block_size: 12 });
const DOCUMENTS = [
  [26, 4, 12, 12, 0, 17, 3, 9, 1, 20, 5, 26],
  [26, 0, 13, 13, 0, 26],
  [26, 4, 21, 4, 11, 24, 13, 26],
  [26, 9, 18, 0, 1, 4, 11, 11, 0, 26],
  [26, 7, 11, 2, 25, 9, 26],
];
/** So that no score and no loss is nearly the same as the others. */
const LOUD = 3;

test.each([
  ['f64', 1e-13],
  ['f32', 1e-4],
] as const)('each form of a forward pass gives other bits of nearly the same values, in %s', async (dtype, most) => {
  const { round } = ARITHMETIC[dtype];
  const math: Libm = {
    ...Math,
    exp: (x) => round(Math.exp(x)),
    log: (x) => round(Math.log(x)),
    pow: (x, y) => round(x ** y),
    sin: Math.sin,
    cos: Math.cos,
  };
  const own = referencePort(packageVersion(), await referenceIn(dtype), math);
  const drawn = Object.entries(await own.parameters(MODEL, 27));
  const state_dict = Object.fromEntries(
    drawn.map(([name, rows]) => [name, rows.map((row) => row.map((x) => round(LOUD * x)))]),
  );
  const want = await bits(own, state_dict);
  const seen = [want.join()];
  for (const { words, edits } of FORWARD_FORMS) {
    const got = await bits(referencePort(packageVersion(), await referenceIn(dtype, edits), math), state_dict);
    expect([words, seen.indexOf(got.join())]).toEqual([words, -1]);
    seen.push(got.join());
    const apart = Math.max(...got.map((x, i) => Math.abs(x - want[i]) / Math.max(1, Math.abs(want[i]))));
    expect(apart, words).toBeLessThan(most);
  }
});

async function bits({ forward }: CompletePort, state_dict: StateDict): Promise<number[]> {
  const passes = await Promise.all(DOCUMENTS.map((tokens) => forward(MODEL, state_dict, tokens)));
  return passes.flatMap(({ logits, losses, loss }) => [...logits.flat(), ...losses, loss]);
}

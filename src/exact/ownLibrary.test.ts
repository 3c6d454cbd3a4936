import { describe, expect, test } from 'vitest';
import { CANONICAL } from '../port/config.ts';
import { REFERENCE } from '../port/modules.ts';
import { referencePort } from '../port/reference.ts';
import { type Library, OwnLibrary, Unasked, Unsteady } from './ownLibrary.ts';

/** A library that answers later, and notes how much each request asked for. */
function answering(change: (y: number, call: number) => number = (y) => y): { library: Library; requests: number[] } {
  const requests: number[] = [];
  const given = async (values: readonly number[]) => {
    requests.push(values.length);
    return values.map((y) => change(y, requests.length));
  };
  return {
    requests,
    library: {
      exp: (x) => given(x.map(Math.exp)),
      log: (x) => given(x.map(Math.log)),
      pow: (x, y) => given(x.map((xi) => xi ** y)),
    },
  };
}

describe('a computation on a library that answers later', () => {
  test('gives what it gives on the library itself', async () => {
    const own = new OwnLibrary(answering().library);
    const port = referencePort('1', REFERENCE, own.math);
    const logits = [0.1, -3, 2.5];
    expect(await own.during(() => port.softmax(logits))).toEqual(await referencePort('1').softmax(logits));
    const update = [CANONICAL, 3, [0.5], [0.1], [0], [0]] as const;
    expect(await own.during(() => port.adam(...update))).toEqual(await referencePort('1').adam(...update));
  });

  test('takes the numbers of that library, not those of this one', async () => {
    const own = new OwnLibrary(answering((y) => y * 2).library);
    expect(await own.during(() => own.math.exp(0))).toBe(2);
  });

  test('asks for each value twice, once for all that use it, and for what stands behind one another in turn', async () => {
    const { library, requests } = answering();
    const own = new OwnLibrary(library);
    await own.during(() => own.math.log(own.math.exp(1)) + own.math.exp(1) + own.math.exp(2));
    expect(requests).toEqual([2, 2, 1, 1]);
    expect(own.values).toBe(3);
    await own.during(() => own.math.exp(1));
    expect(own.values).toBe(3);
    own.forget();
    await own.during(() => own.math.exp(1));
    expect(own.values).toBe(4);
  });

  test('takes sine and cosine too, where the port claims them', async () => {
    const { library } = answering((y) => y * 2);
    const own = new OwnLibrary({ ...library, sin: (x) => x.map(Math.sin), cos: (x) => x.map((angle) => -angle) });
    const { random } = referencePort('1', REFERENCE, own.math);
    const pair = [
      { kind: 'gauss', mu: 0, sigma: 1 },
      { kind: 'gauss', mu: 0, sigma: 1 },
    ] as const;
    const [uniform] = await random(42n, [{ kind: 'random' }]);
    const [cosine, sine] = await own.during(() => random(42n, pair));
    const angle = Number(uniform) * 2 * Math.PI;
    expect(Number(cosine) / Number(sine)).toBeCloseTo(-angle / Math.sin(angle), 12);
  });

  test('tells 0 and -0 apart, and asks for no power of either', async () => {
    const own = new OwnLibrary(answering((y) => (y === 1 ? 1.5 : y)).library);
    expect(await own.during(() => [own.math.exp(-0), own.math.pow(0, 0.5), own.math.pow(-0, 1)])).toEqual([1.5, 0, -0]);
  });

  test('fails as it fails, once all is known', async () => {
    const own = new OwnLibrary(answering().library);
    const port = referencePort('1', REFERENCE, own.math);
    await expect(own.during(() => port.position_loss([0, 1], 0))).rejects.toThrow('autograd.5');
  });

  test('says so where the library gives two results for one argument', async () => {
    const own = new OwnLibrary(answering((y, call) => y + call).library);
    await expect(own.during(() => own.math.exp(1))).rejects.toThrow(Unsteady);
    await expect(own.during(() => own.math.pow(2, -1))).rejects.toThrow('power -1 of 2');
  });

  test('says so where a function is taken that the port does not claim', async () => {
    const own = new OwnLibrary(answering().library);
    const port = referencePort('1', REFERENCE, own.math);
    const early = { ...CANONICAL, decay: 'cosine' } as const;
    await expect(own.during(() => port.adam(early, 3, [0.5], [0.1], [0], [0]))).rejects.toThrow(Unasked);
  });

  test('says so where it gives too few numbers, or none', async () => {
    const few = new OwnLibrary({ ...answering().library, exp: () => [] });
    await expect(few.during(() => few.math.exp(1))).rejects.toThrow(
      'exp: 1 numbers are due for 1 arguments, and 0 came',
    );
    const none = new OwnLibrary({ ...answering().library, exp: () => [Number.NaN] });
    await expect(none.during(() => none.math.exp(1))).rejects.toThrow('and 0 came');
  });
});

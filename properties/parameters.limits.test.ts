import fc from 'fast-check';
import type { Limits, OpName } from '../src/port/port.ts';
import type { CompletePort } from '../src/port/reference.ts';
import type { Draw } from '../src/port/values.ts';
import { modelCases, reals } from './harness/arbitraries.ts';
import { rejectsOrAgrees } from './harness/beyondLimits.ts';
import type { Inputs } from './harness/forAll.ts';
import { differential } from './harness/law.ts';
import { range } from './harness/lists.ts';
import { notApplicable } from './harness/notApplicable.ts';
import { streamSeeds } from './harness/seeds.ts';
import { smallParameters } from './harness/smallModels.ts';
import { port } from './harness/subject.ts';

/** Beyond a limit of more than this the inputs would be larger than any that ports meet. */
const MOST = 2 ** 16;
/** How far beyond a limit is asked. */
const FAR = 200;
const WORD: Draw = { kind: 'getrandbits', k: 32 };

/** Sizes just beyond a limit; a law that draws them does not apply to a port that declares none. */
function over(name: keyof Limits): fc.Arbitrary<number> {
  const limit = port.limits?.[name];
  if (limit === undefined) return notApplicable(`the port declares no limit ${name}`);
  if (limit > MOST) return notApplicable(`the port declares ${name} ${limit}, more than the suite asks for`);
  return fc.oneof(fc.constant(limit + 1), fc.integer({ min: limit + 1, max: limit + FAR }));
}

/** One operation, asked beyond a limit: rejected, or answered as without the limit. Anything else is a wrong answer. */
function limited<K extends OpName, T extends unknown[]>(
  title: string,
  op: K,
  inputs: Inputs<T>,
  args: (...input: T) => Parameters<CompletePort[K]>,
): void {
  // A file may have a longer document and more characters than a port was built for; no run has such seeds and bits.
  const reach = op === 'random' ? 'edge' : 'core';
  differential(`parameters.13 ${title}`, { ops: [op], reach }, inputs, (_, oracle, ...input: T) =>
    rejectsOrAgrees(op, args(...input), oracle),
  );
}

// Catches a seed that is cut to a machine word, and a sign that is lost in one.
limited(
  'a seed beyond seed_bits is rejected, or gives its own stream',
  'random',
  [over('seed_bits'), fc.bigInt({ min: 0n, max: 2n ** 64n }), fc.boolean()],
  (bits, low, negative) => {
    const beyond = (1n << BigInt(bits - 1)) + (low % (1n << BigInt(bits - 1)));
    return [negative ? -beyond : beyond, [{ kind: 'random' }, WORD]];
  },
);

// Catches a shift by the whole width of a word, for no bits, and bits beyond the word that are not there.
limited(
  'getrandbits beyond its limit, or of no bits, is rejected, or gives as many bits',
  'random',
  [streamSeeds, over('getrandbits'), fc.boolean()],
  (seed, k, none) => [seed, [{ kind: 'getrandbits', k: none ? 0 : k }, WORD]],
);

// Catches a line buffer that is cut, or whose rest is read as a further document.
limited('a document beyond the longest is rejected, or read whole', 'documents', [over('document')], (length) => [
  new TextEncoder().encode(`emma\n${'a'.repeat(length)}\nolivia\n`),
]);

// Catches a list of tokens that ends with the buffer.
limited(
  'a document beyond the longest is rejected, or has all its tokens',
  'encode',
  [over('document'), fc.nat()],
  (length, pick) => [
    ['a', 'b'],
    range(length)
      .map((i) => 'ab'[(i * i + pick) % 2])
      .join(''),
  ],
);

// Catches positions that are counted before the document is cut to block_size, in a buffer of that size.
limited(
  'a document beyond the longest is rejected, or has its loss',
  'forward',
  [modelCases(), over('document')],
  (model, length) => {
    const BOS = model.vocab_size - 1;
    return [model.config, smallParameters(model), [BOS, ...range(length).map((i) => i % BOS), BOS]];
  },
);

// Catches characters that are left out of the table, and BOS among them.
limited('a vocabulary beyond the largest is rejected, or numbered to its end', 'tokenizer', [over('vocab')], (size) => [
  alphabet(size - 1),
]);

// Catches probabilities of what is left of the list.
limited(
  'logits beyond the largest vocabulary are rejected, or have their probabilities',
  'softmax',
  [over('vocab').chain((size) => reals(-8, 8, size, size))],
  (logits) => [logits],
);

/** As many characters, each a document, in code-point order; the half characters of UTF-16 are none. */
function alphabet(size: number): string[] {
  const [first, firstHalf, halves] = [0x61, 0xd800, 0x800];
  return range(size).map((i) => String.fromCodePoint(first + i < firstHalf ? first + i : first + i + halves));
}

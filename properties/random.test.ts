import fc from 'fast-check';
import type { Draw } from '../src/port/values.ts';
import { examples } from './harness/examples.ts';
import { equal, holds, rejects } from './harness/expect.ts';
import { error, law } from './harness/law.ts';
import { times } from './harness/lists.ts';
import { anySeeds, SEED_BITS, streamSeeds } from './harness/seeds.ts';
import type { Claiming } from './harness/subject.ts';
import { vectors } from './harness/vectors.ts';

const WORD_BITS = 32;
/** Words of MT19937's state, and the distance at which it is mixed. */
const STATE = 624;
const M = 397;
const WORD: Draw = { kind: 'getrandbits', k: WORD_BITS };
const UNIFORM: Draw = { kind: 'random' };
const GAUSS: Draw = { kind: 'gauss', mu: 0, sigma: 1 };

/** Keys as seeds have them: no leading word is 0, but for the seed 0 itself. */
const word = fc.nat({ max: 2 ** WORD_BITS - 1 });
const leading = fc.integer({ min: 1, max: 2 ** WORD_BITS - 1 });
const anyKey = fc.oneof(
  fc.constant<number[]>([0]),
  leading.map((one) => [one]),
  fc.tuple(fc.array(word, { maxLength: 4 }), leading).map(([low, high]) => [...low, high]),
  fc
    .tuple(fc.array(word, { minLength: STATE - 2, maxLength: STATE + 9 }), leading)
    .map(([low, high]) => [...low, high]),
);
const key = SEED_BITS === Infinity ? anyKey : streamSeeds.map(wordsOf);
/** The bits of a seed that may be turned. */
const places = fc.oneof(
  fc.bigInt({ min: 0n, max: BigInt(Math.min(WORD_BITS, SEED_BITS) - 1) }),
  fc.bigInt({ min: 0n, max: BigInt(Math.min(1001, SEED_BITS) - 1) }),
);
/** How many bits of a last word; none is a case of its own. */
const lastBits = fc.oneof(fc.constant(0), fc.nat({ max: WORD_BITS - 1 }));

examples('random');

/** From mt19937ar.out of the generator's authors: init_by_array {0x123, 0x234, 0x345, 0x456}, five words and the 1000th. */
const PUBLISHED_KEY = [0x123, 0x234, 0x345, 0x456];
const PUBLISHED = [1067595299, 955945823, 477289528, 4107218783, 4228976476];
const PUBLISHED_1000TH = 3460025646;

// Catches every mistake in the generator or in its seeding by an array.
law(
  'random.1 the words are those that the authors of MT19937 publish',
  { ops: ['random'], reach: 'edge' },
  [],
  async (port) => {
    const drawn = await words(port, integerOf(PUBLISHED_KEY), 1000);
    equal(drawn.slice(0, PUBLISHED.length), PUBLISHED, 'first words of mt19937ar.out');
    equal(drawn[999], PUBLISHED_1000TH, 'its 1000th word');
  },
);

// Catches a wrong constant or shift of the recurrence or of the tempering, and a state mixed in the wrong order; holds for
// every state, so for wrong seeding too.
law(
  'random.1 the words without their tempering obey the recurrence',
  { ops: ['random'], heavy: 'whole states of the generator' },
  [streamSeeds],
  async (port, s) => {
    const x = (await words(port, s, 3 * STATE)).map(untempered);
    const recurrence = x.slice(0, -STATE).map((_, k) => following(x, k));
    equal(x.slice(STATE), recurrence, 'x[k + 624] = x[k + 397] ^ A(x[k], x[k + 1])');
  },
);

/** More words than a program on names.txt takes, and than 16 or 17 bits count. */
const LONG = 2 ** 17 + 2 * STATE;

// Catches a state that is counted, kept or mixed otherwise far into the stream.
law('random.1 a long stream obeys it to its end', ['random'], [], async (port) => {
  const x = (await words(port, 42n, LONG)).map(untempered);
  const wrong = x.findIndex((word, k) => k >= STATE && word !== following(x, k - STATE));
  equal(wrong, -1, `the first of ${LONG} words that does not follow from those before`);
});

// Catches init_genrand in place of init_by_array, a seed cut to 32 or 64 bits or to 624 words, and its words the other way.
law(
  'random.2 the stream is that of init_by_array with the words of the seed',
  { ops: ['random'], heavy: 'whole states of the generator', reach: 'both' },
  [key],
  async (port, seedWords) => {
    const x = initByArray(seedWords);
    for (let k = 0; k < STATE; k++) x.push(following(x, k));
    equal((await words(port, integerOf(seedWords), STATE)).map(untempered), x.slice(STATE), 'state behind the words');
  },
);

// Catches a negative seed in two's complement.
law(
  'random.2 a seed and its negative give the same stream',
  { ops: ['random'], reach: 'edge' },
  [anySeeds],
  async (port, s) => {
    equal(await words(port, -s, 4), await words(port, s, 4), 'words of -seed');
  },
);

// Catches a seed that goes through a double or a machine word.
law(
  'random.2 every bit of the seed counts',
  { ops: ['random'], reach: 'both' },
  [anySeeds, places],
  async (port, s, bit) => {
    const magnitude = s < 0n ? -s : s;
    const [one, other] = [await words(port, magnitude, 4), await words(port, magnitude ^ (1n << bit), 4)];
    holds(one.join() !== other.join(), `another stream where bit ${bit} is turned`, one);
  },
);

// Catches one word in place of two, the two exchanged, and a uniform that is kept as float32.
law('random.3 a uniform is 27 high bits of one word and 26 of the next', ['random'], [streamSeeds], async (port, s) => {
  const w = (await words(port, s, 8)).map(BigInt);
  const exact = [0, 2, 4, 6].map((i) => Number(((w[i] >> 5n) << 26n) | (w[i + 1] >> 6n)) / 2 ** 53);
  equal(await port.random(s, times(4, UNIFORM)), exact, '(a >> 5) 2**26 + (b >> 6), over 2**53');
});

// Catches low bits in place of high ones, the most significant word first, bits that are kept for the next call, and a
// word that is drawn for no bits.
law(
  'random.4 whole words come first, the least significant first, then high bits of one more',
  { ops: ['random'], reach: 'both' },
  [streamSeeds, fc.nat({ max: 4 }), lastBits],
  async (port, s, whole, bits) => {
    const w = await words(port, s, whole + 2);
    const rest = BigInt(Math.floor(w[whole] / 2 ** (WORD_BITS - bits)));
    const exact = integerOf(w.slice(0, whole)) | (rest << BigInt(WORD_BITS * whole));
    const next = BigInt(w[bits === 0 ? whole : whole + 1]);
    const k = WORD_BITS * whole + bits;
    equal(await port.random(s, [{ kind: 'getrandbits', k }, WORD]), [exact, next], `getrandbits(${k}), next word`);
  },
);

// Catches a kept value, or any other state, that outlives the seeding.
law(
  'random.12 the same seed gives the same draws, whatever was drawn before',
  ['random'],
  [streamSeeds, streamSeeds, fc.array(fc.constantFrom(WORD, UNIFORM, GAUSS), { maxLength: 8 })],
  async (port, s, other, draws) => {
    const once = await port.random(s, draws);
    await port.random(other, [GAUSS, UNIFORM, GAUSS, GAUSS]);
    equal(await port.random(s, draws), once, 'the draws again');
  },
);

error(
  'random.14 a negative number of bits is rejected',
  ['random'],
  [streamSeeds, fc.integer({ min: -100, max: -1 })],
  async (port, s, k) => {
    await rejects(() => port.random(s, [{ kind: 'getrandbits', k }]), `getrandbits(${k})`);
  },
);

vectors('random');

/** The first n words of a stream. */
async function words(port: Claiming<'random'>, s: bigint, n: number): Promise<number[]> {
  const drawn = await port.random(s, times(n, WORD));
  equal(drawn.length, n, 'one result a draw');
  return drawn.map(Number);
}

/** The integer of which these are the words, the least significant first. */
function integerOf(list: readonly number[]): bigint {
  return list.reduceRight((n, w) => (n << BigInt(WORD_BITS)) | BigInt(w), 0n);
}

/** The words of an integer, the least significant first; of 0 one. */
function wordsOf(n: bigint): number[] {
  const least = Number(n & 0xffffffffn);
  return n >> BigInt(WORD_BITS) === 0n ? [least] : [least, ...wordsOf(n >> BigInt(WORD_BITS))];
}

/** The recurrence, written out: x[k + 624] from an unbounded list of words. */
function following(x: readonly number[], k: number): number {
  const y = (x[k] & 0x80000000) | (x[k + 1] & 0x7fffffff);
  return (x[k + M] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)) >>> 0;
}

/** The steps of the tempering; each is y ^ step(y), and moves bits one way, by 7 at least. */
const TEMPERING = [
  (y: number) => y >>> 11,
  (y: number) => (y << 7) & 0x9d2c5680,
  (y: number) => (y << 15) & 0xefc60000,
  (y: number) => y >>> 18,
];

const LEAST_SHIFT = 7;

/** The word of the state from which a word of the stream comes. */
function untempered(tempered: number): number {
  // y = x ^ step(x) is solved for x by repetition: each round makes as many bits more right as the step moves them.
  const rounds = Math.ceil(WORD_BITS / LEAST_SHIFT);
  const solve = (y: number, step: (y: number) => number) => times(rounds, y).reduce((x) => y ^ step(x), y);
  return TEMPERING.reduceRight(solve, tempered) >>> 0;
}

/** init_by_array, written out from random.2. */
function initByArray(seedWords: readonly number[]): number[] {
  const x = [19650218];
  for (let i = 1; i < STATE; i++) x.push((Math.imul(1812433253, x[i - 1] ^ (x[i - 1] >>> 30)) + i) >>> 0);
  let i = 0;
  const step = (multiplier: number, added: number) => {
    x[i] = ((x[i] ^ Math.imul(multiplier, x[i - 1] ^ (x[i - 1] >>> 30))) + added) >>> 0;
  };
  const advance = () => {
    i++;
    if (i < STATE) return;
    x[0] = x[STATE - 1];
    i = 1;
  };
  for (let n = 0; n < Math.max(STATE, seedWords.length); n++) {
    advance();
    step(1664525, seedWords[n % seedWords.length] + (n % seedWords.length));
  }
  for (let n = 0; n < STATE - 1; n++) {
    advance();
    step(1566083941, -i);
  }
  return [0x80000000, ...x.slice(1)];
}

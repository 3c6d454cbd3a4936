import fc from 'fast-check';
import { examples } from './harness/examples.ts';
import { equal, holds, rejects } from './harness/expect.ts';
import { error, law } from './harness/law.ts';
import { grown } from './harness/sizes.ts';
import { vectors } from './harness/vectors.ts';

/**
 * Characters that are easily taken for each other or put in a wrong order: at either end of the surrogates and of the
 * planes, upper and lower case, composed and combining, joined emoji; and any code point at all.
 */
const character = fc.oneof(
  fc.constantFrom('a', 'b', 'c', 'z', 'A', 'Z', ' ', '-', '\0', 'é', 'e', '\u0301', '\u200d', '\ufeff'),
  fc.constantFrom('\ud7ff', '\ue000', '\uff5e', '\uffff', '\u{10000}', '\u{10330}', '\u{1f331}', '\u{10ffff}'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
);
const doc = fc.string({ unit: character, maxLength: 6 });
const docs = fc.array(doc, { maxLength: 6 });
/** A vocabulary in order, of at least one character. */
const vocabulary = fc.uniqueArray(character, { minLength: 1, maxLength: 9 }).map(inOrder);
/** A vocabulary and a document of its characters, given by their places. */
const encodable = fc.tuple(vocabulary, fc.array(fc.nat(), { maxLength: grown(9, 4000) })).map(([uchars, picks]) => {
  const tokens = picks.map((pick) => pick % uchars.length);
  return { uchars, tokens, text: tokens.map((token) => uchars[token]).join('') };
});

examples('tokenizer');

/** More characters than a byte can number, of three bytes each. */
const MANY = Array.from({ length: 300 }, (_, i) => String.fromCodePoint(0x4e00 + i));

// Catches tokens in a byte, a vocabulary of a size, and a document of at most 255 characters.
law('tokenizer.1 three hundred characters are a vocabulary of three hundred', ['tokenizer'], [], async (port) => {
  const { uchars, BOS } = await port.tokenizer([MANY.toReversed().join(''), 'ab']);
  equal(uchars, ['a', 'b', ...MANY], 'the characters in order');
  equal(BOS, MANY.length + 2, 'BOS');
});

law('tokenizer.4 a document of three hundred characters has a token for each', ['encode'], [], async (port) => {
  const tokens = MANY.map((_, i) => MANY.length - 1 - i);
  equal(await port.encode(MANY, MANY.toReversed().join('')), [MANY.length, ...tokens, MANY.length], 'tokens');
});

law('tokenizer.6 three hundred tokens are a text of as many characters', ['decode'], [], async (port) => {
  equal(
    await port.decode(
      MANY,
      MANY.map((_, i) => i),
    ),
    MANY.join(''),
    'text',
  );
});

// Catches sort() by UTF-16 units, by locale or not at all, and characters that stand there twice.
law('tokenizer.1 the code points of the characters increase strictly', ['tokenizer'], [docs], async (port, list) => {
  const codePoints = (await port.tokenizer(list)).uchars.map(codePoint);
  holds(
    codePoints.every((c, i) => i === 0 || codePoints[i - 1] < c),
    'code point of uchars[i - 1] < that of uchars[i]',
    codePoints,
  );
});

// Catches BOS before the characters.
law('tokenizer.2 BOS is the number of characters', ['tokenizer'], [docs], async (port, list) => {
  const { uchars, BOS } = await port.tokenizer(list);
  equal(BOS, uchars.length, 'BOS = len(uchars)');
});

// Catches a vocabulary without BOS, or with tokens of its own for the end or for padding.
law('tokenizer.3 vocab_size is one more than the number of characters', ['tokenizer'], [docs], async (port, list) => {
  const { uchars, vocab_size } = await port.tokenizer(list);
  equal(vocab_size, uchars.length + 1, 'vocab_size = len(uchars) + 1');
});

// Catches BOS that is missing at an end, or doubled, and a document that is turned round.
law(
  'tokenizer.4 a document is the places of its characters between two BOS',
  ['encode'],
  [encodable],
  async (port, { uchars, tokens, text }) => {
    const BOS = uchars.length;
    equal(await port.encode(uchars, text), [BOS, ...tokens, BOS], 'BOS, tokens, BOS');
  },
);

// Catches indexOf without a test, characters left out, and a token for what is unknown.
error(
  'tokenizer.5 a character that is not in the vocabulary is rejected wherever it stands',
  ['encode'],
  [fc.uniqueArray(character, { minLength: 2, maxLength: 9 }), fc.nat()],
  async (port, characters, pick) => {
    const [unknown, ...known] = characters;
    const text = known.toSpliced(pick % (known.length + 1), 0, unknown).join('');
    await rejects(() => port.encode(inOrder(known), text), 'an unknown character');
  },
);

// Catches tokens in another order, and a space or BOS between them.
law(
  'tokenizer.6 the text is the characters at the tokens, joined',
  ['decode'],
  [encodable],
  async (port, { uchars, tokens, text }) => {
    equal(await port.decode(uchars, tokens), text, 'uchars[token] for each token');
  },
);

// Catches undefined or an empty text for BOS, and a read beyond the list.
error(
  'tokenizer.7 BOS and what lies beyond it is rejected wherever it stands',
  ['decode'],
  [encodable, fc.nat(), fc.nat({ max: 99 })],
  async (port, { uchars, tokens }, pick, beyond) => {
    const wrong = tokens.toSpliced(pick % (tokens.length + 1), 0, uchars.length + beyond);
    await rejects(() => port.decode(uchars, wrong), `token ${uchars.length + beyond} of ${uchars.length} characters`);
  },
);

// Catches a fixed alphabet, and a vocabulary of the first document, of some documents, or of letters only.
law(
  'tokenizer.8 the vocabulary is the characters of the documents and no others',
  { ops: ['tokenizer'], reach: 'both' },
  [docs],
  async (port, list) => {
    const occurring = new Set(list.join(''));
    const { uchars } = await port.tokenizer(list);
    holds(
      uchars.every((c) => occurring.has(c)),
      'every character of uchars occurs',
      uchars,
    );
    holds(
      [...occurring].every((c) => uchars.includes(c)),
      'every character that occurs is in uchars',
      uchars,
    );
  },
);

// Catches the order of first occurrence, and order by frequency.
law(
  'tokenizer.9 documents in another order, or repeated, give the same vocabulary',
  ['tokenizer'],
  [docs, fc.array(fc.nat())],
  async (port, list, picks) => {
    const { uchars } = await port.tokenizer(list);
    const repeated = picks.flatMap((pick) => list.slice(pick % (list.length + 1)));
    equal((await port.tokenizer([...list].reverse())).uchars, uchars, 'from the last document to the first');
    equal((await port.tokenizer([...repeated, ...list])).uchars, uchars, 'some documents repeated');
  },
);

// Catches UTF-16 units, bytes, grapheme clusters and normalisation.
law(
  'tokenizer.10 each code point is one character and one token',
  ['tokenizer', 'encode'],
  [fc.array(character, { maxLength: 9 })],
  async (port, characters) => {
    const text = characters.join('');
    const { uchars } = await port.tokenizer([text]);
    equal(uchars.length, new Set(characters).size, 'the number of characters');
    equal(
      (await port.encode(inOrder([...new Set(characters)]), text)).length,
      characters.length + 2,
      'tokens, BOS twice',
    );
  },
);

// Catches a BOS that is also a character's token: 0, the last character's, or a newline's.
law('tokenizer.11 no character becomes BOS', ['tokenizer', 'encode'], [docs], async (port, list) => {
  const { uchars, BOS } = await port.tokenizer(list);
  for (const text of list) {
    const tokens = await port.encode(uchars, text);
    holds(!tokens.slice(1, -1).includes(BOS), `no BOS (${BOS}) inside`, tokens);
  }
});

// Catches two tables that do not fit together.
law(
  'tokenizer.12 decode undoes encode, and encode undoes decode',
  { ops: ['encode', 'decode'], reach: 'both' },
  [encodable],
  async (port, { uchars, tokens, text }) => {
    equal(await port.decode(uchars, (await port.encode(uchars, text)).slice(1, -1)), text, 'decode(encode(text))');
    equal(
      (await port.encode(uchars, await port.decode(uchars, tokens))).slice(1, -1),
      tokens,
      'encode(decode(tokens))',
    );
  },
);

// Catches merges, repeated characters that are counted once, and a document cut at a fixed length.
law(
  'tokenizer.13 the tokens of two texts joined are theirs, one after the other',
  ['encode', 'decode'],
  [encodable, fc.nat(), fc.integer({ min: 1, max: 99 })],
  async (port, { uchars, tokens, text }, pick, times) => {
    const half = pick % (tokens.length + 1);
    const [one, other] = [tokens.slice(0, half), tokens.slice(half)];
    const inner = async (part: string) => (await port.encode(uchars, part)).slice(1, -1);
    const apart = await Promise.all([one, other].map(async (part) => inner(await port.decode(uchars, part))));
    equal(await inner(text), apart.flat(), 'tokens(a + b) = tokens(a), tokens(b)');
    const repeated = new Array<readonly number[]>(times).fill(await inner(text)).flat();
    equal(await inner(text.repeat(times)), repeated, `the text ${times} times`);
  },
);

vectors('tokenizer');

function inOrder(characters: readonly string[]): string[] {
  return [...characters].sort((a, b) => codePoint(a) - codePoint(b));
}

/** The code point of a character; of anything but one code point, NaN. */
function codePoint(text: string): number {
  const [first, ...more] = text;
  return first === undefined || more.length > 0 ? NaN : Number(first.codePointAt(0));
}

import fc from 'fast-check';
import { type Config, configure } from '../src/port/config.ts';
import { examples } from './harness/examples.ts';
import { equal, holds, rejects } from './harness/expect.ts';
import { error, law } from './harness/law.ts';
import { configSeeds } from './harness/seeds.ts';
import { grownSize, withLarger } from './harness/sizes.ts';
import { port } from './harness/subject.ts';
import { vectors } from './harness/vectors.ts';

/** The code points for which Python's str.isspace() is true, found by asking CPython for each of the 1,114,112. */
const WHITE_SPACE = [
  0x9, 0xa, 0xb, 0xc, 0xd, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004,
  0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
];
const LINE_ENDS = ['\n', '\r\n', '\r'];
const LF = 0xa;
const CR = 0xd;
const BMP = 0x10000;
/** Length of a page of code points that is asked for at once. */
const PAGE = 0x800;

/** Plain words: a port that gets other characters wrong still holds the clauses about lines. */
const word = fc.string({ unit: fc.constantFrom(...'abcxyz'), minLength: 1, maxLength: 5 });
const words = fc.uniqueArray(word, { maxLength: 6 });
/** Lines of a file that is asked for twice over. */
const lines = withLarger(
  fc.array(word),
  () => grownSize(100, 500_000).map((n) => Array.from({ length: n }, (_, i) => i.toString(36))),
  20,
);
const blank = fc.string({ unit: fc.constantFrom(' ', '\t'), maxLength: 3 });
/** White space that ends no line. */
const space = fc.constantFrom(...WHITE_SPACE.map((c) => String.fromCodePoint(c)).filter((c) => !LINE_ENDS.includes(c)));
const spaces = fc.string({ unit: space, maxLength: 3 });
/** White space inside a document, mostly what is often squeezed. */
const inner = fc.oneof(fc.constantFrom(' ', '\t'), space);
/** Characters of one to four bytes that neither case nor normalisation changes, from all over their range. */
const written = fc.oneof(
  fc.constantFrom(...'az~é¡߿あ李\ufffd🌱\u{10fffd}'),
  fc.integer({ min: 0x4e00, max: 0x9fff }).map((c) => String.fromCodePoint(c)),
  fc.integer({ min: 0x20000, max: 0x2a6df }).map((c) => String.fromCodePoint(c)),
);
/** What is no white space: what is often taken for it, what is often changed, and any code point at all. */
const solid = fc.oneof(
  fc.constantFrom(...'abZé李🌱', 'e', '\u0301', '\u212b', 'ﬁ'),
  fc.constantFrom('\0', '\b', '\x0e', '\x1b', '\x7f', '\x84', '\x86', '\u180e', '\u200b', '\u200d', '\u2060', '\ufeff'),
  fc.mapToConstant(
    ...gaps([...WHITE_SPACE, ...surrogates()]).map(([from, to]) => ({
      num: to - from,
      build: (i: number) => String.fromCodePoint(from + i),
    })),
  ),
);
const text = fc.string({ unit: fc.oneof(solid, space, fc.constantFrom(...LINE_ENDS)), maxLength: 30 });

examples('dataset');

// Catches Latin-1, bytes as characters, and UTF-16 units.
law(
  'dataset.1 what is written as UTF-8 is read again',
  ['documents'],
  [fc.uniqueArray(fc.string({ unit: written, minLength: 1 }))],
  async (port, docs) => {
    equal(await port.documents(fileOf(docs)), docs, 'the lines that were written');
  },
);

// Catches CR alone that ends no line.
law(
  'dataset.2 the kind of line end does not matter',
  { ops: ['documents'], reach: 'both' },
  [words, fc.infiniteStream(fc.constantFrom(...LINE_ENDS))],
  async (port, docs, ends) => {
    const lines = docs.map((doc) => doc + ends.next().value);
    equal(await port.documents(utf8(lines.join(''))), docs, 'the lines, whatever ends them');
  },
);

// Catches trim(), isspace() of ASCII, and any other set: every code point of the plane that has white space is asked for.
law(
  'dataset.3 exactly 29 characters are cut off, at both ends',
  { ops: ['documents'], reach: 'edge' },
  [],
  async (port) => {
    const codePoints = gaps([LF, CR, ...surrogates()]).flatMap(([from, to]) => span(from, Math.min(to, BMP)));
    for (let start = 0; start < codePoints.length; start += PAGE) {
      const page = codePoints.slice(start, start + PAGE);
      const lines = page.map((c) => `${String.fromCodePoint(c)}x${c}x${String.fromCodePoint(c)}`);
      const stripped = page.map((c, i) => (WHITE_SPACE.includes(c) ? `x${c}x` : lines[i]));
      equal(await port.documents(fileOf(lines)), stripped, `white space from U+${page[0].toString(16)}`);
    }
  },
);

// Catches white space that is cut off at one end only, or one character of it only.
law(
  'dataset.3 any white space around a document is cut off',
  { ops: ['documents'], reach: 'both' },
  [words, fc.infiniteStream(spaces)],
  async (port, docs, padding) => {
    const lines = docs.map((doc) => padding.next().value + doc + padding.next().value);
    equal(await port.documents(fileOf(lines)), docs, 'the documents without the white space around them');
  },
);

/** A file beyond 64 KiB, of more lines than 15 bits count, and of a line beyond any usual buffer. */
const MANY_LINES = 40_000;
const LONG_LINE = 70_000;

// Catches a buffer of a size for lines or for files, and a list that ends at a count.
law('dataset.7 forty thousand lines come in the order of the file', ['documents'], [], async (port) => {
  const docs = Array.from({ length: MANY_LINES }, (_, i) => `d${i}`);
  equal(await port.documents(fileOf(docs)), docs, 'every line');
});

// Catches a line buffer of 64 KiB, as that of Go's Scanner, which loses the line and all behind it.
law(
  'dataset.11 a line of seventy thousand characters stays as it is, with those behind it',
  ['documents'],
  [],
  async (port) => {
    const docs = ['ab', 'x'.repeat(LONG_LINE), 'cd'];
    equal(await port.documents(fileOf(docs)), docs, 'all three lines');
  },
);

// Catches a line that is stripped only to see whether it is empty.
law('dataset.3 stripping twice is stripping once', ['documents'], [text], async (port, file) => {
  const docs = await port.documents(utf8(file));
  equal(await port.documents(fileOf(docs)), docs, 'documents of the documents');
});

// Catches a line that is tested for being empty before it is stripped.
law('dataset.4 no document is empty', ['documents'], [text], async (port, file) => {
  const docs = await port.documents(utf8(file));
  holds(!docs.includes(''), 'length > 0', docs);
});

// Catches lines that are taken as documents before empty ones are dropped.
law(
  'dataset.4 empty lines may stand anywhere',
  ['documents'],
  [words, fc.infiniteStream(fc.array(blank, { maxLength: 3 }))],
  async (port, docs, empty) => {
    const lines = docs.flatMap((doc) => [...empty.next().value, doc, ...empty.next().value]);
    equal(await port.documents(fileOf(lines)), docs, 'the documents without empty lines');
  },
);

// Catches the order of the file, another shuffle, and a stream that was drawn from before the shuffle.
law(
  'dataset.5 the order of training is that of the first shuffle of the stream',
  { ops: ['microgpt', 'random'], free: ['vocab_size'] },
  [configSeeds, fc.integer({ min: 1, max: 40 })],
  async (port, seed, n) => {
    const file = span(1, n + 1).map((length) => 'a'.repeat(length));
    const config = nothingToTrain(seed);
    const [order] = await port.random(BigInt(config.seed), [{ kind: 'shuffle', n }]);
    const { docs } = await port.microgpt(config, fileOf(file));
    equal(
      docs.map(({ length }) => length - 1),
      order,
      'the places in the file, in the order of training',
    );
  },
);

// Catches str.splitlines(), and a split at the line ends of Unicode.
law(
  'dataset.6 no other character ends a line',
  { ops: ['documents'], reach: 'both' },
  [word, space, word],
  async (port, before, inside, after) => {
    const line = before + inside + after;
    equal(await port.documents(fileOf([line])), [line], 'one document');
  },
);

// Catches a set of documents, sorted documents, and lines that are joined or looked at together.
law(
  'dataset.7 the documents of two files together are those of each',
  ['documents'],
  [lines, fc.array(word)],
  async (port, one, other) => {
    const apart = [...(await port.documents(fileOf(one))), ...(await port.documents(fileOf(other)))];
    equal(await port.documents(fileOf([...one, ...other])), apart, 'documents(a + b) = documents(a), documents(b)');
    const twice = await port.documents(fileOf([...one, ...other, ...one, ...other]));
    equal(twice, [...apart, ...apart], 'each as often as it occurs');
  },
);

// Catches a last line that is dropped without a newline, or a document that is added with one.
law(
  'dataset.8 a newline at the end of the file does not matter',
  ['documents'],
  [fc.uniqueArray(word, { minLength: 1, maxLength: 6 })],
  async (port, docs) => {
    const file = docs.join('\n');
    equal(await port.documents(utf8(file)), docs, 'without a newline at the end');
    equal(await port.documents(utf8(`${file}\n`)), docs, 'with one');
  },
);

/** No valid UTF-8, by the table of well-formed byte sequences of the Unicode Standard, before an ASCII character or the end. */
const malformed = fc.oneof(
  fc.constantFrom(0x80, 0xbf, 0xc0, 0xc1, 0xf5, 0xff).map((byte) => [byte]), // never a first byte
  fc.constantFrom([0xc3], [0xe2, 0x82], [0xf0, 0x9f, 0x8c]), // cut short
  fc.constantFrom([0xc0, 0x80], [0xe0, 0x80, 0x80], [0xf0, 0x8f, 0xbf, 0xbf]), // overlong
  fc.integer({ min: 0xa0, max: 0xbf }).map((byte) => [0xed, byte, 0x80]), // surrogates
  fc.integer({ min: 0x90, max: 0xbf }).map((byte) => [0xf4, byte, 0x80, 0x80]), // beyond U+10FFFF
);

// Catches a decoder that puts U+FFFD for what it cannot read, and one that passes bytes through.
error(
  'dataset.9 malformed UTF-8 is rejected wherever it stands',
  ['documents'],
  [text, malformed, fc.constantFrom('', 'a', '\n')],
  async (port, before, bytes, after) => {
    const file = Uint8Array.from([...utf8(before), ...bytes, ...utf8(after)]);
    await rejects(() => port.documents(file), `bytes ${bytes.map((byte) => byte.toString(16)).join(' ')}`);
  },
);

// Catches a decoder that drops the byte order mark, and trim(), which takes it for white space.
law(
  'dataset.10 a byte order mark at the beginning is a character of the first document',
  ['documents'],
  [words],
  async (port, docs) => {
    const marked = ['\ufeff', ...docs].join('');
    equal(await port.documents(fileOf([marked, ...docs])), [marked, ...docs], 'U+FEFF kept');
  },
);

// Catches NFC, lower case, white space that is squeezed, a text that ends at NUL, and a line buffer of fixed size.
law(
  'dataset.11 what is inside a document stays as it is, at any length',
  { ops: ['documents'], reach: 'both' },
  [fc.array(solid), inner, fc.integer({ min: 1, max: 2 ** 12 })],
  async (port, characters, inside, times) => {
    const doc = `x${characters.join('')}x`;
    const long = `${doc}${inside.repeat(times)}${doc}`;
    equal(await port.documents(fileOf([doc, long])), [doc, long], 'the line itself');
  },
);

vectors('dataset');

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A file of lines, each ended by a newline. */
function fileOf(lines: readonly string[]): Uint8Array {
  return utf8(lines.map((line) => `${line}\n`).join(''));
}

/** A run that ends before its first step, as far as the port lets its constants be chosen. */
function nothingToTrain(seed: number | bigint): Config {
  return configure({ n_layer: 0, num_steps: 0, num_samples: 0, seed, ...port.fixed });
}

/** The ranges [from, to) of the code points that are not left out. */
function gaps(without: readonly number[]): [from: number, to: number][] {
  const ends = [...without, 0x110000].sort((a, b) => a - b);
  return ends.map((end, i): [number, number] => [i === 0 ? 0 : ends[i - 1] + 1, end]).filter(([from, to]) => from < to);
}

function surrogates(): number[] {
  return span(0xd800, 0xe000);
}

function span(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}

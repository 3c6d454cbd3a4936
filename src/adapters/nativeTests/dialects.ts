import type { Dialect } from './dialect.ts';

/** What is printable ASCII, and needs no escape, in every language. */
const PLAIN = /^[ -~]$/;

/** A text in double quotes, whose other characters are escaped. */
function quoted(escaped: (point: number) => string): Dialect['text'] {
  const character = (c: string) => {
    if (c === '"' || c === '\\') return `\\${c}`;
    return PLAIN.test(c) ? c : escaped(c.codePointAt(0) ?? 0);
  };
  return (text) => `"${[...text].map(character).join('')}"`;
}

const hex = (n: number, digits: number) => n.toString(16).padStart(digits, '0');

/** `position_loss` as positionLoss. */
function camel(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

const list = (begin: string, end: string) => (items: readonly string[]) => `${begin}${items.join(', ')}${end}`;

const WORDS = { nan: 'nan', inf: 'inf', '-inf': '-inf' } as const;

/** How each language of native tests writes them, by the name that `init` calls it. */
export const DIALECTS = {
  c: {
    special: { nan: 'NAN', inf: 'INFINITY', '-inf': '-INFINITY', '-0': '-0.0' },
    long: 'u',
    floats: counted('FLOATS'),
    ints: counted('INTS'),
    texts: counted('TEXTS'),
    text: quoted((point) =>
      [...Buffer.from(String.fromCodePoint(point))].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join(''),
    ),
    nodes: counted('NODES'),
    draws: counted('DRAWS'),
    node: list('{', '}'),
    draw: list('{', '}'),
    document: list('(const int[]){', '}'),
    row: ({ op }, head, literals) => `${op}_is(${[...head, ...literals].join(', ')});`,
  },
  go: {
    special: { ...WORDS, '-0': 'minusZero' },
    long: '',
    floats: list('specFloats{', '}'),
    ints: list('specInts{', '}'),
    texts: list('specTexts{', '}'),
    text: quoted((point) => (point < 0x10000 ? `\\u${hex(point, 4)}` : `\\U${hex(point, 8)}`)),
    nodes: list('[]specLine{', '}'),
    draws: list('[]specDraw{', '}'),
    node: list('{', '}'),
    draw: list('{', '}'),
    document: list('{', '}'),
    row: ({ op }, head, literals) => `s.${camel(op)}Is(${[...head, ...literals].join(', ')})`,
  },
  java: {
    special: { nan: 'Double.NaN', inf: 'Double.POSITIVE_INFINITY', '-inf': 'Double.NEGATIVE_INFINITY', '-0': '-0.0' },
    long: 'L',
    floats: list('d(', ')'),
    ints: list('n(', ')'),
    texts: list('List.of(', ')'),
    text: quoted((point) =>
      // Not \u: Java reads that before it sees quotes, where a line end would end the text.
      point < 0x20
        ? `\\${point.toString(8).padStart(3, '0')}`
        : [...utf16(point)].map((u) => `\\u${hex(u, 4)}`).join(''),
    ),
    nodes: list('List.of(', ')'),
    draws: list('List.of(', ')'),
    node: list('new Line(', ')'),
    draw: list('new Draw(', ')'),
    document: list('{', '}'),
    row: ({ op }, head, literals) => `v.${camel(op)}Is(${[...head, ...literals].join(', ')});`,
  },
  python: {
    special: { ...WORDS, '-0': '-0.0' },
    long: '',
    floats: list('[', ']'),
    ints: list('[', ']'),
    texts: list('[', ']'),
    text: quoted((point) => (point < 0x10000 ? `\\u${hex(point, 4)}` : `\\U${hex(point, 8)}`)),
    nodes: list('[', ']'),
    draws: list('[', ']'),
    node: list('(', ')'),
    draw: list('(', ')'),
    document: list('[', ']'),
    row: (_, head, literals) => `(${[...head, ...literals].join(', ')}),`,
  },
  rust: {
    special: { nan: 'f64::NAN', inf: 'f64::INFINITY', '-inf': 'f64::NEG_INFINITY', '-0': '-0.0' },
    long: '',
    floats: list('&[', ']'),
    ints: list('&[', ']'),
    texts: list('&[', ']'),
    text: quoted((point) => `\\u{${point.toString(16)}}`),
    nodes: list('&[', ']'),
    draws: list('&[', ']'),
    node: list('(', ')'),
    draw: list('(', ')'),
    document: list('&[', ']'),
    row: ({ op, title, edge }, head, literals) => {
      const ignored = edge ? '#[ignore = "at the edge"] ' : '';
      const given = op === 'adam' ? [literals[0], arrayOf(literals.slice(1, 5)), arrayOf(literals.slice(5))] : literals;
      return `vector!(${ignored}${[identifier(title), ...head, `${op}_is`, ...given].join(', ')});`;
    },
  },
} as const satisfies Readonly<Record<string, Dialect>>;

export type NativeName = keyof typeof DIALECTS;

/** C99 has no list without an item. */
function counted(macro: string): (items: readonly string[]) => string {
  return (items) => (items.length === 0 ? '0, NULL' : `${macro}(${items.join(', ')})`);
}

function arrayOf(items: readonly string[]): string {
  return `[${items.join(', ')}]`;
}

/** `model.2 softmax, equal logits` as model_2_softmax_equal_logits. */
function identifier(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}

function utf16(point: number): number[] {
  const units = String.fromCodePoint(point);
  return [...Array(units.length).keys()].map((i) => units.charCodeAt(i));
}

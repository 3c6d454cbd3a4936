import type { Draw, Drawn, GraphNode } from '../../port/values.ts';
import type { Literal, NativeVector } from './vectors.ts';

/** How a language writes what a file of native tests has. */
export interface Dialect {
  /** NaN, an infinity or -0. */
  readonly special: Readonly<Record<'nan' | 'inf' | '-inf' | '-0', string>>;
  /** What stands behind an integer of 32 bits without a sign. */
  readonly long: string;
  /** A list of written numbers. */
  readonly floats: (items: readonly string[]) => string;
  readonly ints: (items: readonly string[]) => string;
  readonly texts: (items: readonly string[]) => string;
  /** A text with quotes, by code points. */
  readonly text: (text: string) => string;
  /** A list of nodes or draws, each of them written. */
  readonly nodes: (items: readonly string[]) => string;
  readonly draws: (items: readonly string[]) => string;
  /** A node, or a draw, from its written parts. */
  readonly node: (parts: readonly string[]) => string;
  readonly draw: (parts: readonly string[]) => string;
  /** The tokens of a document, in a list of documents. */
  readonly document: (items: readonly string[]) => string;
  /** The statement, or the item of a list, that asks a vector: its title and tags, and its literals. */
  readonly row: (vector: NativeVector, head: readonly string[], literals: readonly string[]) => string;
}

/** The line of a vector. */
export function rowOf(dialect: Dialect, vector: NativeVector): string {
  const tags = [vector.edge ? 'edge' : '', vector.f64 ? 'f64' : ''].filter((tag) => tag !== '').join(' ');
  const head = [vector.title, tags].map(dialect.text);
  return dialect.row(
    vector,
    head,
    vector.literals.flatMap((literal) => written(dialect, literal)),
  );
}

/** A number that reads back as the same double: the shortest decimal, with a point. */
export function float(dialect: Dialect, x: number): string {
  if (Number.isNaN(x)) return dialect.special.nan;
  if (!Number.isFinite(x)) return dialect.special[x > 0 ? 'inf' : '-inf'];
  if (Object.is(x, -0)) return dialect.special['-0'];
  const digits = String(x);
  return /[.e]/.test(digits) ? digits : `${digits}.0`;
}

/** A literal; a matrix is its number of rows and its numbers. */
function written(dialect: Dialect, { type, value }: Literal): string[] {
  const floats = (list: unknown) => dialect.floats(Object.values(Object(list)).map((x) => float(dialect, Number(x))));
  switch (type) {
    case 'int':
      return [String(value)];
    case 'integer':
      return [`${value}${dialect.long}`];
    case 'ints':
      return [dialect.ints((value as readonly number[]).map(String))];
    case 'float':
      return [float(dialect, Number(value))];
    case 'floats':
      return [floats(value)];
    case 'matrix':
      return [String((value as readonly unknown[]).length), floats((value as readonly unknown[]).flat())];
    case 'text':
      return [dialect.text(String(value))];
    case 'texts':
      return [dialect.texts((value as readonly string[]).map(dialect.text))];
    case 'graph':
      return [dialect.nodes((value as readonly GraphNode[]).map((node) => dialect.node(nodeParts(dialect, node))))];
    case 'draws':
      return [
        dialect.draws(
          (value as readonly Made[]).map((draw) =>
            dialect.draw([dialect.text(draw.kind), floats(takes(draw)), floats(gives(draw.due))]),
          ),
        ),
      ];
    default:
      throw new TypeError(`native tests: no language writes a ${type}`);
  }
}

/** A draw and what it gave. */
type Made = Draw & { readonly due: Drawn };

/** Its kind, its operands, and its number; 0 where it has none. */
function nodeParts(dialect: Dialect, node: GraphNode): string[] {
  const x = node.kind === 'leaf' ? node.data : node.kind === 'pow' ? node.exponent : 0;
  const [a, b] = ['a' in node ? node.a : 0, 'b' in node ? node.b : 0];
  return [dialect.text(node.kind), String(a), String(b), float(dialect, x)];
}

function takes(draw: Draw): readonly number[] {
  switch (draw.kind) {
    case 'random':
      return [];
    case 'getrandbits':
      return [draw.k];
    case 'gauss':
      return [draw.mu, draw.sigma];
    case 'shuffle':
      return [draw.n];
    case 'choices':
      return draw.weights;
  }
}

function gives(due: Drawn): readonly number[] {
  return typeof due === 'object' ? due : [Number(due)];
}
